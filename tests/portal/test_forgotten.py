"""Forgotten the tracking ID: a mail brings the list, and nobody else learns a thing."""

import json
import re

import pytest

from helpdesk import db, mail, outbox, settings, statuses, tickets
from helpdesk.clock import now
from helpdesk.events import Actor
from helpdesk.schema import Outbox, Ticket
from tests.asking import form_to, post
from tests.cast import SITE, Desk
from tests.portal.letters import text_of

AT = "/ticket/forgotten"


@pytest.fixture(autouse=True)
def to_examples(desk: Desk) -> None:
    """Mails are made for .example and .com alike here."""
    with db.transaction():
        settings.change({"mail.to_reserved": True, "mail.from_address": "desk@example.com"})


def asked(desk: Desk, email: str, status: int = 303) -> str:
    return str(post(desk.browser(), AT, email=email, status=status).headers.get("Location", ""))


def mails() -> list[Outbox]:
    rows = Outbox.select().where(Outbox.ticket.is_null()).order_by(Outbox.id)
    return [row for row in rows if json.loads(row.payload)["template"] == "tracking_ids"]


def test_the_list_comes_with_links_that_open(desk: Desk) -> None:
    one, two = desk.ticket("Rear wheel"), desk.ticket("Invoice")
    desk.ticket("Of Dan", email="dan@example.com")
    assert asked(desk, "  CLEO@example.com ").endswith("?done=tracking")
    (row,) = mails()
    assert row.recipient == "cleo@example.com" and "key" not in row.payload
    text = text_of(row)
    assert "Rear wheel" in text and "Invoice" in text and "Of Dan" not in text
    links = re.findall(r"http\S+\?key=\S+", text)
    assert len(links) == 2
    for link, ticket in zip(links, (two, one), strict=True):
        assert ticket.subject in desk.browser().get(link.removeprefix(SITE)).follow()


def test_the_answer_is_the_same_for_everybody(desk: Desk) -> None:
    desk.ticket()
    assert asked(desk, "cleo@example.com") == asked(desk, "nobody@example.com")
    assert len(mails()) == 1
    page = desk.browser().get(f"{AT}?done=tracking")
    assert "If there are requests with this address" in page


def test_resolved_ones_are_in_it_while_they_are_recent(desk: Desk) -> None:
    ticket = desk.ticket("Long ago")
    with db.transaction():
        tickets.set_status(ticket, statuses.default("resolved"), actor=desk.anna.actor())
    asked(desk, "cleo@example.com")
    assert "Long ago" in text_of(mails()[0])
    Ticket.update(last_message=now().replace(year=2020)).execute()
    text = text_of(mails()[0])
    assert "Long ago" not in text and "no open request" in text


def test_deleted_ones_are_not(desk: Desk) -> None:
    ticket = desk.ticket("Gone")
    Ticket.update(deleted=now()).where(Ticket.id == ticket.id).execute()
    asked(desk, "cleo@example.com")
    assert "Gone" not in text_of(mails()[0])


def test_a_follower_gets_their_own_link(desk: Desk) -> None:
    ticket = desk.ticket("Followed")
    with db.transaction():
        tickets.follow(
            ticket,
            "eve@example.com",
            actor=Actor("customer", "portal", customer=ticket.customer_id),
        )
    asked(desk, "eve@example.com")
    text = text_of(mails()[0])
    assert "Followed" in text and "follower=" in text and mail.link_for_customer(ticket) not in text


def test_three_mails_an_hour_and_no_word_about_it(desk: Desk) -> None:
    desk.ticket()
    answers = {asked(desk, "cleo@example.com") for _ in range(5)}
    assert len(answers) == 1 and len(mails()) == 3


def test_a_network_is_limited(desk: Desk) -> None:
    with db.transaction():
        settings.change({"security.lookups_per_hour": 3})
    browser = desk.browser()
    for number in range(3):
        post(browser, AT, email=f"{number}@example.com")
    page = post(browser, AT, email="4@example.com", status=429)
    assert form_to(page, AT)["email"].value == "4@example.com"


@pytest.mark.parametrize("email", ["", "nowhere", "a@b@c", "x" * 5000 + "@example.com", "\x00@x.y"])
def test_what_is_no_address(desk: Desk, email: str) -> None:
    page = post(desk.browser(), AT, email=email, status=422)
    assert page.html.find(id="f-email-error") and not mails()


def test_the_look_up_leads_here(desk: Desk) -> None:
    desk.browser().get("/ticket").click(href=AT).mustcontain("We mail you the list")


def test_it_waits_while_mail_is_off(desk: Desk) -> None:
    desk.ticket()
    asked(desk, "cleo@example.com")
    assert outbox.claim(kinds=["nothing"]) is None and mails()[0].state == "waiting"
