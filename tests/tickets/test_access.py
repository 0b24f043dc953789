"""Who may see which ticket: the ticket, or NotFound."""

from dataclasses import replace

import pytest

from helpdesk import db, tickets
from helpdesk.clock import now
from helpdesk.errors import NotFound
from helpdesk.schema import Ticket
from tests.cast import Desk


def test_anna_sees_all(desk: Desk) -> None:
    for category in ("General", "Repairs"):
        ticket = desk.ticket(category=category)
        assert tickets.ticket_for_staff(desk.anna, ticket.id) == ticket


def test_ben_sees_his_category_only(desk: Desk) -> None:
    general, repairs = desk.ticket(), desk.ticket(category="Repairs")
    assert tickets.ticket_for_staff(desk.ben, repairs.id) == repairs
    with pytest.raises(NotFound):
        tickets.ticket_for_staff(desk.ben, general.id)


def test_who_has_no_category_sees_none(desk: Desk) -> None:
    ticket = desk.ticket()
    with pytest.raises(NotFound):
        tickets.ticket_for_staff(replace(desk.ben, categories=frozenset()), ticket.id)


def test_who_may_not_see_tickets_sees_none(desk: Desk) -> None:
    ticket, blind = desk.ticket(), replace(desk.anna, permissions=frozenset({"tickets.reply"}))
    with pytest.raises(NotFound):
        tickets.ticket_for_staff(blind, ticket.id)
    assert tickets.page_of(blind).rows == [] and tickets.count(blind) == 0


def test_a_guest_sees_what_was_granted(desk: Desk) -> None:
    cleos, dans = desk.ticket(), desk.ticket(email="dan@example.com")
    assert tickets.ticket_for_guest(cleos.tracking_id.lower(), [cleos.id]) == cleos
    for granted in ([dans.id], []):
        with pytest.raises(NotFound):
            tickets.ticket_for_guest(cleos.tracking_id, granted)


def test_nobody_sees_deleted_ones(desk: Desk) -> None:
    ticket = desk.ticket()
    with db.transaction():
        Ticket.update(deleted=now()).execute()
    with pytest.raises(NotFound):
        tickets.ticket_for_staff(desk.anna, ticket.id)
    with pytest.raises(NotFound):
        tickets.ticket_for_guest(ticket.tracking_id, [ticket.id])
    assert tickets.ticket_by_tracking(ticket.tracking_id, "cleo@example.com") is None


def test_tracking_id_and_address_belong_together(desk: Desk) -> None:
    cleos, dans = desk.ticket(), desk.ticket(email="dan@example.com")
    assert tickets.ticket_by_tracking(cleos.tracking_id, "CLEO@example.com ") == cleos
    assert tickets.ticket_by_tracking(cleos.tracking_id, "dan@example.com") is None
    assert tickets.ticket_by_tracking(dans.tracking_id, "cleo@example.com") is None


@pytest.mark.parametrize("odd", ["", "%", "_" * 12, "' OR 1=1 --", "\udcff", "x" * 5000, "ßßßßß"])
def test_odd_tracking_ids_and_addresses_find_nothing(desk: Desk, odd: str) -> None:
    track = desk.ticket().tracking_id
    clean = odd.encode("utf-8", "replace").decode()  # as the form does it
    assert tickets.ticket_by_tracking(clean, "cleo@example.com") is None
    assert tickets.ticket_by_tracking(track, clean) is None
