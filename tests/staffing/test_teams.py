"""Teams."""

from typing import Any

import pytest

from helpdesk import db, teams
from helpdesk.errors import Invalid, NotFound
from helpdesk.schema import Staff, Team, Ticket
from tests.cast import Desk
from tests.staffing.helpers import told
from tests.watching import reading, statements


def doing(desk: Desk, verb: Any, *given: Any) -> Any:
    with db.transaction():
        return verb(*given, actor=desk.anna.actor())


def test_added_changed_deleted_and_told(desk: Desk) -> None:
    anna, ben = desk.anna.id, desk.ben.id
    team = doing(desk, teams.add, " Workshop ", {str(anna), "999"})
    assert teams.members(team) == [anna] and team.name == "Workshop"
    doing(desk, teams.change, team.id, "Garage", {str(ben)})
    assert told("team.changed")[-1]["changes"] == {
        "name": ["Workshop", "Garage"],
        "members": [[anna], [ben]],
    }
    assert teams.of(ben) == [team.id] and teams.of(anna) == []
    doing(desk, teams.delete, team.id)
    assert Team.select().count() == 0 and len(told("team.deleted")) == 1


def test_who_has_left_stays_in_it_and_does_not_count(desk: Desk) -> None:
    team = doing(desk, teams.add, "Workshop", {str(desk.ben.id)})
    Staff.update(is_active=False).where(Staff.id == desk.ben.id).execute()
    assert [row.people for row in teams.every()] == [0]
    doing(desk, teams.change, team.id, "Workshop", {str(desk.anna.id)})
    assert set(teams.members(team)) == {desk.anna.id, desk.ben.id}


@pytest.mark.parametrize("name", ["", " ", "WORKSHOP", "x" * 191])
def test_a_name_is_needed_and_another_ones_is_refused(desk: Desk, name: str) -> None:
    doing(desk, teams.add, "Workshop", set())
    with pytest.raises(Invalid) as wrong:
        doing(desk, teams.add, name, set())
    assert list(wrong.value.errors) == ["name"]


def test_a_team_with_tickets_stays(desk: Desk) -> None:
    team = doing(desk, teams.add, "Workshop", set())
    desk.ticket()
    Ticket.update(team=team).execute()
    with pytest.raises(Invalid):
        doing(desk, teams.delete, team.id)
    assert Ticket.get().team_id == team.id


def test_one_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        doing(desk, teams.delete, 999)
    with pytest.raises(NotFound):
        teams.one(999)


def test_the_list_costs_one_query(desk: Desk) -> None:
    with statements() as found:
        teams.every()
    assert len(reading(found)) == 1
