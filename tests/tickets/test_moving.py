"""Many tickets at once: to another status, priority, category, team or owner."""

import json

import pytest

from helpdesk import db, jobs, search, statuses, tickets
from helpdesk.errors import Invalid
from helpdesk.schema import Event, Job, Outbox, Priority, Staff, Status, Team, Ticket
from helpdesk.tickets import moving
from tests.cast import Desk
from tests.watching import statements, writing


def status(desk: Desk, name: str, meaning: str) -> Status:
    row: Status = Status.create(name=name, meaning=meaning, position=9)
    return row


def moved(desk: Desk, field: str, old: int, new: int | None) -> bool:
    with db.transaction():
        return tickets.move(field, old, new, actor=desk.anna.actor())


def handed(desk: Desk, old: int, new: int | None) -> bool:
    with db.transaction():
        return tickets.hand_over(old, new, actor=desk.anna.actor())


def finish() -> int:
    slices = 0
    while row := jobs.claim(name=moving.MOVE):
        jobs.run(row, 0.0)
        slices += 1
    return slices


def told(name: str) -> list[dict[str, object]]:
    return [json.loads(row.details) for row in Event.select().where(Event.name == name)]


@pytest.fixture
def bunches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 2)


def test_a_few_move_with_the_press(desk: Desk) -> None:
    ticket, high = desk.ticket(), Priority.get(Priority.level == "high")
    old = ticket.priority_id
    assert moved(desk, "priority", old, high.id)
    assert Ticket.get().priority_id == high.id and Job.select().count() == 0
    assert told("ticket.relabelled") == [{"v": 1, "changes": {"priority": [old, high.id]}}]


def test_many_move_in_slices_and_nothing_is_left(desk: Desk, bunches_of_two: None) -> None:
    for _number in range(5):
        desk.ticket()
    old, new = statuses.default("new"), status(desk, "Fresh", "new")
    assert not moved(desk, "status", old.id, new.id)
    assert tickets.is_moving("status", old.id)
    assert tickets.count_of("status", new.id, 99) == 2
    assert finish() == 2  # two, then the last
    assert tickets.count_of("status", old.id, 99) == 0 and not tickets.is_moving("status", old.id)
    presses = {row.change_id for row in Event.select().where(Event.name == "ticket.relabelled")}
    assert len(presses) == 1 and len(told("ticket.relabelled")) == 5


def test_a_killed_job_goes_on_and_one_that_runs_twice_does_no_harm(
    desk: Desk, bunches_of_two: None
) -> None:
    for _number in range(4):
        desk.ticket()
    old, new = statuses.default("new"), status(desk, "Fresh", "new")
    moved(desk, "status", old.id, new.id)
    piece = jobs.Slice(json.loads(Job.get().payload), None, 0.0)
    assert moving.move_slice(piece) == "more" and moving.move_slice(piece) is None
    assert finish() == 1 and len(told("ticket.relabelled")) == 4


@pytest.mark.parametrize(("old", "new"), [("new", "resolved"), ("resolved", "open"), ("new", "x")])
def test_no_ticket_is_opened_or_closed(desk: Desk, old: str, new: str) -> None:
    desk.ticket()
    wanted = statuses.default(new).id if new != "x" else 999
    with pytest.raises(Invalid) as wrong:
        moved(desk, "status", statuses.default(old).id, wanted)
    assert "to" in wrong.value.errors


def test_customers_hear_and_see_nothing(desk: Desk) -> None:
    ticket = desk.ticket()
    mails = Outbox.select().count()
    moved(desk, "status", ticket.status_id, status(desk, "Fresh", "new").id)
    assert Outbox.select().count() == mails
    entries = tickets.thread(Ticket.get_by_id(ticket.id), for_customer=True)
    assert [entry.kind for entry in entries] == ["message"]


def test_the_search_follows_to_another_category(desk: Desk) -> None:
    ticket, general = desk.ticket("Wheel"), desk.category("General")
    assert not search.find(desk.ben, "wheel").rows
    moved(desk, "category", general.id, desk.category("Repairs").id)
    assert [hit.row.number for hit in search.find(desk.ben, "wheel").rows] == [ticket.id]


def test_a_teams_tickets_go_to_another_or_to_none(desk: Desk) -> None:
    first, second = (Team.create(name=name) for name in ("First", "Second"))
    desk.ticket()
    Ticket.update(team=first).execute()
    moved(desk, "team", first.id, second.id)
    assert Ticket.get().team_id == second.id
    moved(desk, "team", second.id, None)
    assert Ticket.get().team_id is None


def test_deleted_and_resolved_ones_move_too(desk: Desk) -> None:
    one, two = desk.ticket(), desk.ticket()
    old, high = one.priority_id, Priority.get(Priority.level == "high")
    Ticket.update(deleted=one.created).where(Ticket.id == one.id).execute()
    Ticket.update(is_open=False).where(Ticket.id == two.id).execute()
    moved(desk, "priority", old, high.id)
    assert {row.priority_id for row in Ticket.select()} == {high.id}


def test_open_tickets_are_handed_over(desk: Desk) -> None:
    mine, done = desk.ticket(), desk.ticket()
    Ticket.update(owner=desk.ben.id).execute()
    Ticket.update(is_open=False).where(Ticket.id == done.id).execute()
    mails = Outbox.select().count()
    assert handed(desk, desk.ben.id, desk.anna.id)
    assert Ticket.get_by_id(mine.id).owner_id == desk.anna.id
    assert Ticket.get_by_id(done.id).owner_id == desk.ben.id, "what is done stays whose it was"
    assert told("ticket.assigned")[0]["changes"] == {"owner": [desk.ben.id, desk.anna.id]}
    assert Outbox.select().count() == mails, "no mail for each of the many"


def test_what_the_heir_does_not_see_is_nobodys(desk: Desk) -> None:
    general, repairs = desk.ticket(), desk.ticket(category="Repairs")
    Ticket.update(owner=desk.anna.id).execute()
    handed(desk, desk.anna.id, desk.ben.id)
    assert Ticket.get_by_id(general.id).owner_id is None
    assert Ticket.get_by_id(repairs.id).owner_id == desk.ben.id


def test_who_left_meanwhile_gets_nothing(desk: Desk, bunches_of_two: None) -> None:
    for _number in range(3):
        desk.ticket(category="Repairs")
    Ticket.update(owner=desk.anna.id).execute()
    assert not handed(desk, desk.anna.id, desk.ben.id)
    Staff.update(is_active=False).where(Staff.id == desk.ben.id).execute()
    finish()
    assert sorted(row.owner_id or 0 for row in Ticket.select()) == [0, desk.ben.id, desk.ben.id]


def test_a_reply_to_a_ticket_of_somebody_who_left_reaches_the_others(desk: Desk) -> None:
    ticket = desk.ticket()
    Ticket.update(owner=desk.ben.id).execute()
    Staff.update(is_active=False).where(Staff.id == desk.ben.id).execute()
    from helpdesk.mail import recipients

    told_ = recipients.staff_for(Ticket.get_by_id(ticket.id))
    assert [person.email for person in told_] == ["anna@example.com"]


def test_each_ticket_costs_the_same(desk: Desk) -> None:
    costs = []
    for count in (1, 5):
        for _number in range(count):
            desk.ticket()
        old, new = Ticket.select().order_by(Ticket.id.desc()).first().priority_id, None
        new = Priority.get(Priority.id != old).id
        with statements() as found:
            moved(desk, "priority", old, new)
        costs.append(len(writing(found)) / Ticket.select().count())
        Ticket.update(priority=old).execute()
    assert costs[1] <= costs[0]
