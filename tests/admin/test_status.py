"""Changing where a ticket stands from its page."""

import pytest

from helpdesk import statuses
from helpdesk.schema import Event, Ticket
from tests.asking import form_to
from tests.cast import Desk


@pytest.mark.parametrize("meaning", statuses.MEANINGS[1:])
def test_is_changed_and_told(desk: Desk, meaning: str) -> None:
    number, browser, wanted = desk.ticket().id, desk.signed_in(), statuses.default(meaning)
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/status")
    form["status"] = str(wanted.id)
    form.submit(status=303).follow(status=200).mustcontain(f"set the status to {wanted.name}")
    assert Ticket.get().status.meaning == meaning


def test_the_present_one_is_chosen_already_and_changes_nothing(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    form_to(browser.get(f"/admin/tickets/{number}"), "/status").submit(status=303)
    assert Event.select().where(Event.name == "ticket.changed").count() == 0


@pytest.mark.parametrize("wrong", ["", "99", "x", "9" * 30, "1 OR 1=1"])
def test_an_unknown_one_is_refused(desk: Desk, wrong: str) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{number}"), "/status")
    form["status"].force_value(wrong)
    form.submit(status=422)
    assert Ticket.get().status.meaning == "new"
