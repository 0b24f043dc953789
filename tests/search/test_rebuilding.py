"""Making the index again: in slices, killed in between, while others write."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from helpdesk import db, jobs, search
from helpdesk.clock import now
from helpdesk.jobs import Slice
from helpdesk.schema import Job, Message, SearchDocument
from helpdesk.search import engines, writing
from helpdesk.search.engines.postings import Postings
from helpdesk.search.upkeep import pack
from tests.cast import Desk
from tests.search.helpers import found, say


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three documents at a time."""
    monkeypatch.setattr(engines.Fts5, "batch", 3)
    monkeypatch.setattr(engines.Postings, "batch", 3)


def _lose_everything() -> None:
    engines.engine().clear()
    SearchDocument.delete().execute()


@pytest.mark.usefixtures("small")
def test_in_slices_newest_first_with_what_comes_meanwhile(desk: Desk) -> None:
    made = [desk.ticket(f"Wheel {n}").id for n in range(8)]
    _lose_everything()
    assert found(desk.anna, "wheel") == []
    checkpoint = search.rebuild_slice(Slice(None, None, seconds=0))
    assert checkpoint == {"below": search.TOP}
    pieces = 0
    while checkpoint is not None:
        piece = Slice(None, checkpoint, seconds=0.000001)
        checkpoint = writing.fill(checkpoint["below"])
        checkpoint = {"below": checkpoint[0]} if checkpoint[1] else None
        pieces += 1
        assert piece.done == 0
        if pieces == 1:
            assert found(desk.anna, "wheel") == _from(made, checkpoint)
            made.append(desk.ticket("Wheel, meanwhile").id)
    assert found(desk.anna, "wheel") == made[::-1] and pieces > 2


@pytest.mark.usefixtures("small")
def test_killed_in_between_it_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [desk.ticket(f"Wheel {n}").id for n in range(8)]
    _lose_everything()
    search.rebuild()
    search.rebuild()
    assert Job.select().where(Job.name == "search.rebuild").count() == 1
    jobs.run(_claimed(), 0.0)  # empties
    fill, calls = writing.fill, []

    def killed(below: int) -> tuple[int, int]:
        calls.append(below)
        if len(calls) == 2:
            raise KeyboardInterrupt  # as a kill: nothing of the job's row is written
        return fill(below)

    monkeypatch.setattr(writing, "fill", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(_claimed(), 60)
    monkeypatch.setattr(writing, "fill", fill)
    assert 0 < len(found(desk.anna, "wheel")) < 8
    Job.update(claimed_until=now(), claimed_by="").execute()
    Job.update(claimed_until=None).execute()
    while search.rebuilding():
        jobs.run(_claimed(), 60)
    assert found(desk.anna, "wheel") == made[::-1]
    assert SearchDocument.select().count() == 8


def _claimed() -> Job:
    row = jobs.claim(name="search.rebuild")
    assert row is not None
    return row


def test_by_command(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    _lose_everything()
    assert found(desk.anna, "wheel") == []
    command = [sys.executable, "-m", "helpdesk", "check", "--rebuild-search"]
    run = subprocess.run(
        [*command, "--data", str(desk.folder)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "search: 1 of 1 entries" in run.stdout
    assert found(desk.anna, "wheel") == [ticket.id]


@pytest.mark.parametrize("engine", ["mariadb"])
def test_packing_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from helpdesk.search.engines import postings

    monkeypatch.setattr(postings, "CHUNK", 7)
    monkeypatch.setattr(postings, "BLOCK", 4)
    made = [desk.ticket(f"Wheel {n}", text=f"spoke w{n}").id for n in range(6)]
    assert pack(Slice(None, None)) is None  # not worth it
    assert _loose() > 0
    monkeypatch.setattr(postings, "WORTH", 1)
    assert pack(Slice(None, None)) is None
    assert _loose() == 0
    made.append(desk.ticket("Wheel 6", text="spoke").id)
    assert _loose() > 0
    assert found(desk.anna, "wheel spoke") == made[::-1]
    assert found(desk.anna, "wheel w3") == [made[3]]
    assert found(desk.anna, "spok* -w3") == [n for n in made[::-1] if n != made[3]]
    with db.transaction():
        number = SearchDocument.get(SearchDocument.ticket == made[3]).id
        search.forget([number])
    assert found(desk.anna, "w3") == [] and len(found(desk.anna, "wheel")) == 6


@pytest.mark.parametrize("engine", ["mariadb"])
def test_far_blocks_are_read_when_near_ones_do_not_fill_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from helpdesk.search.engines import postings

    monkeypatch.setattr(postings, "BLOCK", 2)
    monkeypatch.setattr(postings, "NEAR", 2)
    made = []
    for n in range(30):
        ticket = desk.ticket(f"Wheel {n}", text="rare" if n in (3, 28) else "common")
        made.append(ticket.id)
        if n == 20:
            Postings().pack("", float("inf"))
    assert found(desk.anna, "rare") == [made[28], made[3]]
    assert found(desk.anna, "rare wheel") == [made[28], made[3]]
    assert found(desk.anna, "wheel") == made[::-1]
    assert found(desk.anna, "common -rare") == [
        n for n in made[::-1] if n not in (made[3], made[28])
    ]
    assert found(desk.anna, "comm*") == found(desk.anna, "common")


def test_a_long_conversation_counts_once(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    for _again in range(130):
        say(desk, ticket, "wheel", note=True)
    other = desk.ticket("Another wheel")
    assert found(desk.anna, "wheel") == [other.id, ticket.id]


def _from(made: Sequence[int], checkpoint: dict[str, int] | None) -> list[int]:
    """The tickets whose entries are in the slices done."""
    assert checkpoint
    rows = Message.select(Message.ticket).where(Message.id >= checkpoint["below"])
    there = {row.ticket_id for row in rows}
    assert 0 < len(there) < len(made)
    return [number for number in reversed(made) if number in there]


def _loose() -> int:
    sql = f"SELECT COUNT(*) FROM {db.prefix()}search_loose"
    return int(db.database.execute_sql(sql).fetchone()[0])
