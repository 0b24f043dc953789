"""The end of somebody's access: at once, without loss, and never the last one's."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import peewee
import pytest

from helpdesk import db, roles, staffing
from helpdesk.errors import Forbidden, Invalid
from helpdesk.schema import Role, Session, Staff, Ticket
from tests.asking import form_to
from tests.cast import Desk
from tests.crowd import run_together
from tests.staffing.helpers import added, as_is, role, told


def leave(desk: Desk, number: int, to: str = "leave") -> bool:
    with db.transaction():
        return staffing.deactivate(number, tickets_to=to, by=desk.anna)


def administrators() -> list[str]:
    rows = Staff.select(Staff, Role).join(Role).where(Staff.is_active)
    return [r.name for r in rows if "staff.manage" in json.loads(r.role.permissions)]


def test_the_next_click_is_refused(desk: Desk) -> None:
    browser, form_open = desk.signed_in("ben@example.com"), desk.signed_in("ben@example.com")
    form = form_to(form_open.get("/admin/account/password"), "/admin/account/password")
    browser.get("/admin/tickets", status=200)
    leave(desk, desk.ben.id)
    assert "/admin/login" in browser.get("/admin/tickets", status=303).location
    form.submit(status=401)
    assert not Session.select().where(Session.staff == desk.ben.id).exists()
    page = desk.browser().get("/admin/login")
    login = page.forms["login"]
    login["email"], login["password"] = "ben@example.com", "correct horse battery"
    login.submit(status=422)
    assert told("staff.changed")[-1]["changes"] == {"is_active": [True, False]}


def test_also_where_the_session_was_left_behind(desk: Desk) -> None:
    """As after a restore, or when the row is written by hand."""
    browser = desk.signed_in("ben@example.com")
    Staff.update(is_active=False).where(Staff.id == desk.ben.id).execute()
    assert "/admin/login" in browser.get("/admin/tickets", status=303).location


def test_a_demoted_persons_next_click_is_refused(desk: Desk) -> None:
    added(desk)
    browser = desk.signed_in("elif@example.com")
    browser.get("/admin/staff", status=200)
    elif_ = desk.member("elif@example.com")
    with db.transaction():
        person = as_is(elif_, role=str(role("Operator").id))
        staffing.change(elif_.id, person, by=desk.anna)
    browser.get("/admin/staff", status=403)


def test_open_tickets_are_left_freed_or_given(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    for to, owner in (
        ("leave", desk.ben.id),
        ("nobody", None),
        (str(desk.anna.id), desk.anna.id),
    ):
        Ticket.update(owner=desk.ben.id).execute()
        assert leave(desk, desk.ben.id, to)
        assert Ticket.get_by_id(ticket.id).owner_id == owner
        with db.transaction():
            staffing.reactivate(desk.ben.id, by=desk.anna)


@pytest.mark.parametrize("to", ["x", "", "999", "ben", "9" * 40])
def test_a_strange_heir_is_refused_and_nothing_happens(desk: Desk, to: str) -> None:
    to = str(desk.ben.id) if to == "ben" else to
    with pytest.raises(Invalid) as wrong:
        leave(desk, desk.ben.id, to)
    assert "to" in wrong.value.errors and Staff.get_by_id(desk.ben.id).is_active


def test_reactivated_with_role_and_password(desk: Desk) -> None:
    leave(desk, desk.ben.id)
    with db.transaction():
        staffing.reactivate(desk.ben.id, by=desk.anna)
    desk.signed_in("ben@example.com").get("/admin/tickets", status=200)
    assert told("staff.changed")[-1]["changes"] == {"is_active": [False, True]}


def test_nobody_ends_their_own_access(desk: Desk) -> None:
    added(desk)
    with pytest.raises(Invalid):
        leave(desk, desk.anna.id)
    assert Staff.get_by_id(desk.anna.id).is_active


def test_who_has_no_password_yet_does_not_count_as_left(desk: Desk) -> None:
    """Else the desk would hang on a mail that may never arrive."""
    elif_ = added(desk)
    Staff.update(password=None).where(Staff.id == desk.anna.id).execute()
    with pytest.raises(Invalid), db.transaction():
        staffing.deactivate(elif_.id, tickets_to="leave", by=desk.anna)
    assert Staff.get_by_id(elif_.id).is_active


def test_the_last_ones_role_keeps_its_rights(desk: Desk) -> None:
    with db.transaction():
        copy = roles.add("Chief", desk.anna.permissions, by=desk.anna)
        Staff.update(role=copy).where(Staff.id == desk.anna.id).execute()
    less = desk.anna.permissions - {"staff.manage"}
    with pytest.raises(Invalid), db.transaction():
        roles.change(copy.id, "Chief", less, by=desk.anna)
    assert desk.anna.can("staff.manage")


def _at_once(*works: Callable[[], Any]) -> list[str]:
    """What became of each."""

    def tried(work: Callable[[], Any]) -> str:
        try:
            while True:
                try:
                    with db.connection(), db.transaction():
                        work()
                        return "done"
                except peewee.OperationalError as error:
                    if not db.is_deadlock(error):
                        raise
        except (Forbidden, Invalid) as error:
            return type(error).__name__

    return run_together([partial(tried, work) for work in works])


@pytest.mark.parametrize("how", ["deactivate", "demote"])
def test_two_administrators_at_once_never_lock_the_desk_out(desk: Desk, how: str) -> None:
    elif_, anna, operator = added(desk), desk.anna, str(role("Operator").id)
    persons = {anna.id: as_is(anna, role=operator), elif_.id: as_is(elif_, role=operator)}

    def take(by: Any, of: Any) -> Callable[[], Any]:
        if how == "deactivate":
            return lambda: staffing.deactivate(of.id, tickets_to="nobody", by=by)
        return lambda: staffing.change(of.id, persons[of.id], by=by)

    for _round in range(5):
        done = _at_once(take(anna, elif_), take(elif_, anna))
        with db.connection():
            assert sorted(done) == ["Forbidden", "done"]
            assert len(administrators()) == 1
            everyone = {"is_active": True, "role": role("Administrator").id}
            Staff.update(everyone).where(Staff.id.in_([anna.id, elif_.id])).execute()
