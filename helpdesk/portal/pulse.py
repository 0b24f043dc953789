"""What a customer's open page asks every few seconds, and that they are typing."""

from bottle import HTTPResponse

from helpdesk import presence, pulse
from helpdesk.portal.section import section
from helpdesk.portal.visiting import visit
from helpdesk.web import grants, pulses
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC
from helpdesk.web.ticket_pages import ShownEntry, entries


@section.get("/pulse", access=PUBLIC, for_scripts=True)
def show(call: Call) -> HTTPResponse:
    """What is new on the request that `ticket` names since `cursor`."""
    track = call.query.get("ticket", "")
    granted = [*grants.tickets(call), *grants.followed(call)]
    found = pulse.for_customer(track, granted, call.query.get("cursor", ""))
    if found is None:
        return pulses.nothing(call)

    def thread(since: int) -> list[ShownEntry]:
        here = visit(call, track)
        return entries(call, here.ticket, for_customer=True, since=since, viewer=here.viewer)

    told = pulses.of_ticket(
        call, found, thread, "portal/_pulse.html", f"/ticket/{track}", lambda e: e.is_mine
    )
    return pulses.news(call, told)


@section.post("/typing", access=PUBLIC, once=False, for_scripts=True)
def types(call: Call) -> HTTPResponse:
    """Tell staff who look at the request that its customer is typing; rarely more than a read."""
    presence.customer_types(visit(call, call.form.value("ticket")).ticket)
    return pulses.noted()
