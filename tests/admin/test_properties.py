"""Changing a ticket where it is read: by small forms, and by the page's script."""

import pytest

from helpdesk import db, settings, tickets
from helpdesk.schema import Priority, Team, Ticket
from tests.asking import form_to, post
from tests.cast import Desk


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("priority", "high", "The priority is changed."),
        ("category", "Repairs", "The category is changed."),
        ("owner", "anna", "The ticket is handed over."),
        ("team", "Workshop", "The team is changed."),
    ],
)
def test_without_scripts_each_is_a_form(desk: Desk, field: str, value: str, word: str) -> None:
    team = Team.create(name="Workshop")
    ids = {
        "high": Priority.get(Priority.level == "high").id,
        "Repairs": desk.category("Repairs").id,
        "anna": desk.anna.id,
        "Workshop": team.id,
    }
    number, browser = desk.ticket().id, desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), f"/{field}")
    form[field] = str(ids[value])
    form.submit(status=303).follow(status=200).mustcontain(word)
    assert getattr(Ticket.get(), f"{field}_id") == ids[value]


def test_the_script_gets_only_what_has_changed(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/subject")
    form["subject"] = "Saddle creaks"
    answer = form.submit(headers={"HD-Parts": "1"}, status=200)
    parts = {part["id"] for part in answer.html.select("[data-hd-part]")}
    assert parts == {"part-title", "part-menu", "part-brief", "details"}
    assert answer.html.find("h1").get_text() == "Saddle creaks" and "<html" not in answer
    again = form_to(answer, "/subject")
    again["subject"] = ""
    wrong = again.submit(headers={"HD-Parts": "1"}, status=422)
    assert "Write in a few words" in wrong.html.find(id="head-subject-error").get_text()
    back = form.submit(headers={"HD-Parts": "1"}, status=200)  # the same form acts again
    assert back.html.find("h1").get_text() == "Saddle creaks"


@pytest.mark.parametrize("field", ["priority", "category", "owner", "team", "status", "customer"])
@pytest.mark.parametrize("parts", ["", "1"])
def test_what_is_wrong_stands_beside_its_field(desk: Desk, field: str, parts: str) -> None:
    Team.create(name="Workshop")
    number, browser = desk.ticket().id, desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), f"/{field}")
    form[field].force_value("nobody")
    answer = form.submit(headers={"HD-Parts": parts}, status=422)
    assert answer.html.find(id=f"side-{field}-error")


def test_one_may_move_it_out_of_ones_sight_and_is_told(desk: Desk) -> None:
    number = desk.ticket(category="Repairs").id
    for parts in ("", "1"):
        with db.transaction():
            ticket = Ticket.get_by_id(number)
            tickets.set_category(ticket, desk.category("Repairs"), actor=desk.anna.actor())
        browser = desk.signed_in("ben@example.com")
        form = form_to(browser.get(f"/admin/tickets/{number}"), "/category")
        form["category"] = str(desk.category("General").id)
        answer = form.submit(headers={"HD-Parts": parts}, status=303)
        assert "left your sight" in answer.follow(status=200)
        browser.get(f"/admin/tickets/{number}", status=404)


def test_an_owner_who_does_not_see_it_any_more_loses_it(desk: Desk) -> None:
    ticket, browser = desk.ticket(category="Repairs"), desk.signed_in()
    with db.transaction():
        tickets.take(ticket, desk.ben)
    form = form_to(browser.get(f"/admin/tickets/{ticket.id}"), "/category")
    form["category"] = str(desk.category("General").id)
    page = form.submit(status=303).follow()
    assert "nobody's now" in page.html.get_text() and Ticket.get().owner_id is None


def test_take_it_and_hand_it_over_with_a_note(desk: Desk) -> None:
    number, browser = desk.ticket(category="Repairs").id, desk.signed_in()
    page = browser.get(f"/admin/tickets/{number}")
    form_to(page, "/take").submit(status=303).follow().mustcontain("The ticket is yours now.")
    form = form_to(browser.get(f"/admin/tickets/{number}/assign"), "/assign")
    form["owner"], form["message"] = str(desk.ben.id), "Cleo is in a hurry."
    page = form.submit(status=303).follow()
    page.mustcontain("Cleo is in a hurry.", "Anna Lindgren gave it to Ben Okafor")
    assert Ticket.get().owner_id == desk.ben.id


def test_who_may_not_sees_no_controls(desk: Desk) -> None:
    from helpdesk.schema import Role, Staff

    role = Role.create(name="Viewer", permissions='["tickets.view"]')
    Staff.update(role=role).where(Staff.id == desk.ben.id).execute()
    number = desk.ticket(category="Repairs").id
    page = desk.signed_in("ben@example.com").get(f"/admin/tickets/{number}").html
    assert [form["action"] for form in page.select("aside#details form, .hd-thead form")] == []


def test_the_history_has_every_change(desk: Desk) -> None:
    ticket, browser = desk.ticket(), desk.signed_in()
    with db.transaction():
        tickets.take(ticket, desk.anna)
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text="Noted")
    page = browser.get(f"/admin/tickets/{ticket.id}").click("History of changes")
    rows = [li.get_text(" ", strip=True) for li in page.html.select(".hd-changes li")]
    assert rows[0].startswith("Anna Lindgren wrote a note")
    assert "took it on" in rows[1] and "The customer sent the request" in rows[2]


def test_printed_with_and_without_notes(desk: Desk) -> None:
    ticket, browser = desk.ticket(), desk.signed_in()
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text="Among us")
    at = f"/admin/tickets/{ticket.id}/print"
    assert "Among us" not in browser.get(at) and "Among us" in browser.get(f"{at}?notes=1")


def test_to_the_trash_and_back(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    page = form_to(browser.get(f"/admin/tickets/{number}"), "/trash").submit(status=303).follow()
    page.mustcontain("In the trash", "Anna Lindgren moved it there")
    assert not page.html.select("form[action$='/reply'], form[action$='/status']")
    browser.post(f"/admin/tickets/{number}/reply", {}, status=422)
    listed = browser.get("/admin/tickets/trash")
    back = form_to(listed, "/restore").submit(status=303).follow()
    assert "back from the trash" in back and Ticket.get().deleted is None
    assert "The trash is empty" in browser.get("/admin/tickets/trash")


def test_no_way_to_the_trash_where_conversations_cannot_be_deleted(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    with db.transaction():
        settings.change({"tickets.undeletable": True})
    assert "Move to the trash" not in browser.get(f"/admin/tickets/{number}")
    post(browser, f"/admin/tickets/{number}/trash", status=403).mustcontain("be deleted here")
    assert Ticket.get().deleted is None
