"""How a row goes: retired, brought back, deleted for good."""

from typing import Any

import pytest

from helpdesk import db, i18n, labelling, labels, statuses, tickets
from helpdesk.errors import Invalid
from helpdesk.schema import Status, Translation
from tests.asking import form_to
from tests.cast import Desk
from tests.labelling.helpers import doing, status, told


@pytest.fixture
def row(desk: Desk) -> Status:
    made: Status = doing(desk, statuses.add, "Parts", meaning="waiting", is_default=False)
    return made


def go(desk: Desk, verb: Any, row: Status) -> None:
    held = labelling.present(labelling.locked(Status), row.id)
    doing(desk, verb, held)


def having(desk: Desk, row: Status) -> int:
    ticket = desk.ticket()
    with db.transaction():
        tickets.set_status(ticket, row, actor=desk.anna.actor())
    return int(ticket.id)


def test_retired_is_hidden_from_choice_and_stays_on_its_tickets(desk: Desk, row: Status) -> None:
    number, other, browser = having(desk, row), desk.ticket().id, desk.signed_in()
    go(desk, labelling.retire, row)
    assert row.id not in [label.id for label in statuses.choices()]
    browser.get(f"/admin/tickets/{number}").mustcontain("Parts")
    page = browser.get(f"/admin/tickets/{other}")
    names = [text for _value, _on, text in form_to(page, "/status")["status"].options]
    assert "Parts" not in names and "Waiting" in names
    assert told("label.changed")[-1]["changes"] == {"is_retired": [False, True]}


def test_it_can_be_brought_back(desk: Desk, row: Status) -> None:
    go(desk, labelling.retire, row)
    go(desk, labelling.bring_back, row)
    assert row.id in [label.id for label in statuses.choices()]


def test_the_default_neither_retires_nor_goes(desk: Desk) -> None:
    for verb in (labelling.retire, labelling.delete):
        with pytest.raises(Invalid):
            go(desk, verb, status("Waiting"))
    assert not status("Waiting").is_retired


def test_what_is_retired_never_becomes_the_default(desk: Desk, row: Status) -> None:
    go(desk, labelling.retire, row)
    with pytest.raises(Invalid) as wrong:
        doing(desk, statuses.change, row.id, "Parts", meaning="waiting", is_default=True)
    assert "is_default" in wrong.value.errors


def test_deleted_with_its_names(desk: Desk, row: Status) -> None:
    with db.transaction():
        labels.translate(row, "de", "Teile")
    go(desk, labelling.delete, row)
    assert not Status.select().where(Status.id == row.id).exists()
    ours = (Translation.noun == "status") & (Translation.object_id == row.id)
    assert not Translation.select().where(ours).exists()
    with i18n.speaking("de"):
        assert row.id not in [label.id for label in statuses.every()]
    assert told("label.deleted")[-1]["changes"] == {"name": ["Parts", None]}


def test_what_a_ticket_has_is_not_deleted(desk: Desk, row: Status) -> None:
    having(desk, row)
    with pytest.raises(Invalid):
        go(desk, labelling.delete, row)
    assert status("Parts")
