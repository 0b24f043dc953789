"""Looking for tickets."""

from urllib.parse import urlencode

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import search
from helpdesk.web.call import Call


@section.get("/search", access="tickets.view")
def show(call: Call) -> HTTPResponse:
    """What fits, newest first; a number or tracking ID stands on top."""
    asked, after = call.query.get("q", "").strip(), call.query.get("after", "")
    results = search.find(call.member, asked, after=after)
    return call.page(
        "admin/search.html",
        asked=asked,
        hits=results.rows,
        understood=results.understood,
        next_url=_url(call, asked, results.next_key) if results.next_key else "",
        first_url=_url(call, asked) if after else "",
    )


def _url(call: Call, asked: str, after: str = "") -> str:
    values = {"q": asked, "after": after} if after else {"q": asked}
    return call.url("/admin/search?" + urlencode(values))
