"""Sending a request, and the page that says thank you."""

import json

from helpdesk import db, settings
from helpdesk.events import SUBMITTED
from helpdesk.schema import Category, Customer, Event, Message, Priority, Session, Throttle, Ticket
from tests.asking import as_cleo, form_to, submit
from tests.cast import Desk
from tests.watching import counts, reading, statements


def only_one_category(desk: Desk) -> None:
    Category.update(is_public=False).where(Category.name == "Repairs").execute()


def test_leads_to_the_tracking_id_and_from_there_to_the_request(desk: Desk) -> None:
    browser, track = as_cleo(desk)
    page = browser.get(f"/ticket/{track}/received", status=200)
    assert page.html.find(id="track").string == track
    page.click(href=f"/ticket/{track}$").mustcontain("Since Tuesday the rear wheel rubs.")


def test_says_who_asked_and_what_about(desk: Desk) -> None:
    submit(desk)
    ticket, message, event = Ticket.get(), Message.get(), Event.get(Event.name == SUBMITTED)
    assert ticket.subject == "Rear wheel rubs" and ticket.channel == "portal"
    assert (ticket.status.meaning, ticket.priority.level) == ("new", "normal")
    assert ticket.customer.name == message.author == "Cleo Marsh"
    assert (event.actor_kind, event.customer) == ("customer", Customer.get().id)


def test_lets_this_browser_see_it_and_no_other(desk: Desk) -> None:
    _browser, track = as_cleo(desk)
    assert json.loads(Session.get().data) == {"tickets": [Ticket.get().id]}
    desk.browser().get(f"/ticket/{track}/received", status=404)


def test_refused_it_leaves_nothing_but_the_counted_try(desk: Desk) -> None:
    before = counts()
    submit(desk, email="", status=422)
    assert counts() == {**before, "throttle": 2}  # of this network, and of all
    assert [row.hits for row in Throttle.select()] == [1, 1]


def test_the_only_category_needs_no_choice(desk: Desk) -> None:
    only_one_category(desk)
    page = desk.browser().get("/submit")
    assert "category" not in form_to(page, "/submit").fields
    submit(desk, category="")
    assert Ticket.get().category.name == "General"


def test_a_category_that_is_not_offered_cannot_be_chosen(desk: Desk) -> None:
    repairs = str(desk.category("Repairs").id)
    only_one_category(desk)
    submit(desk, category=repairs, status=422)


def test_the_chosen_priority_counts(desk: Desk) -> None:
    form = form_to(desk.browser().get("/submit"), "/submit")
    urgent = next(value for value, _chosen, text in form["priority"].options if text == "Urgent")
    submit(desk, priority=urgent)
    assert Ticket.get().priority.level == "urgent"


def test_without_a_choice_of_priority_none_is_taken(desk: Desk) -> None:
    form = form_to(desk.browser().get("/submit"), "/submit")
    urgent = next(value for value, _chosen, text in form["priority"].options if text == "Urgent")
    with db.transaction():
        settings.change({"tickets.priority_choice": False})
    assert "priority" not in form_to(desk.browser().get("/submit"), "/submit").fields
    submit(desk, priority=urgent, status=422)


def test_the_categorys_own_priority_is_the_usual_one(desk: Desk) -> None:
    low = Priority.get(Priority.level == "low").id
    Category.update(priority=low).where(Category.name == "General").execute()
    submit(desk)
    assert Ticket.get().priority.level == "low"


def test_without_an_address_where_none_is_asked_for(desk: Desk) -> None:
    with db.transaction():
        settings.change({"tickets.email_required": False})
    browser = desk.browser()
    submit(desk, browser, email="").follow(status=200)
    assert Ticket.get().customer.name == "Cleo Marsh"


def test_form_needs_four_queries_however_many_categories(desk: Desk) -> None:
    browser, _track = as_cleo(desk)
    for count in (1, 30):
        Category.insert_many([{"name": f"More {n}"} for n in range(count)]).execute()
        with statements() as found:
            browser.get("/submit", status=200)
        assert len(reading(found)) == len(found) <= 4


def test_a_preamble_of_ones_own_is_plain_text(desk: Desk) -> None:
    with db.transaction():
        settings.change({"portal.preamble": "Open 9 to 18.\n<b>Frame</b> number\n\nThank you"})
    found = desk.browser().get("/submit").html.find(class_="hd-preamble")
    said = [p.get_text("|") for p in found.find_all("p")]
    assert said == ["Open 9 to 18.|<b>Frame</b> number", "Thank you"] and not found.find("b")


def test_so_many_open_ones_of_one_address_and_no_more(desk: Desk) -> None:
    with db.transaction():
        settings.change({"portal.open_limit": 2})
    for number in range(2):
        submit(desk, message=f"No. {number}")
    page = submit(desk, email="CLEO@example.com", message="No. 3", status=422)
    assert "2 open requests of this address" in page and Ticket.select().count() == 2
    assert form_to(page, "/submit")["message"].value.strip() == "No. 3"
    submit(desk, email="dan@example.com")
    Ticket.update(is_open=False).execute()
    submit(desk, message="No. 3")


def test_any_number_where_there_is_no_limit(desk: Desk) -> None:
    with db.transaction():
        settings.change({"portal.open_limit": 0, "security.requests_per_hour": 100})
    for number in range(4):
        submit(desk, message=f"No. {number}")
    assert Ticket.select().count() == 4
