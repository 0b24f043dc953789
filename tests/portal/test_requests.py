"""The requests that this browser may see, and the search in them."""

from helpdesk import db, mail, tickets
from helpdesk.clock import now
from helpdesk.events import Actor
from helpdesk.schema import Ticket
from tests.asking import looked_up, post
from tests.cast import SITE, Desk
from tests.watching import reading, statements


def subjects(page: object) -> list[str]:
    return [b.get_text() for b in page.html.select(".hd-own b")]  # type: ignore[attr-defined]


def test_only_what_was_opened_here(desk: Desk) -> None:
    one, _other = desk.ticket("Mine"), desk.ticket("Not opened here")
    browser = looked_up(desk, one.tracking_id)
    assert subjects(browser.get("/requests")) == ["Mine"]
    assert "There is none yet" in desk.browser().get("/requests")


def test_newest_first_without_deleted_ones(desk: Desk) -> None:
    several = [desk.ticket(f"No. {n}") for n in range(4)]
    browser = desk.browser()
    for number, ticket in enumerate(several):
        post(browser, "/ticket", track=ticket.tracking_id, email="cleo@example.com")
        moment = now().replace(year=2020 + number)
        Ticket.update(last_message=moment).where(Ticket.id == ticket.id).execute()
    Ticket.update(deleted=now()).where(Ticket.id == several[1].id).execute()
    assert subjects(browser.get("/requests")) == ["No. 3", "No. 2", "No. 0"]


def test_found_by_what_was_said_in_it_but_not_by_notes(desk: Desk) -> None:
    one, two = desk.ticket("First"), desk.ticket("Second", text="The saddle squeaks.")
    desk.ticket("Other", text="The saddle too.")
    with db.transaction():
        tickets.note(one, actor=desk.anna.actor(), author="Anna", text="saddle, he says")
    browser = desk.browser()
    for ticket in (one, two):
        post(browser, "/ticket", track=ticket.tracking_id, email="cleo@example.com")
    assert subjects(browser.get("/requests?q=saddle")) == ["Second"]
    assert "None of your requests has" in browser.get("/requests?q=nothing+like+it")


def test_a_strangers_tracking_id_finds_nothing(desk: Desk) -> None:
    mine, other = desk.ticket("Mine"), desk.ticket("Other", email="dan@example.com")
    browser = looked_up(desk, mine.tracking_id)
    assert subjects(browser.get(f"/requests?q={other.tracking_id}")) == []
    assert subjects(browser.get(f"/requests?q={mine.tracking_id}")) == ["Mine"]


def test_odd_searches_are_answers(desk: Desk) -> None:
    browser = looked_up(desk, desk.ticket().tracking_id)
    for asked in ('(("', "from:anna", "-wheel", "*", "' OR 1=1 --", "x" * 5000, "<script>"):
        page = browser.get("/requests", {"q": asked})
        assert "<script>x" not in page and page.status_int == 200


def test_a_followed_one_is_there(desk: Desk) -> None:
    ticket = desk.ticket("Followed")
    with db.transaction():
        actor = Actor("customer", "portal", customer=ticket.customer_id)
        row = tickets.follow(ticket, "eve@example.com", actor=actor)
    browser = desk.browser()
    browser.get(mail.link_for_follower(ticket, row).removeprefix(SITE))
    assert subjects(browser.get("/requests")) == ["Followed"]


def test_the_first_page_offers_the_search_to_who_has_any(desk: Desk) -> None:
    assert "Search your requests" not in desk.browser().get("/")
    browser = looked_up(desk, desk.ticket().tracking_id)
    with statements() as found:
        page = browser.get("/")
    assert page.html.find("form", role="search")["action"] == "/requests"
    assert len(reading(found)) <= 2


def test_the_list_costs_the_same_however_long(desk: Desk) -> None:
    browser, used = desk.browser(), []
    for count in (1, 6):
        for number in range(count):
            ticket = desk.ticket(f"{count}.{number}")
            post(browser, "/ticket", track=ticket.tracking_id, email="cleo@example.com")
        browser.get("/requests")
        with statements() as found:
            browser.get("/requests")
        used.append(len(reading(found)))
    assert used[0] == used[1] <= 4
