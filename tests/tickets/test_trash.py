"""The trash: out of everybody's sight, whole, and back."""

import pytest

from helpdesk import db, events, outbox, search, settings, tickets
from helpdesk.errors import Forbidden, NotFound
from helpdesk.schema import Event, Outbox, Ticket
from tests.cast import Desk
from tests.watching import reading, statements


def trashed(desk: Desk, category: str = "General") -> Ticket:
    ticket = desk.ticket(category=category)
    with db.transaction():
        tickets.trash(ticket, actor=desk.anna.actor())
    return ticket


def test_nobody_sees_it(desk: Desk) -> None:
    ticket = trashed(desk)
    assert tickets.page_of(desk.anna).rows == [] and tickets.count(desk.anna) == 0
    assert search.find(desk.anna, "wheel").rows == []
    assert tickets.ticket_by_tracking(ticket.tracking_id, "cleo@example.com") is None
    with pytest.raises(NotFound):
        tickets.ticket_for_staff(desk.anna, ticket.id)
    with pytest.raises(NotFound):
        tickets.ticket_for_guest(ticket.tracking_id, [ticket.id])


def test_who_may_trash_can_open_it_within_their_categories(desk: Desk) -> None:
    general, repairs = trashed(desk), trashed(desk, category="Repairs")
    assert tickets.ticket_wherever(desk.anna, general.id).deleted is not None
    assert tickets.ticket_wherever(desk.ben, repairs.id).deleted is not None
    with pytest.raises(NotFound):
        tickets.ticket_wherever(desk.ben, general.id)
    assert [row.number for row in tickets.trash_of(desk.ben).rows] == [repairs.id]


def test_its_mails_wait_until_it_is_back(desk: Desk) -> None:
    with db.transaction():
        settings.change({"mail.to_reserved": True})
    ticket = desk.ticket()
    waiting = Outbox.select().where(Outbox.ticket == ticket.id).count()
    with db.transaction():
        tickets.trash(ticket, actor=desk.anna.actor())
    assert waiting and outbox.claim(kinds=["mail"]) is None
    with db.transaction():
        tickets.restore(ticket, actor=desk.anna.actor())
    assert Outbox.select().where(Outbox.state == "waiting").count() == waiting
    assert tickets.page_of(desk.anna).rows[0].number == ticket.id


def test_both_ways_are_events(desk: Desk) -> None:
    ticket = trashed(desk)
    with db.transaction():
        assert tickets.trash(ticket, actor=desk.anna.actor()) is None
        tickets.restore(ticket, actor=desk.anna.actor())
        assert tickets.restore(ticket, actor=desk.anna.actor()) is None
    names = [row.name for row in Event.select().where(Event.position > 1).order_by(Event.position)]
    assert names == [events.TRASHED, events.RESTORED]
    assert tickets.who_trashed(ticket) == "Anna Lindgren"


def test_it_is_paged_by_key_at_the_same_cost(desk: Desk) -> None:
    with db.transaction():
        settings.change({"list.rows": 10})
    numbers = [trashed(desk).id for _ in range(23)]
    with db.transaction():
        Ticket.update(is_open=False).where(Ticket.id.in_(numbers[::3])).execute()
    tickets.trash_of(desk.anna)  # small tables are in memory from here on
    seen, after, used = [], "", []
    while True:
        with statements() as found:
            page = tickets.trash_of(desk.anna, after=after)
        used.append(len(reading(found)))
        seen += [row.number for row in page.rows]
        after = page.next_key
        if not after:
            break
    assert sorted(seen) == numbers and len(used) == 3 and len(set(used)) == 1


@pytest.mark.parametrize("key", ["x", "1-1", "1-1-x", "9" * 40 + "-1-1"])
def test_a_broken_key_is_the_first_page(desk: Desk, key: str) -> None:
    number = trashed(desk).id
    assert [row.number for row in tickets.trash_of(desk.anna, after=key).rows] == [number]


def test_nothing_goes_in_where_conversations_cannot_be_deleted(desk: Desk) -> None:
    """Not for an administrator either; what is in it comes out."""
    before, ticket = trashed(desk), desk.ticket()
    assert tickets.can_trash(desk.anna)
    with db.transaction():
        settings.change({"tickets.undeletable": True})
    assert not tickets.can_trash(desk.anna)
    with pytest.raises(Forbidden, match="can't be deleted"), db.transaction():
        tickets.trash(ticket, actor=desk.anna.actor())
    assert Ticket.get_by_id(ticket.id).deleted is None
    with db.transaction():
        assert tickets.restore(before, actor=desk.anna.actor())
