"""The list of tickets as staff see it."""

import sys

import pytest
from bs4 import Tag
from webtest import TestApp, TestResponse

from helpdesk import db, settings, statuses, tickets
from helpdesk.schema import Priority, Staff, Status, Team, TeamMember, Ticket
from tests.asking import post
from tests.cast import Desk
from tests.watching import reading, statements

REMEMBERED = sys.modules["helpdesk.db.remembered"]  # in its place stands the function


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


def test_says_why_it_is_empty(desk: Desk) -> None:
    browser = desk.signed_in()
    assert "Nobody has written yet" in browser.get("/admin/tickets")
    done = desk.ticket("Done")
    with db.transaction():
        tickets.set_status(done, statuses.default("resolved"), actor=desk.anna.actor())
    assert "Nobody is waiting" in browser.get("/admin/tickets")
    nothing = browser.get("/admin/tickets?status=1&owner=none")
    assert "No ticket matches" in nothing and "Look without “Owner: Nobody yet”" in nothing
    assert "Nothing further" in browser.get("/admin/tickets?after=1-1")


def test_pages_lead_through_all_and_back(desk: Desk) -> None:
    small_pages()
    for number in range(25):
        desk.ticket(f"No. {number}")
    browser, path, seen, pages = desk.signed_in(), "/admin/tickets", [], []
    for length in (10, 10, 5):
        page = browser.get(path)
        pages.append(subjects(browser, path))
        assert len(pages[-1]) == length and page.html.h1.span.string == "25"
        seen += pages[-1]
        further = page.html.find("a", rel="next")
        path = further["href"] if further else ""
    assert not path and sorted(seen) == sorted(f"No. {number}" for number in range(25))
    for expected in (pages[1], pages[0]):
        before = page.html.find("a", rel="prev")["href"]
        page = browser.get(before)
        assert subjects(browser, before) == expected
    assert page.html.find("a", rel="prev") is None


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


