"""Roles: copies of one's own, and ready-made ones that stay."""

import re
import sys
from typing import Any

import pytest

from helpdesk import db, permissions, roles, staff
from helpdesk.errors import Forbidden, Invalid, NotFound
from helpdesk.permissions import ADMINISTRATOR, OPERATOR
from helpdesk.schema import Role, Staff
from tests.cast import Desk
from tests.staffing.helpers import added, manager, role, told
from tests.watching import reading, statements


def doing(verb: Any, *given: Any, **more: Any) -> Any:
    with db.transaction():
        return verb(*given, **more)


def test_a_role_gives_what_it_holds(desk: Desk) -> None:
    doing(roles.add, "Reader", ["tickets.view"], by=desk.anna)
    assert added(desk, "Reader").permissions == {"tickets.view"}
    assert told("role.added")[0]["changes"]["permissions"] == [None, ["tickets.view"]]


@pytest.mark.parametrize("name", ["", " ", "operator", "x" * 191])
def test_a_name_is_needed_and_another_ones_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(Invalid) as wrong:
        doing(roles.add, name, [], by=desk.anna)
    assert list(wrong.value.errors) == ["name"]


def test_a_change_holds_at_once_and_is_told(desk: Desk) -> None:
    row = doing(roles.add, "Reader", ["tickets.view"], by=desk.anna)
    reader = added(desk, "Reader")
    doing(roles.change, row.id, "Reader", ["tickets.view", "tickets.note"], by=desk.anna)
    assert desk.member(reader.email).can("tickets.note")
    assert told("role.changed")[-1]["changes"] == {
        "permissions": [["tickets.view"], ["tickets.note", "tickets.view"]]
    }
    assert not doing(roles.change, row.id, "Reader", ["tickets.note", "tickets.view"], by=desk.anna)


@pytest.mark.parametrize("name", ["Administrator", "Operator"])
def test_the_ready_made_ones_stay(desk: Desk, name: str) -> None:
    before = role(name).permissions
    with pytest.raises(Invalid):
        doing(roles.change, role(name).id, name, ["tickets.view"], by=desk.anna)
    with pytest.raises(Invalid):
        doing(roles.delete, role(name).id, people_to="", by=desk.anna)
    assert role(name).permissions == before


def test_nobody_makes_or_changes_a_role_above_their_own(desk: Desk) -> None:
    elif_ = manager(desk)
    for keys in (ADMINISTRATOR, [*OPERATOR, "settings.change"], ["no.such"]):
        with pytest.raises(Invalid) as wrong:
            doing(roles.add, "Chief", keys, by=elif_)
        assert list(wrong.value.errors) == ["permissions"]
    above = doing(roles.add, "Above", ["settings.change"], by=desk.anna)
    with pytest.raises(Forbidden):
        doing(roles.change, above.id, "Above", [], by=elif_)
    with pytest.raises(Forbidden):
        doing(roles.delete, above.id, people_to="", by=elif_)
    doing(roles.add, "Helper", OPERATOR, by=elif_)


def test_deleted_when_unused_or_with_another_for_its_people(desk: Desk) -> None:
    row = doing(roles.add, "Reader", ["tickets.view"], by=desk.anna)
    reader, operator = added(desk, "Reader"), role("Operator")
    for to in ("", "999", str(row.id)):
        with pytest.raises(Invalid) as wrong:
            doing(roles.delete, row.id, people_to=to, by=desk.anna)
        assert list(wrong.value.errors) == ["to"]
    doing(roles.delete, row.id, people_to=str(operator.id), by=desk.anna)
    assert desk.member(reader.email).can("tickets.reply")
    assert told("staff.changed")[-1]["changes"] == {"role": [row.id, operator.id]}
    unused = doing(roles.add, "Reader", [], by=desk.anna)
    doing(roles.delete, unused.id, people_to="", by=desk.anna)
    assert Role.select().count() == 2


def test_one_that_is_not_there_is_not_found(desk: Desk) -> None:
    for verb in (roles.change, roles.delete):
        with pytest.raises(NotFound):
            _on_nothing(desk, verb)


def _on_nothing(desk: Desk, verb: Any) -> None:
    if verb is roles.change:
        doing(verb, 999, "x", [], by=desk.anna)
    else:
        doing(verb, 999, people_to="", by=desk.anna)


def test_all_permissions_stand_in_a_named_group(desk: Desk) -> None:
    listed = [one.key for _group, some in roles.groups() for one in some]
    assert sorted(listed) == sorted(permissions.REGISTRY)
    assert {one.group for one in permissions.REGISTRY.values()} <= roles.GROUPS.keys()


def test_the_list_costs_one_query(desk: Desk) -> None:
    with statements() as found:
        roles.every()
    assert len(reading(found)) == 1


def test_rights_that_another_process_took_away_change_nothing_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a role may do is remembered for a moment, but not where roles and people are changed."""
    chief = manager(desk)
    browser = desk.signed_in(chief.email)
    browser.get("/admin/staff", status=200)
    mine = Staff.get_by_id(chief.id).role_id
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys.modules["helpdesk.db.remembered"], "_WRITTEN", re.compile("never"))
        Role.update(permissions='["tickets.view"]').where(Role.id == mine).execute()
    assert staff.permissions_of(mine) == chief.permissions
    with pytest.raises(Forbidden):
        doing(roles.add, "Reader", ["tickets.view"], by=chief)
    monkeypatch.setattr(sys.modules["helpdesk.db.remembered"], "NOTICED_WITHIN", 0.0)
    browser.get("/admin/staff", status=403)
