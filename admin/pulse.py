"""What open pages of the panel ask every few seconds."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import pulse, tickets
from helpdesk.numbers import row_id
from helpdesk.web import pulses, sessions
from helpdesk.web.call import Call
from helpdesk.web.ticket_pages import ShownEntry, entries

_query = sessions.joined(pulse.beside)


def _beside(call: Call) -> sessions.Beside | None:
    """The ticket and who is at it: each open page asks for nothing else most of the time."""
    if "ticket" not in call.query:
        return None
    return sessions.Beside(_query, pulse.values(row_id(call.query["ticket"])))


@section.get("/pulse", access="tickets.view", for_scripts=True, beside=_beside)
def show(call: Call) -> HTTPResponse:
    """What is new on the ticket that `ticket` numbers, or with `list` in the list."""
    if "ticket" in call.query:
        return _ticket(call)
    return _list(call) if "list" in call.query else pulses.nothing(call)


def _ticket(call: Call) -> HTTPResponse:
    number, cursor = row_id(call.query["ticket"]), call.query.get("cursor", "")
    found = pulse.for_staff(call.member, number, cursor, call.session.beside)
    if found is None:
        return pulses.nothing(call)

    def thread(since: int) -> list[ShownEntry]:
        ticket = tickets.ticket_for_staff(call.member, number)
        return entries(call, ticket, for_customer=False, since=since)

    me = call.member.id
    told = pulses.of_ticket(
        call,
        found,
        thread,
        "admin/tickets/_pulse.html",
        f"/admin/tickets/{number}",
        lambda entry: entry.is_staff and entry.author_id == me,
    )
    there = pulses.presence(call, found, "admin/tickets/_presence.html")
    return pulses.news(call, {**told, **there})


def _list(call: Call) -> HTTPResponse:
    found = pulse.for_list(call.member, call.query.get("cursor", ""))
    if found is None:
        return pulses.nothing(call)
    told = {"changed": found.changed, "more": found.more}
    return pulses.news(call, {"cursor": found.cursor, "list": told})