def test_needs_eight_queries_however_many_tickets(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings, session, teams, counts, page, statuses, priorities; Ben's categories."""
    monkeypatch.setattr(REMEMBERED, "NOTICED_WITHIN", 3600.0)
    for email, most in (("anna@example.com", 9), ("ben@example.com", 10)):
        browser, used = desk.signed_in(email), []
        REMEMBERED._held.clear()
        for _ in range(2):
            for _number in range(3):
                desk.ticket(category="Repairs")
            with statements() as found:
                browser.get("/admin/tickets")
            used.append(len(reading(found)))
        assert used[0] <= most
        assert used[1] <= 6  # the small tables are in memory
    assert Ticket.select().count() == 12


def side(page: TestResponse) -> dict[str, str]:
    links = page.html.find("nav", attrs={"aria-label": "Quick views"}).find_all("a")
    return {
        link.find("span").string: link.find(class_="hd-count").string
        for link in links
        if link.find(class_="hd-count")
    }


def test_views_stand_beside_it_with_their_counts(desk: Desk) -> None:
    mine, others = desk.ticket("Mine"), desk.ticket("Ben's")
    desk.ticket("Free")
    with db.transaction():
        Ticket.update(owner=desk.anna.id).where(Ticket.id == mine.id).execute()
        Ticket.update(owner=desk.ben.id).where(Ticket.id == others.id).execute()
        tickets.set_status(others, statuses.default("waiting"), actor=desk.anna.actor())
    browser = desk.signed_in()
    assert side(browser.get("/admin/tickets")) == {
        "All open": "3",
        "Mine": "1",
        "Unassigned": "1",
        "Others'": "1",
        "Waiting for us": "2",
        "Waiting longest": "2",
        "Resolved": "0",
    }
    for view, found in (("mine", "Mine"), ("unassigned", "Free"), ("others", "Ben's")):
        assert subjects(browser, f"/admin/tickets?view={view}") == [found]
    assert subjects(browser, "/admin/tickets?view=longest") == ["Mine", "Free"]


def test_the_view_of_teams_is_for_who_is_in_one(desk: Desk) -> None:
    team = Team.create(name="Workshop")
    desk.ticket("Of nobody")
    Ticket.update(team=team).where(Ticket.id == desk.ticket("Of the team").id).execute()
    browser = desk.signed_in()
    assert "My teams'" not in side(browser.get("/admin/tickets"))
    with db.transaction():
        TeamMember.create(team=team, staff=desk.anna.id)
    page = browser.get("/admin/tickets?view=teams")
    assert side(page)["My teams'"] == "1"
    assert subjects(browser, "/admin/tickets?view=teams") == ["Of the team"]
    assert page.html.select_one("tbody .hd-tag").string == "Workshop"


def test_filters_can_be_taken_off(desk: Desk) -> None:
    desk.ticket("General")
    desk.ticket("Repairs", category="Repairs")
    repairs = desk.category("Repairs").id
    browser = desk.signed_in()
    at = f"/admin/tickets?category={repairs}&owner=none"
    page = browser.get(at)
    assert subjects(browser, at) == ["Repairs"] and page.html.h1.span.string == "1"
    chips = page.html.select("a.hd-chip")
    assert [chip.get_text(strip=True) for chip in chips] == [
        "Category: Repairs",
        "Owner: Nobody yet",
    ]
    assert len(subjects(browser, chips[0]["href"])) == 2


def test_the_form_of_filters_leads_to_them(desk: Desk) -> None:
    desk.ticket("Here")
    form = desk.signed_in().get("/admin/tickets?view=unassigned&choose=1").forms["filter"]
    form["priority"] = "1"
    page = form.submit(status=200)
    assert "No ticket matches" in page and "view=unassigned" in page.request.url


def test_heads_of_columns_sort_both_ways(desk: Desk) -> None:
    small_pages()
    for level in ("normal", "urgent", "low"):
        row = desk.ticket(level)
        rank = Priority.get(Priority.level == level)
        Ticket.update(priority=rank).where(Ticket.id == row.id).execute()
    browser = desk.signed_in()
    page = browser.get("/admin/tickets")
    by_priority = page.html.find("th", class_="w-prio").a["href"]
    assert subjects(browser, by_priority) == ["urgent", "normal", "low"]
    head = browser.get(by_priority).html.find("th", class_="w-prio")
    assert head["aria-sort"] and subjects(browser, head.a["href"]) == ["low", "normal", "urgent"]


def test_rows_tell_scripts_their_number(desk: Desk) -> None:
    number = desk.ticket().id
    page = desk.signed_in().get("/admin/tickets").html
    assert page.select_one("table[data-hd-list] tr[data-number]")["data-number"] == str(number)


def test_begins_with_the_view_that_one_chose(desk: Desk) -> None:
    desk.ticket("Nobody's")
    browser = desk.signed_in()
    post(browser, "/admin/tickets/view", view="mine")
    assert "None of the open tickets is yours" in browser.get("/admin/tickets")
    assert subjects(browser, "/admin/tickets?view=open") == ["Nobody's"]
    post(browser, "/admin/tickets/view", view="of the moon", status=422)
    assert Staff.get(Staff.email == "anna@example.com").list_view == "mine"


def test_of_a_category_out_of_sight_nothing_is_said(desk: Desk) -> None:
    desk.ticket("General")
    general = desk.category("General").id
    page = desk.signed_in("ben@example.com").get(f"/admin/tickets?category={general}")
    assert "No ticket matches" in page and page.html.h1.span.string == "0"
    page = desk.signed_in("ben@example.com").get("/admin/tickets?choose=1")
    options = [
        o.string for o in page.html.find("select", attrs={"name": "category"}).select("option")
    ]
    assert options == ["Any", "Repairs"]


@pytest.mark.parametrize(
    "odd",
    [
        "view=<b>",
        "sort=x",
        "status=-1",
        "owner=" + "9" * 99,
        "team=²",
        "sort=priority&after=9-9",
        "sort=waiting&before=7-7-7",
        "sort=-number&after=0",
        "before=x",
        "category=none",
        "customer=1'",
    ],
)
def test_an_odd_address_breaks_nothing(desk: Desk, odd: str) -> None:
    desk.ticket("Here")
    desk.signed_in().get(f"/admin/tickets?{odd}", status=200)
