"""The list of tickets as staff see it."""

from bs4 import Tag
from webtest import TestApp

from helpdesk import db, settings, statuses, tickets
from helpdesk.schema import Status, Ticket
from tests.cast import Desk
from tests.watching import reading, statements


def rows(browser: TestApp, path: str = "/admin/tickets") -> list[Tag]:
    found: list[Tag] = browser.get(path, status=200).html.select("tbody tr")
    return found


def subjects(browser: TestApp, path: str = "/admin/tickets") -> list[str]:
    return [row.select("a")[0].get_text() for row in rows(browser, path)]


def small_pages() -> None:
    with db.transaction():
        settings.change({"list.rows": 10})


def test_shows_what_one_needs_to_choose(desk: Desk) -> None:
    number = desk.ticket("Brakes squeak", text="Both of them.").id
    row = rows(desk.signed_in())[0]
    words = row.get_text(" ", strip=True)
    assert row.select("a")[0]["href"] == f"/admin/tickets/{number}"
    for part in ("New", "Brakes squeak", "Both of them.", "Cleo Marsh", "Needs an answer.", "now"):
        assert part in words


def test_resolved_tickets_are_not_in_it(desk: Desk) -> None:
    done = desk.ticket("Done")
    desk.ticket("Open")
    with db.transaction():
        tickets.set_status(done, statuses.default("resolved"), actor=desk.anna.actor())
    assert subjects(desk.signed_in()) == ["Open"]


def test_says_so_when_nobody_waits(desk: Desk) -> None:
    assert "Nobody is waiting" in desk.signed_in().get("/admin/tickets")


def test_pages_lead_through_all_and_back(desk: Desk) -> None:
    small_pages()
    for number in range(25):
        desk.ticket(f"No. {number}")
    browser, path, seen = desk.signed_in(), "/admin/tickets", []
    for length in (10, 10, 5):
        page = browser.get(path)
        found = subjects(browser, path)
        assert len(found) == length and page.html.h1.span.string == "25"
        seen += found
        further = page.html.find("a", rel="next")
        path = further["href"] if further else ""
    assert not path and sorted(seen) == sorted(f"No. {number}" for number in range(25))
    assert page.html.find(class_="hd-tools").find("a")["href"] == "/admin/tickets"


def test_a_key_that_is_none_shows_the_first_page(desk: Desk) -> None:
    desk.ticket("Here")
    browser = desk.signed_in()
    for key in ("x", "-", "1", "9999999999999999-1", "5-" + "9" * 40):
        assert subjects(browser, f"/admin/tickets?after={key}") == ["Here"]


def test_names_are_in_the_readers_language(desk: Desk) -> None:
    from helpdesk import labels

    desk.ticket()
    with db.transaction():
        labels.translate(Status.get(Status.meaning == "new"), "en", "Fresh")
    assert "Fresh" in rows(desk.signed_in())[0].get_text()


def test_subjects_cannot_break_out(desk: Desk) -> None:
    desk.ticket("<script>alert(1)</script>", name='"><b onload=x>')
    page = desk.signed_in().get("/admin/tickets")
    assert "<script>alert" not in page and "<b onload" not in page


def test_needs_eight_queries_however_many_tickets(desk: Desk) -> None:
    for email in ("anna@example.com", "ben@example.com"):
        browser, used = desk.signed_in(email), []
        for _ in range(2):
            for _number in range(3):
                desk.ticket(category="Repairs")
            with statements() as found:
                browser.get("/admin/tickets")
            used.append(len(reading(found)))
        assert used[0] == used[1] <= 8
    assert Ticket.select().count() == 12
