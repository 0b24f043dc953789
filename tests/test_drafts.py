"""Drafts: one per person, ticket and kind; the newest wins, and the other one is told."""

from helpdesk import db, drafts, tickets
from helpdesk.drafts import NOTE, REPLY, Saved, Typed
from helpdesk.schema import Draft, Ticket
from tests.asking import form_to
from tests.cast import Desk
from tests.watching import statements


def save(desk: Desk, text: str, version: int = 0, device: str = "a", kind: str = REPLY) -> Saved:
    typed = Typed(text, version=version, device=device)
    with db.transaction():
        return drafts.save(desk.anna.id, Ticket.get().id, kind, typed=typed, based_on=1)


def text(desk: Desk, kind: str = REPLY) -> str:
    return drafts.of(desk.anna.id, Ticket.get().id, kind).text


def test_saved_and_changed(desk: Desk) -> None:
    desk.ticket()
    assert save(desk, "One") == Saved(1)
    assert save(desk, "One two", 1) == Saved(2)
    assert save(desk, "Secret", kind=NOTE) == Saved(1)
    assert (text(desk), text(desk, NOTE)) == ("One two", "Secret")
    assert drafts.of(desk.ben.id, Ticket.get().id, REPLY).version == 0


def test_emptied_it_is_gone(desk: Desk) -> None:
    desk.ticket()
    save(desk, "One")
    assert save(desk, " ", 1) == Saved(0)
    assert not Draft.select().exists()


def test_two_devices(desk: Desk) -> None:
    desk.ticket()
    save(desk, "Here")
    assert save(desk, "There", 0, "b") == Saved(2, elsewhere=True)
    assert save(desk, "Here again", 1) == Saved(3, elsewhere=True)
    assert text(desk) == "Here again"


def test_a_saving_that_comes_in_after_the_sending_is_no_draft(desk: Desk) -> None:
    ticket = desk.ticket()
    save(desk, "Bring it in.")
    with db.transaction():
        tickets.reply(ticket, actor=desk.anna.actor(), author="Anna", text="Bring it in.")
    assert not Draft.select().exists()
    assert save(desk, "Bring it  in.\n", 1) == Saved(0)
    assert not Draft.select().exists()
    assert save(desk, "And one thing more", 1).version == 1


def test_a_refused_reply_keeps_the_draft(desk: Desk) -> None:
    number = desk.ticket().id
    save(desk, "Here")
    browser = desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/reply")
    assert form["message"].value == "Here"
    form["message"] = "  "
    form.submit(status=422)
    assert text(desk) == "Here"


def test_saving_is_one_cheap_request(desk: Desk) -> None:
    number = desk.ticket(category="Repairs").id
    for email in ("anna@example.com", "ben@example.com"):
        browser = desk.signed_in(email)
        form = form_to(browser.get(f"/admin/tickets/{number}"), "/reply")
        at, csrf, version = f"/admin/tickets/{number}/draft", form["csrf"].value, 0
        for typed in ("H", "Ha", "Hal"):
            fields = {"csrf": csrf, "kind": "reply", "message": typed, "version": version}
            with statements() as found:
                version = browser.post(at, fields, status=200).json["version"]
        asked = [s for s in found if s.startswith(("SELECT", "UPDATE", "INSERT", "DELETE"))]
        assert version == 3 and len(asked) <= 5  # one of them for the settings, every two seconds
        assert browser.get(f"{at}?kind=reply").json["message"] == "Hal"


def test_what_may_not_be_written_is_not_kept(desk: Desk) -> None:
    from helpdesk.schema import Role

    number = desk.ticket(category="Repairs").id
    Role.update(permissions='["tickets.view", "tickets.note"]').execute()
    browser = desk.signed_in("ben@example.com")
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/note")
    fields = {"csrf": form["csrf"].value, "message": "x"}
    browser.post(f"/admin/tickets/{number}/draft", {**fields, "kind": "reply"}, status=403)
    browser.post(f"/admin/tickets/{number}/draft", {**fields, "kind": "note"}, status=200)
