"""It is solved; it isn't after all: said by the customer, where the desk allows it."""

import json
from typing import Any

import pytest

from helpdesk import db, settings
from helpdesk.errors import Forbidden
from helpdesk.events import Actor
from helpdesk.schema import Event, Outbox, Ticket
from helpdesk.tickets import reopen, resolve
from tests.asking import form_to, looked_up, post
from tests.cast import Desk
from tests.together import at_once


def change(**values: Any) -> None:
    with db.transaction():
        settings.change({key.replace("__", "."): value for key, value in values.items()})


def events() -> list[Event]:
    return list(Event.select().where(Event.name == "ticket.changed").order_by(Event.id))


def test_solved_and_opened_again(desk: Desk) -> None:
    ticket = desk.ticket()
    browser, at = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    page = form_to(browser.get(at), "/resolve").submit(status=303).follow()
    assert "marked as solved" in page and "You marked it as solved" in page
    fresh = Ticket.get()
    assert (fresh.status.meaning, fresh.is_open, fresh.resolved is not None) == (
        "resolved",
        False,
        True,
    )
    page = form_to(page, "/reopen").submit(status=303).follow()
    assert "You opened it again" in page
    fresh = Ticket.get()
    assert (fresh.status.meaning, fresh.is_open, fresh.resolved) == ("open", True, None)
    assert [e.customer for e in events()] == [ticket.customer_id] * 2
    changes = [json.loads(e.details)["changes"]["status"] for e in events()]
    assert changes[0][1] == changes[1][0]


def test_staff_read_who_it_was(desk: Desk) -> None:
    ticket = desk.ticket()
    browser, at = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    post(browser, f"{at}/resolve")
    post(browser, f"{at}/reopen")
    page = desk.signed_in().get(f"/admin/tickets/{ticket.id}")
    assert "Cleo Marsh marked it as solved" in page and "Cleo Marsh opened it again" in page


def test_pressing_twice_changes_nothing_more(desk: Desk) -> None:
    ticket = desk.ticket()
    browser, at = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    for _ in range(2):
        post(browser, f"{at}/resolve")
    assert len(events()) == 1
    for _ in range(2):
        post(browser, f"{at}/reopen")
    assert len(events()) == 2


def test_where_customers_may_not_resolve(desk: Desk) -> None:
    ticket = desk.ticket()
    change(portal__customer_resolves=False)
    browser, at = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    assert "/resolve" not in browser.get(at)
    post(browser, f"{at}/resolve", status=403)
    assert Ticket.get().is_open


def test_where_nothing_is_opened_again(desk: Desk) -> None:
    ticket = desk.ticket()
    browser, at = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    post(browser, f"{at}/resolve")
    change(tickets__customer_reopens=False)
    assert "/reopen" not in browser.get(at)
    post(browser, f"{at}/reopen", status=403)
    assert not Ticket.get().is_open


def test_the_desk_is_told_that_it_is_open_again_and_the_customer_nothing(desk: Desk) -> None:
    change(mail__to_reserved=True)
    ticket = desk.ticket()
    browser, at = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    Outbox.delete().execute()
    post(browser, f"{at}/resolve")
    assert Outbox.select().count() == 0
    post(browser, f"{at}/reopen")
    told = {(row.recipient, json.loads(row.payload)["template"]) for row in Outbox.select()}
    assert told == {("anna@example.com", "ticket_reopened")}


def test_a_reply_that_opens_it_brings_one_mail_only(desk: Desk) -> None:
    change(mail__to_reserved=True)
    ticket = desk.ticket()
    browser, at = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    post(browser, f"{at}/resolve")
    Outbox.delete().execute()
    post(browser, f"{at}/reply", message="It still rubs.")
    assert [json.loads(row.payload)["template"] for row in Outbox.select()] == [
        "ticket_customer_replied"
    ]


def test_several_at_once_are_one(desk: Desk) -> None:
    ticket = desk.ticket()

    def press() -> None:
        with db.connection(), db.transaction():
            row = Ticket.get_by_id(ticket.id)
            resolve(row, actor=Actor("customer", "portal", customer=row.customer_id))

    at_once(*[press] * 4)
    assert len(events()) == 1 and not Ticket.get().is_open


def test_the_verbs_keep_the_rules_themselves(desk: Desk) -> None:
    ticket = desk.ticket()
    change(portal__customer_resolves=False, tickets__customer_reopens=False)
    actor = Actor("customer", "portal", customer=ticket.customer_id)
    with pytest.raises(Forbidden):
        resolve(ticket, actor=actor)
    Ticket.update(is_open=False).execute()
    with pytest.raises(Forbidden):
        reopen(Ticket.get(), actor=actor)
