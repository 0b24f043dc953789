"""Who looks at a request: its customer, or somebody who follows it."""

from dataclasses import dataclass
from urllib.parse import quote

from bottle import HTTPResponse

from helpdesk import tickets
from helpdesk.errors import NotFound
from helpdesk.events import Actor
from helpdesk.schema import Participant, Ticket
from helpdesk.web import grants
from helpdesk.web.call import Call


@dataclass(frozen=True)
class Visit:
    """A request, and as whom this browser sees it."""

    ticket: Ticket
    follower: Participant | None = None

    @property
    def viewer(self) -> int:
        """The customer who looks; 0 for a follower who has never written."""
        if self.follower is None:
            return int(self.ticket.customer_id)
        return int(self.follower.customer_id or 0)

    def customer(self) -> Actor:
        """The author of what only the customer may do; raises NotFound for a follower."""
        if self.follower is not None:
            raise NotFound
        return Actor("customer", "portal", customer=self.ticket.customer_id)

    def speaker(self) -> tuple[Actor, str]:
        """Who writes a reply from here, and the name that stands above it."""
        if self.follower is None:
            return self.customer(), self.ticket.customer.name
        number, name = tickets.speaks_as(self.follower)
        return Actor("customer", "portal", customer=number), name


def visit(call: Call, track: str) -> Visit:
    """The request, for a browser that has shown that it may see it; raises NotFound."""
    try:
        return Visit(tickets.ticket_for_guest(track, grants.tickets(call)))
    except NotFound:
        followed = grants.followed(call)
        if not followed:
            raise
        return Visit(*tickets.ticket_for_follower(track, followed))


def by_link(call: Call, track: str) -> HTTPResponse:
    """Let this browser in and drop the key from the address; who has a wrong one may look it up."""
    key, number = call.query["key"], call.query.get("follower", "")
    if number:
        opened = tickets.ticket_for_follower_link(track, number, key)
        ticket, follower = (opened[0], opened[1].id) if opened else (None, 0)
    else:
        ticket, follower = tickets.ticket_for_link(track, key), 0
    if ticket is None:
        return call.redirect(f"/ticket?track={quote(track[:40], safe='')}")
    response = call.redirect(f"/ticket/{ticket.tracking_id}")
    grants.grant(call, response, ticket.id, follower)
    return response
