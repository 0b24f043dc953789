"""Own priorities and categories."""

import pytest

from helpdesk import categories, priorities
from helpdesk.errors import Invalid
from helpdesk.schema import Category, Priority, StaffCategory, Ticket
from tests.cast import Desk
from tests.labelling.helpers import category, doing, priority, told

USUAL = {"level": "high", "is_public": True, "is_default": False}


def offered() -> list[str]:
    return [label.name for label in priorities.public()]


def test_a_priority_is_offered_to_customers_or_not(desk: Desk) -> None:
    doing(desk, priorities.add, "Outage", **USUAL)
    assert offered() == ["Urgent", "High", "Normal", "Low", "Outage"]
    doing(desk, priorities.change, priority("Outage").id, "Outage", **USUAL | {"is_public": False})
    assert offered() == ["Urgent", "High", "Normal", "Low"]
    assert [label.name for label in priorities.choices()][-1] == "Outage"


@pytest.mark.parametrize("level", ["", "critical"])
def test_an_unknown_level_is_refused(desk: Desk, level: str) -> None:
    with pytest.raises(Invalid) as wrong:
        doing(desk, priorities.add, "Outage", **USUAL | {"level": level})
    assert "level" in wrong.value.errors


def test_there_is_one_default_priority(desk: Desk) -> None:
    row = doing(desk, priorities.add, "Usual", **USUAL | {"is_default": True})
    assert [one.id for one in Priority.select().where(Priority.is_default)] == [row.id]
    assert desk.ticket().priority_id == row.id
    doing(desk, priorities.change, row.id, "Usual", **USUAL)
    assert Priority.get_by_id(row.id).is_default


def test_a_category_gives_its_priority(desk: Desk) -> None:
    general, high = category("General"), priority("High")
    values = {"is_public": True, "priority": str(high.id)}
    doing(desk, categories.change, general.id, "General", **values)
    assert desk.ticket().priority_id == high.id
    assert told("label.changed")[-1]["changes"] == {"priority": [None, high.id]}


def test_a_retired_priority_of_a_category_gives_way_to_the_default(desk: Desk) -> None:
    Category.update(priority=priority("Urgent").id).execute()
    Priority.update(is_retired=True).where(Priority.name == "Urgent").execute()
    assert desk.ticket().priority.name == "Normal"


def test_a_deleted_priority_leaves_the_categories(desk: Desk) -> None:
    Category.update(priority=priority("Low").id).execute()
    doing(desk, priorities.delete, priority("Low").id)
    assert {row.priority for row in Category.select()} == {None}


def test_customers_always_find_a_category(desk: Desk) -> None:
    general, repairs = category("General"), category("Repairs")
    hidden = {"is_public": False, "priority": ""}
    doing(desk, categories.change, general.id, "General", **hidden)
    for verb, given in (
        (categories.change, {**hidden}),
        (categories.retire, {}),
        (categories.delete, {}),
    ):
        names = ("Repairs",) if verb is categories.change else ()
        with pytest.raises(Invalid):
            doing(desk, verb, repairs.id, *names, **given)
    assert [label.name for label in categories.public()] == ["Repairs"]


def test_a_deleted_category_leaves_the_staff(desk: Desk) -> None:
    doing(desk, categories.delete, category("Repairs").id)
    assert StaffCategory.select().count() == 0 and desk.ben.categories == frozenset()


def test_a_wrong_priority_for_a_category_is_refused(desk: Desk) -> None:
    for value in ("999", "x", "1 OR 1=1"):
        with pytest.raises(Invalid) as wrong:
            doing(desk, categories.add, "New", is_public=True, priority=value)
        assert "priority" in wrong.value.errors


def test_a_retired_category_is_offered_to_nobody(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    doing(desk, categories.retire, category("Repairs").id)
    assert [label.name for label in categories.public()] == ["General"]
    assert [label.name for label in categories.choices()] == ["General"]
    assert Ticket.get_by_id(ticket.id).category.name == "Repairs"
