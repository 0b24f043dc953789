"""People whom the customer adds: copies of the answers, and a link of their own."""

import json
from typing import Any

import pytest
from webtest import TestApp

from helpdesk import db, mail, settings, tickets
from helpdesk.errors import Forbidden, Invalid
from helpdesk.events import Actor
from helpdesk.schema import Event, Message, Outbox, Participant, Ticket
from tests.asking import form_to, looked_up, post
from tests.cast import SITE, Desk
from tests.portal.letters import text_of
from tests.together import at_once

EVE = "eve@example.com"


@pytest.fixture(autouse=True)
def to_examples(desk: Desk) -> None:
    """Mails are made for reserved addresses too."""
    with db.transaction():
        settings.change({"mail.to_reserved": True, "mail.from_address": "desk@example.com"})


def by_cleo(ticket: Ticket) -> Actor:
    return Actor("customer", "portal", customer=ticket.customer_id)


def followed(ticket: Ticket, email: str = EVE) -> Participant:
    with db.transaction():
        return tickets.follow(ticket, email, actor=by_cleo(ticket))


def at(ticket: Ticket) -> str:
    return f"/ticket/{ticket.tracking_id}"


def by_link(desk: Desk, ticket: Ticket, row: Participant) -> TestApp:
    browser = desk.browser()
    browser.get(mail.link_for_follower(ticket, row).removeprefix(SITE), status=303)
    return browser


def answered(desk: Desk, ticket: Ticket, text: str = "Bring it in.") -> None:
    anna = desk.anna
    with db.transaction():
        tickets.reply(Ticket.get_by_id(ticket.id), actor=anna.actor(), author=anna.name, text=text)


def test_added_and_removed_on_the_page(desk: Desk) -> None:
    ticket = desk.ticket()
    browser = looked_up(desk, ticket.tracking_id)
    form = form_to(browser.get(at(ticket)), "/followers")
    form["email"] = " Eve@Example.com "
    page = form.submit(status=303).follow()
    assert "Eve@Example.com gets copies of the answers" in page and "1 person gets copies" in page
    row = Participant.get()
    page = form_to(page, f"/followers/{row.id}/remove").submit(status=303).follow()
    assert "Somebody gets no more copies" in page and Participant.select().count() == 0
    names = [event.name for event in Event.select().order_by(Event.position)]
    assert names[-2:] == ["ticket.followed", "ticket.unfollowed"]
    assert not any("eve" in event.details.lower() for event in Event.select())


def test_an_answer_goes_there_with_a_link_of_their_own(desk: Desk) -> None:
    ticket = desk.ticket()
    row = followed(ticket)
    Outbox.delete().execute()
    answered(desk, ticket)
    sent = {each.recipient: text_of(each) for each in Outbox.select()}
    assert set(sent) == {"cleo@example.com", EVE}
    assert mail.link_for_follower(ticket, row) in sent[EVE]
    assert mail.link_for_customer(ticket) not in sent[EVE]
    assert "you were added to this request" in sent[EVE]
    assert mail.link_for_customer(ticket) in sent["cleo@example.com"]


def test_the_link_opens_it_as_the_follower(desk: Desk) -> None:
    ticket = desk.ticket()
    browser = by_link(desk, ticket, followed(ticket))
    page = browser.get(at(ticket))
    assert "Since Tuesday the rear wheel rubs." in page and "<b>You</b>" not in page
    for ending in ("/resolve", "/reopen", "/followers"):
        assert all(not form.action.endswith(ending) for form in page.forms.values())
        post(browser, at(ticket) + ending, email="dan@example.com", status=404)


def test_a_follower_replies_as_themselves(desk: Desk) -> None:
    ticket = desk.ticket()
    browser = by_link(desk, ticket, followed(ticket))
    answered(desk, ticket)
    form = form_to(browser.get(at(ticket)), "/reply")
    form["message"] = "I can bring it on Friday."
    page = form.submit(status=303).follow()
    assert page.html.find(class_="is-me").get_text().strip().startswith("You")
    said = Message.select().order_by(Message.position.desc()).get()
    assert said.author == EVE and said.customer not in (None, ticket.customer_id)
    assert Ticket.get().status.meaning == "open" and Ticket.get().customer_id == ticket.customer_id
    seen = looked_up(desk, ticket.tracking_id).get(at(ticket)).html
    mine = [each.get_text() for each in seen.find_all(class_="is-me")]
    assert len(mine) == 1 and "Friday" not in mine[0] and EVE in seen.get_text()


def test_the_name_of_a_known_person_is_not_told_to_who_adds_them(desk: Desk) -> None:
    desk.ticket(email="dan@example.com", name="Dan Secret")
    ticket = desk.ticket()
    followed(ticket, "dan@example.com")
    assert "Secret" not in looked_up(desk, ticket.tracking_id).get(at(ticket))


def test_removed_the_link_is_shut_and_nothing_more_is_sent(desk: Desk) -> None:
    ticket = desk.ticket()
    row = followed(ticket)
    browser = by_link(desk, ticket, row)
    answered(desk, ticket)
    browser.get(at(ticket), status=200)
    link = mail.link_for_follower(ticket, row).removeprefix(SITE)
    with db.transaction():
        tickets.unfollow(ticket, row.id, actor=by_cleo(ticket))
    browser.get(at(ticket), status=404)
    assert "/ticket?track=" in desk.browser().get(link, status=303).location
    assert EVE not in [each.recipient for each in Outbox.select()]


