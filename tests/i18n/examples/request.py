"""What a customer sees of one request."""

from collections.abc import Iterator

from helpdesk import db, mail, settings, tickets
from helpdesk.events import Actor
from helpdesk.schema import Message, Ticket
from tests.cast import SITE
from tests.i18n.tour import FILES, PICTURE, TEXT, Page, Tour, changed, example, send


@example("GET /ticket/<track>", "POST /ticket/<track>/reply")
def ticket(tour: Tour) -> Iterator[Page]:
    """In every state, with what can be wrong with a reply."""
    for name, row in (("new", tour.new), ("waiting", tour.one), ("resolved", tour.resolved)):
        yield f"request, {name}", tour.guest.get(f"/ticket/{row.tracking_id}")
    at = f"/ticket/{tour.one.tracking_id}"
    yield "reply, empty", send(tour.guest, at, f"{at}/reply")
    strange = [("attachments", "notes.999", b"1"), ("attachments", FILES[0], PICTURE)]
    yield "reply, wrong file", send(tour.guest, at, f"{at}/reply", files=strange, message=TEXT)
    with db.transaction():
        Ticket.update(owner=tour.desk.anna.id).where(Ticket.id == tour.one.id).execute()
    yield "request, with an owner", tour.guest.get(at)
    at = f"/ticket/{tour.resolved.tracking_id}"
    with changed(**{"tickets.customer_reopens": False}):
        yield "request, closed", tour.guest.get(at)
        yield "reply, closed", send(tour.guest, "/submit", f"{at}/reply", message=TEXT)
    assert settings.get("tickets.customer_reopens")
    yield from _long(tour)


def _long(tour: Tour) -> Iterator[Page]:
    """More messages than a page shows at first."""
    ticket = tour.new
    rows = [
        {"ticket": ticket.id, "position": at, "text": TEXT, "html": TEXT, "author": "Cleo Marsh"}
        for at in range(100, 160)
    ]
    with db.transaction():
        Message.insert_many([{**row, "customer": ticket.customer_id} for row in rows]).execute()
        Ticket.update(messages=61, last_position=160).where(Ticket.id == ticket.id).execute()
    at = f"/ticket/{ticket.tracking_id}"
    yield "request, long", tour.guest.get(at)
    yield "request, earlier", tour.guest.get(f"{at}?earlier=110")
    with db.transaction():
        Message.delete().where(Message.position >= 100).execute()
        Ticket.update(messages=1).where(Ticket.id == ticket.id).execute()


@example("GET /ticket/<track>/print")
def on_paper(tour: Tour) -> Iterator[Page]:
    """For the printer."""
    yield "request, printed", tour.guest.get(f"/ticket/{tour.one.tracking_id}/print")


@example("POST /ticket/<track>/resolve", "POST /ticket/<track>/reopen")
def closing(tour: Tour) -> Iterator[Page]:
    """Solved, and not after all; and where customers may not."""
    at = f"/ticket/{tour.desk.ticket('1').tracking_id}"
    send(tour.guest, "/ticket", track=at.split("/")[-1], email="cleo@example.com")
    with changed(**{"portal.customer_resolves": False}):
        yield "resolve, not allowed", send(tour.guest, at, f"{at}/resolve")
        yield "request, not to be resolved", tour.guest.get(at)
    yield "request, solved", send(tour.guest, at, f"{at}/resolve").follow()
    with changed(**{"tickets.customer_reopens": False}):
        yield "reopen, not allowed", send(tour.guest, "/submit", f"{at}/reopen")
    yield "request, opened again", send(tour.guest, at, f"{at}/reopen").follow()


@example("POST /ticket/<track>/followers", "POST /ticket/<track>/followers/<number:int>/remove")
def followers(tour: Tour) -> Iterator[Page]:
    """People who get copies, and the page as one of them sees it."""
    ticket = tour.desk.ticket("1")
    at, to = f"/ticket/{ticket.tracking_id}", f"/ticket/{ticket.tracking_id}/followers"
    send(tour.guest, "/ticket", track=ticket.tracking_id, email="cleo@example.com")
    yield "follower, empty", send(tour.guest, at, to)
    yield "follower, the customer", send(tour.guest, at, to, email="cleo@example.com")
    with changed(**{"portal.followers": False}):
        yield "follower, not allowed", send(tour.guest, "/submit", to, email="1@example.com")
    yield "follower, added", send(tour.guest, at, to, email="1@example.com").follow()
    yield "follower, twice", send(tour.guest, at, to, email="1@example.com")
    for number in range(2, 11):
        send(tour.guest, at, to, email=f"{number}@example.com")
    yield "follower, too many", send(tour.guest, at, to, email="11@example.com")
    row, *others = tickets.followers(ticket)
    link = mail.link_for_follower(ticket, row).removeprefix(SITE)
    yield "request, of a follower", tour.browser().get(link).follow()
    for each in others:
        send(tour.guest, at, f"{to}/{each.id}/remove")
    yield "follower, removed", tour.guest.get(f"{at}?done=unfollowed")
    with db.transaction():
        done = Actor("customer", "portal", customer=ticket.customer_id)
        tickets.unfollow(Ticket.get_by_id(ticket.id), row.id, actor=done)
