"""Own statuses: names, meaning, one default for each meaning."""

import pytest

from helpdesk import db, i18n, jobs, labels, statuses, tickets
from helpdesk.clock import now
from helpdesk.errors import Invalid, NotFound
from helpdesk.labelling import Names
from helpdesk.schema import Job, Status, Ticket
from tests.cast import Desk
from tests.labelling.helpers import doing, status, told


def add(desk: Desk, name: str = "Parts ordered", meaning: str = "waiting", **more: bool) -> Status:
    values = {"meaning": meaning, "is_default": False, **more}
    made: Status = doing(desk, statuses.add, name, **values)
    return made


def change(desk: Desk, row: Status, **more: object) -> bool:
    values = {"meaning": row.meaning, "is_default": False, **more}
    names = values.pop("names", Names(row.name))
    return bool(doing(desk, statuses.change, row.id, names, **values))


def defaults() -> dict[str, list[str]]:
    rows = Status.select().where(Status.is_default).order_by(Status.id)
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.meaning, []).append(row.name)
    return found


def test_a_new_one_stands_last_and_is_told(desk: Desk) -> None:
    row = add(desk)
    assert [label.id for label in statuses.every()][-1] == row.id
    (event,) = told("label.added")
    assert (event["noun"], event["object_id"]) == ("status", row.id)
    assert event["changes"]["name"] == [None, "Parts ordered"]
    assert event["changes"]["meaning"] == [None, "waiting"]


def test_names_in_other_languages_are_stored_changed_and_taken_away(desk: Desk) -> None:
    row = doing(
        desk,
        statuses.add,
        Names("Parts", {"de": " Teile ", "fr": ""}),
        meaning="hold",
        is_default=False,
    )
    assert labels.texts(row) == {"de": "Teile"}
    change(desk, row, names=Names("Parts", {"de": "Ersatzteile", "es": "Piezas"}))
    with i18n.speaking("de"):
        assert labels.one(Status, row.id).name == "Ersatzteile"
    change(desk, row, names=Names("Parts", {"de": ""}))
    assert labels.texts(row) == {"es": "Piezas"}
    assert told("label.changed")[-1]["changes"] == {"name.de": ["Ersatzteile", None]}


def test_the_change_is_told_with_old_and_new_and_nothing_else(desk: Desk) -> None:
    row = add(desk)
    assert change(desk, row, meaning="hold")
    assert told("label.changed")[-1]["changes"] == {"meaning": ["waiting", "hold"]}
    assert not change(desk, status("Parts ordered"), meaning="hold")
    assert len(told("label.changed")) == 1


@pytest.mark.parametrize("name", ["", "   ", "OPEN", " open ", "x" * 191])
def test_a_name_is_needed_and_another_ones_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(Invalid) as wrong:
        add(desk, name)
    assert list(wrong.value.errors) == ["name"]


def test_every_translation_that_is_too_long_is_told_beside_its_field(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong:
        doing(
            desk,
            statuses.add,
            Names("Ok", {"de": "x" * 191, "fr": "x"}),
            meaning="new",
            is_default=False,
        )
    assert list(wrong.value.errors) == ["name_de"]


@pytest.mark.parametrize("meaning", ["", "closed", "NEW"])
def test_an_unknown_meaning_is_refused(desk: Desk, meaning: str) -> None:
    with pytest.raises(Invalid) as wrong:
        add(desk, meaning=meaning)
    assert "meaning" in wrong.value.errors


def test_one_becomes_the_default_in_place_of_the_other(desk: Desk) -> None:
    row = add(desk, is_default=True)
    assert defaults() == {
        "new": ["New"],
        "open": ["Open"],
        "waiting": ["Parts ordered"],
        "hold": ["On hold"],
        "resolved": ["Resolved"],
    }
    assert statuses.default("waiting").id == row.id
    assert told("label.changed")[-1]["changes"] == {"is_default": [True, False]}


def test_the_default_stays_one_without_the_tick(desk: Desk) -> None:
    change(desk, status("Waiting"), names=Names("Their turn"))
    assert defaults()["waiting"] == ["Their turn"]


def test_the_default_keeps_its_meaning(desk: Desk) -> None:
    add(desk)
    with pytest.raises(Invalid) as wrong:
        change(desk, status("Waiting"), meaning="hold")
    assert "meaning" in wrong.value.errors and status("Waiting").meaning == "waiting"


def test_a_new_meaning_with_the_tick_makes_it_the_default_of_that(desk: Desk) -> None:
    change(desk, add(desk), meaning="hold", is_default=True)
    assert (defaults()["hold"], defaults()["waiting"]) == (["Parts ordered"], ["Waiting"])


def test_no_ticket_is_opened_or_closed_by_a_meaning(desk: Desk) -> None:
    row, ticket = add(desk), desk.ticket()
    with db.transaction():
        tickets.set_status(ticket, row, actor=desk.anna.actor())
    with pytest.raises(Invalid) as wrong:
        change(desk, row, meaning="resolved")
    assert "meaning" in wrong.value.errors
    change(desk, row, meaning="hold")
    assert Ticket.get().is_open


def test_a_ticket_that_got_it_in_that_moment_is_put_straight(desk: Desk) -> None:
    row = add(desk)
    change(desk, row, meaning="resolved")
    ticket = desk.ticket()
    with db.transaction():  # as a request does that has read the old meaning before
        Ticket.update(status=row.id).where(Ticket.id == ticket.id).execute()
        Job.update(due=now()).where(Job.name == statuses.STRAIGHTEN).execute()
    jobs.run(jobs.claim(name=statuses.STRAIGHTEN))  # type: ignore[arg-type]
    assert not Ticket.get().is_open and Ticket.get().resolved is not None


def test_one_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        doing(desk, statuses.change, 999, "x", meaning="new", is_default=False)
