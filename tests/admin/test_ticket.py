"""The page of a ticket as staff see it."""

import io

import pytest

from helpdesk import attachments, db, statuses, tickets
from helpdesk.schema import Staff, Ticket
from tests.cast import Desk
from tests.watching import reading, statements


def busy(desk: Desk, ticket: Ticket) -> None:
    """A message, a note and a change, with a file."""
    anna = desk.anna
    file = attachments.store().keep(io.BytesIO(str(ticket.last_position).encode()), "a.txt")
    with db.transaction():
        tickets.reply(ticket, actor=anna.actor(), author=anna.name, text="Said", files=(file,))
        tickets.note(ticket, actor=anna.actor(), author=anna.name, text="Noted")
        tickets.set_status(ticket, statuses.default("hold"), actor=anna.actor())
        tickets.set_status(ticket, statuses.default("open"), actor=anna.actor())


def test_shows_messages_notes_and_events_in_order(desk: Desk) -> None:
    ticket = desk.ticket(text="Asked")
    busy(desk, ticket)
    thread = desk.signed_in().get(f"/admin/tickets/{ticket.id}").html.find(class_="hd-thread")
    texts = [tag.get_text(" ", strip=True) for tag in thread.find_all(class_=["hd-text", "hd-ev"])]
    assert [text.split(" · ")[0] for text in texts] == [
        "Asked",
        "Said",
        "Anna Lindgren set the status to Waiting",
        "Noted",
        "Anna Lindgren set the status to On hold",
        "Anna Lindgren set the status to Open",
    ]


def test_notes_are_marked(desk: Desk) -> None:
    ticket = desk.ticket()
    busy(desk, ticket)
    page = desk.signed_in().get(f"/admin/tickets/{ticket.id}").html
    notes = page.find_all("article", class_="is-note")
    assert len(notes) == 1 and "Internal note" in notes[0].get_text()


def test_shows_whose_it_is(desk: Desk) -> None:
    ticket = desk.ticket()
    with db.transaction():
        Ticket.update(owner=Staff.get(Staff.email == "ben@example.com")).execute()
    side = desk.signed_in().get(f"/admin/tickets/{ticket.id}").html.find("aside", id="details")
    words = side.get_text(" ", strip=True)
    for part in ("New", "Ben Okafor", "Normal", "General", ticket.tracking_id, "cleo@example.com"):
        assert part in words


@pytest.mark.parametrize(("query", "action"), [("", "/reply"), ("?mode=note", "/note")])
def test_one_box_for_reply_and_note(desk: Desk, query: str, action: str) -> None:
    number = desk.ticket().id
    page = desk.signed_in().get(f"/admin/tickets/{number}{query}")
    assert page.html.find("form", class_="hd-reply")["action"] == f"/admin/tickets/{number}{action}"


def test_what_people_write_cannot_break_out(desk: Desk) -> None:
    nasty = "<script>alert(1)</script> <img src=x onerror=y> javascript:alert(2)"
    ticket = desk.ticket(nasty, text=nasty, name=nasty)
    page = desk.signed_in().get(f"/admin/tickets/{ticket.id}")
    assert "<script>alert" not in page and "<img src=x" not in page
    assert not page.html.find("a", href=lambda href: href and href.startswith("javascript"))


def test_a_deleted_ticket_is_in_no_list(desk: Desk) -> None:
    ticket = desk.ticket()
    with db.transaction():
        tickets.trash(ticket, actor=desk.anna.actor())
    assert "Rear wheel" not in desk.signed_in().get("/admin/tickets")


def test_needs_ten_queries_however_long_it_is(desk: Desk) -> None:
    """Once the small tables are in memory."""
    ticket = desk.ticket(category="Repairs")
    busy(desk, ticket)
    for email in ("anna@example.com", "ben@example.com"):
        browser, used = desk.signed_in(email), []
        for _ in range(2):
            busy(desk, ticket)
            browser.get(f"/admin/tickets/{ticket.id}")  # small tables are remembered from here on
            with statements() as found:
                browser.get(f"/admin/tickets/{ticket.id}", status=200)
            used.append(len(reading(found)))
        assert used[0] == used[1] <= 10
