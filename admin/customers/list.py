"""The list of customers."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import customers, tickets
from helpdesk.customers import Row
from helpdesk.web.call import Call


@dataclass(frozen=True)
class Line:
    """A customer, with what the desk has to do with them as far as it is in sight."""

    customer: Row
    last: datetime | None
    is_open: int


@dataclass(frozen=True)
class Group:
    """Customers that were found in one way, and where more of them are."""

    way: str
    lines: list[Line]
    next_url: str


@section.get("/customers", access="customers.view")
def show(call: Call) -> HTTPResponse:
    """By name; or who begins like what was typed, by name, address and organisation."""
    typed, after = call.query.get("q", "").strip(), call.query.get("after", "")
    way = call.query.get("by", "")
    if typed:
        found = [(f.way, f.page) for f in customers.look_for(typed, way=way, after=after)]
    else:
        found = [("", customers.page_of(after=after))]
    known = tickets.known(call.member, {row.id for _way, page in found for row in page.rows})
    groups = [
        Group(
            one_way,
            lines(page.rows, known),
            _url(call, typed, one_way, page.next_key) if page.next_key else "",
        )
        for one_way, page in found
        if page.rows
    ]
    return call.page(
        "admin/customers/list.html",
        typed=typed,
        groups=groups,
        first_url=_url(call, typed) if after else "",
    )


def lines(rows: list[Row], known: dict[int, tickets.Known]) -> list[Line]:
    """Rows of customers with what is known of their tickets."""
    return [
        Line(
            row,
            known[row.id].last if row.id in known else None,
            known[row.id].is_open if row.id in known else 0,
        )
        for row in rows
    ]


def _url(call: Call, typed: str, way: str = "", after: str = "") -> str:
    values = {"q": typed, "by": way, "after": after}
    asked = urlencode({name: value for name, value in values.items() if value})
    return call.url("/admin/customers" + (f"?{asked}" if asked else ""))