def test_a_follower_leaves(desk: Desk) -> None:
    ticket = desk.ticket()
    row, other = followed(ticket), followed(ticket, "zoe@example.com")
    browser = by_link(desk, ticket, row)
    post(browser, f"{at(ticket)}/followers/{other.id}/remove", status=404)
    form = form_to(browser.get(at(ticket)), "/remove")
    assert "No more copies go there." in form.submit(status=303).follow()
    assert [each.id for each in Participant.select()] == [other.id]


@pytest.mark.parametrize("email", ["", "nowhere", "cleo@example.com", "CLEO@example.com", EVE])
def test_who_can_not_be_added(desk: Desk, email: str) -> None:
    ticket = desk.ticket()
    followed(ticket)
    browser = looked_up(desk, ticket.tracking_id)
    page = post(browser, f"{at(ticket)}/followers", email=email, status=422)
    assert page.html.find(id="f-follower-error") and Participant.select().count() == 1
    assert page.html.find(id="followers").has_attr("open")


def test_ten_at_most_also_at_once(desk: Desk) -> None:
    ticket = desk.ticket()
    for number in range(8):
        followed(ticket, f"{number}@example.com")

    def add(number: int) -> Any:
        def one() -> str:
            try:
                with db.connection(), db.transaction():
                    row = Ticket.get_by_id(ticket.id)
                    tickets.follow(row, f"more{number}@example.com", actor=by_cleo(row))
                return "added"
            except Invalid as wrong:
                return str(wrong)

        return one

    told = at_once(*(add(number) for number in range(4)))
    assert sorted(told)[-2:] == ["added"] * 2 and Participant.select().count() == 10


def test_switched_off(desk: Desk) -> None:
    ticket = desk.ticket()
    row = followed(ticket)
    with db.transaction():
        settings.change({"portal.followers": False})
    browser = looked_up(desk, ticket.tracking_id)
    page = browser.get(at(ticket))
    assert not any(form.action.endswith("/followers") for form in page.forms.values())
    post(browser, f"{at(ticket)}/followers", email="zoe@example.com", status=403)
    with pytest.raises(Forbidden):
        tickets.follow(ticket, "zoe@example.com", actor=by_cleo(ticket))
    form_to(page, f"/followers/{row.id}/remove").submit(status=303)  # who is there may still go


def test_another_tickets_follower_can_not_be_touched(desk: Desk) -> None:
    mine, other = desk.ticket(), desk.ticket(email="dan@example.com")
    row = followed(other)
    browser = looked_up(desk, mine.tracking_id)
    post(browser, f"{at(mine)}/followers/{row.id}/remove", status=404)
    assert Participant.select().count() == 1


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "1 OR 1", "é"])
def test_links_of_ones_own_making(desk: Desk, number: str) -> None:
    ticket = desk.ticket()
    row = followed(ticket)
    key = mail.link_for_follower(ticket, row).rpartition("key=")[2]
    query = {"key": key, "follower": number}
    assert "/ticket?track=" in desk.browser().get(at(ticket), query, status=303).location


def test_the_customers_key_is_no_followers_and_the_other_way_round(desk: Desk) -> None:
    ticket = desk.ticket()
    row = followed(ticket)
    theirs = mail.link_for_follower(ticket, row).rpartition("key=")[2]
    own = mail.link_for_customer(ticket).rpartition("key=")[2]
    for query in ({"key": theirs}, {"key": own, "follower": str(row.id)}):
        assert "/ticket?track=" in desk.browser().get(at(ticket), query, status=303).location


def test_the_customer_who_opens_a_followers_link_stays_the_customer(desk: Desk) -> None:
    ticket = desk.ticket()
    row = followed(ticket)
    browser = looked_up(desk, ticket.tracking_id)
    browser.get(mail.link_for_follower(ticket, row).removeprefix(SITE))
    assert "<b>You</b>" in browser.get(at(ticket))
    browser = desk.browser()
    browser.get(mail.link_for_customer(ticket).removeprefix(SITE))
    browser.get(mail.link_for_follower(ticket, row).removeprefix(SITE))
    assert "<b>You</b>" in browser.get(at(ticket))


def test_followers_read_the_files_too(desk: Desk) -> None:
    ticket = desk.ticket()
    browser = looked_up(desk, ticket.tracking_id)
    post(browser, f"{at(ticket)}/reply", message="A file", files=(("notes.txt", b"1 2 3"),))
    eve = by_link(desk, ticket, followed(ticket))
    link = eve.get(at(ticket)).html.find("a", class_="hd-file")["href"]
    assert eve.get(link).body == b"1 2 3"
    desk.browser().get(link, status=404)


def test_events_name_the_row_only(desk: Desk) -> None:
    ticket = desk.ticket()
    row = followed(ticket)
    event = Event.get(Event.name == "ticket.followed")
    assert json.loads(event.details)["follower"] == row.id
