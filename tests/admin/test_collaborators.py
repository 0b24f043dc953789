"""Collaborators in the side panel of a ticket's page."""

import pytest
from bs4 import BeautifulSoup, Tag
from webtest import TestApp

from helpdesk import db, tickets
from helpdesk.schema import Role, Staff, Ticket
from tests.asking import form_to, token
from tests.cast import Desk
from tests.watching import reading, statements

WRONG = "side-collaborator-error"


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    return desk.ticket(category="Repairs")


def viewer(desk: Desk) -> TestApp:
    """Ben, who may read and no more."""
    role = Role.create(name="Viewer", permissions='["tickets.view"]')
    with db.transaction():
        Staff.update(role=role).where(Staff.id == desk.ben.id).execute()
    return desk.signed_in("ben@example.com")


def add(desk: Desk, ticket: Ticket, *people: int) -> None:
    with db.transaction():
        for person in people:
            tickets.add_collaborator(ticket, person, actor=desk.anna.actor())


def named(page: BeautifulSoup) -> list[str]:
    rows = page.select("#details li.hd-beside .hd-cut")
    return [row.get_text() for row in rows]


def offered(page: BeautifulSoup) -> list[str]:
    return [each.get_text() for each in page.select("#side-collaborator option")]


def button(page: BeautifulSoup, person: int) -> Tag | None:
    return page.select_one(f"form[action$='/collaborators/{person}/remove'] button")


def test_add_and_remove_without_scripts(desk: Desk, ticket: Ticket) -> None:
    browser, at = desk.signed_in(), f"/admin/tickets/{ticket.id}"
    page = browser.get(at)
    assert named(page.html) == []
    assert offered(page.html) == ["Add somebody", "Anna Lindgren", "Ben Okafor"]
    form = form_to(page, "/collaborators")
    form["collaborator"] = str(desk.ben.id)
    page = form.submit(status=303).follow(status=200)
    page.mustcontain("Saved.", "Anna Lindgren added Ben Okafor as a collaborator")
    assert named(page.html) == ["Ben Okafor"]
    assert offered(page.html) == ["Add somebody", "Anna Lindgren"]
    pressed = button(page.html, desk.ben.id)
    assert pressed and pressed["aria-label"] == "Remove Ben Okafor"
    page = form_to(page, f"/{desk.ben.id}/remove").submit(status=303).follow(status=200)
    assert named(page.html) == [] and Ticket.get().collaborators == 0


def test_the_script_gets_the_parts(desk: Desk, ticket: Ticket) -> None:
    form = form_to(desk.signed_in().get(f"/admin/tickets/{ticket.id}"), "/collaborators")
    form["collaborator"] = str(desk.ben.id)
    answer = form.submit(headers={"HD-Parts": "1"}, status=200)
    assert named(answer.html) == ["Ben Okafor"] and "<html" not in answer
    form_to(answer, "/remove").submit(headers={"HD-Parts": "1"}, status=200)
    again = form.submit(headers={"HD-Parts": "1"}, status=200)  # the same form acts again
    assert named(again.html) == ["Ben Okafor"]


@pytest.mark.parametrize("parts", ["", "1"])
@pytest.mark.parametrize("value", ["", "nobody", "99"])
def test_what_is_wrong_stands_beside_its_field(
    desk: Desk, ticket: Ticket, value: str, parts: str
) -> None:
    form = form_to(desk.signed_in().get(f"/admin/tickets/{ticket.id}"), "/collaborators")
    form["collaborator"].force_value(value)
    answer = form.submit(headers={"HD-Parts": parts}, status=422)
    assert answer.html.find(id=WRONG)
    assert answer.html.find(id="side-collaborator")["aria-describedby"] == WRONG


def test_what_is_wrong_is_said_also_when_nobody_is_left_to_add(desk: Desk, ticket: Ticket) -> None:
    browser = desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{ticket.id}"), "/collaborators")
    form["collaborator"] = str(desk.anna.id)
    with db.transaction():
        tickets.take(ticket, desk.anna)
    add(desk, ticket, desk.ben.id)
    assert not offered(browser.get(f"/admin/tickets/{ticket.id}").html)
    assert "They own this ticket already." in form.submit(status=422).html.find(id=WRONG).get_text()


def test_who_may_only_read_sees_the_names_and_may_leave(desk: Desk, ticket: Ticket) -> None:
    browser, at = viewer(desk), f"/admin/tickets/{ticket.id}"
    assert "Collaborators" not in browser.get(at)
    add(desk, ticket, desk.anna.id)
    page = browser.get(at)
    assert named(page.html) == ["Anna Lindgren"] and not page.html.select("#details form")
    add(desk, ticket, desk.ben.id)
    page = browser.get(at)
    assert not button(page.html, desk.anna.id) and not offered(page.html)
    pressed = button(page.html, desk.ben.id)
    assert pressed and pressed.get_text() == "Leave"
    page = form_to(page, f"/{desk.ben.id}/remove").submit(status=303).follow(status=200)
    assert named(page.html) == ["Anna Lindgren"]


def test_who_may_only_read_removes_and_adds_nobody(desk: Desk, ticket: Ticket) -> None:
    browser, at = viewer(desk), f"/admin/tickets/{ticket.id}/collaborators"
    add(desk, ticket, desk.anna.id)
    fields = {"csrf": token(browser), "collaborator": str(desk.ben.id)}
    browser.post(f"{at}/{desk.anna.id}/remove", fields, status=403)
    browser.post(at, fields, status=403)
    assert [p.id for p in tickets.collaborators(Ticket.get())] == [desk.anna.id]


def test_who_was_removed_by_a_colleague_just_now_is_no_trouble(desk: Desk, ticket: Ticket) -> None:
    add(desk, ticket, desk.ben.id)
    form = form_to(desk.signed_in().get(f"/admin/tickets/{ticket.id}"), "/remove")
    with db.transaction():
        tickets.remove_collaborator(ticket, desk.ben.id, actor=desk.anna.actor())
    form.submit(status=303).follow(status=200)


def test_a_page_that_was_open_too_long_is_shown_again(desk: Desk, ticket: Ticket) -> None:
    add(desk, ticket, desk.ben.id)
    browser, at = desk.signed_in(), f"/admin/tickets/{ticket.id}/collaborators"
    answer = browser.post(f"{at}/{desk.ben.id}/remove", {"csrf": "old"}, status=422)
    assert "nothing was sent yet" in answer and named(answer.html) == ["Ben Okafor"]


def test_in_the_trash_there_are_names_only(desk: Desk, ticket: Ticket) -> None:
    add(desk, ticket, desk.anna.id, desk.ben.id)
    with db.transaction():
        tickets.trash(ticket, actor=desk.anna.actor())
    page = desk.signed_in().get(f"/admin/tickets/{ticket.id}").html
    assert named(page) == ["Anna Lindgren", "Ben Okafor"]
    assert not page.select("#details form[action*='/collaborators']")


def test_the_page_needs_ten_queries_with_collaborators(desk: Desk, ticket: Ticket) -> None:
    add(desk, ticket, desk.anna.id, desk.ben.id)
    browser, at = desk.signed_in(), f"/admin/tickets/{ticket.id}"
    browser.get(at)  # small tables are remembered from here on
    with statements() as found:
        browser.get(at, status=200)
    assert len(reading(found)) <= 10
