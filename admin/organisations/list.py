"""The list of organisations."""

from urllib.parse import urlencode

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import organisations
from helpdesk.web.call import Call


@section.get("/organisations", access="customers.view")
def show(call: Call) -> HTTPResponse:
    """By name; those that begin like what was typed."""
    typed, after = call.query.get("q", "").strip(), call.query.get("after", "")
    page = organisations.page_of(typed, after=after)
    return call.page(
        "admin/organisations/list.html",
        typed=typed,
        rows=page.rows,
        next_url=_url(call, typed, page.next_key) if page.next_key else "",
        first_url=_url(call, typed) if after else "",
    )


def _url(call: Call, typed: str, after: str = "") -> str:
    values = {"q": typed, "after": after}
    asked = urlencode({name: value for name, value in values.items() if value})
    return call.url("/admin/organisations" + (f"?{asked}" if asked else ""))
