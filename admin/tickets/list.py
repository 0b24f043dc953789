"""The list of tickets."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import pulse, tickets
from helpdesk.web.call import Call


@section.get("/tickets", access="tickets.view")
def show(call: Call) -> HTTPResponse:
    """Open tickets, last message first."""
    after = call.query.get("after", "")
    cursor = pulse.list_cursor(call.member)  # before the rows: nothing falls in between
    page = tickets.page_of(call.member, after=after)
    return call.page(
        "admin/tickets/list.html",
        rows=page.rows,
        cursor=cursor,
        total_text=_total(tickets.count(call.member)),
        next_url=call.url(f"/admin/tickets?after={page.next_key}") if page.next_key else "",
        first_url=call.url("/admin/tickets") if after else "",
    )


def _total(count: int) -> str:
    return str(count) if count <= tickets.COUNTED else f"{tickets.COUNTED}+"
