"""Adding people and changing them."""

from dataclasses import replace
from typing import Any

import pytest

from helpdesk import db, passwords, staffing
from helpdesk.errors import Forbidden, Invalid
from helpdesk.schema import Outbox, Staff, Team, TeamMember
from tests.cast import PASSWORD, Desk
from tests.staffing.helpers import added, as_is, has_password, manager, role, told, wanted


def add(desk: Desk, **more: Any) -> Staff:
    with db.transaction():
        return staffing.add(wanted(**more), password=PASSWORD, by=desk.anna)


def change(desk: Desk, number: int, person: staffing.Wanted, by: Any = None) -> bool:
    with db.transaction():
        return staffing.change(number, person, by=by or desk.anna)


def test_a_person_is_added_with_all_that_was_chosen(desk: Desk) -> None:
    repairs, team = desk.category("Repairs"), Team.create(name="Workshop")
    row = add(
        desk,
        all_categories=False,
        categories=frozenset({str(repairs.id)}),
        teams=frozenset({str(team.id)}),
        language="",
        timezone="Europe/Berlin",
    )
    member = desk.member("elif@example.com")
    assert member.categories == frozenset({repairs.id}) and member.timezone == "Europe/Berlin"
    assert member.can("tickets.reply") and not member.can("staff.manage")
    assert TeamMember.get().staff_id == row.id
    assert has_password(member, PASSWORD)
    (event,) = told("staff.added")
    assert event["person"] == row.id and event["changes"]["categories"] == [None, [repairs.id]]
    assert "Elif" not in str(event) and "elif@" not in str(event), "people are references"


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 191}),
        ("email", {"email": "elif"}),
        ("email", {"email": " ANNA@example.com"}),
        ("language", {"language": "tlh"}),
        ("timezone", {"timezone": "Europe/Atlantis"}),
        ("categories", {"all_categories": False}),
        ("categories", {"all_categories": False, "categories": frozenset({"999"})}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(desk: Desk, field: str, more: Any) -> None:
    with pytest.raises(Invalid) as wrong:
        add(desk, **more)
    assert list(wrong.value.errors) == [field] and Staff.select().count() == 2


def test_all_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    person = replace(wanted(), name="", email="", role="99")
    with pytest.raises(Invalid) as wrong, db.transaction():
        staffing.add(person, password="short", by=desk.anna)
    assert set(wrong.value.errors) == {"name", "email", "role", "password"}


def test_a_change_is_told_with_old_and_new(desk: Desk) -> None:
    repairs, general = desk.category("Repairs"), desk.category("General")
    categories = frozenset({str(repairs.id), str(general.id)})
    person = as_is(desk.ben, name="Benjamin Okafor", categories=categories)
    assert change(desk, desk.ben.id, person)
    changes = told("staff.changed")[-1]["changes"]
    assert changes == {
        "categories": [[repairs.id], sorted([repairs.id, general.id])],
        "name": [None, None],
    }
    assert (
        desk.ben.categories == frozenset({repairs.id, general.id})
        and desk.ben.name == "Benjamin Okafor"
    )
    assert not change(desk, desk.ben.id, person) and len(told("staff.changed")) == 1


def test_nobody_changes_their_own_access(desk: Desk) -> None:
    operator = str(role("Operator").id)
    repairs = frozenset({str(desk.category("Repairs").id)})
    mine = as_is(desk.anna, name="Anna L.", role=operator, all_categories=False, categories=repairs)
    change(desk, desk.anna.id, mine)
    assert desk.anna.name == "Anna L." and desk.anna.can("settings.change")
    assert desk.anna.categories is None


def test_nobody_grants_what_they_do_not_have(desk: Desk) -> None:
    elif_ = manager(desk)
    for name in ("Administrator", "Operator"):
        person = wanted(name, email=f"{name.lower()}@example.com")
        if name == "Administrator":
            with pytest.raises(Invalid) as wrong, db.transaction():
                staffing.add(person, password=PASSWORD, by=elif_)
            assert list(wrong.value.errors) == ["role"]
        else:
            with db.transaction():
                staffing.add(person, password=PASSWORD, by=elif_)
    with pytest.raises(Invalid):
        change(desk, desk.ben.id, as_is(desk.ben, role=str(role("Administrator").id)), by=elif_)


def test_nobody_changes_somebody_with_more_rights(desk: Desk) -> None:
    """A new address and a link to it would be these rights."""
    elif_, anna = manager(desk), desk.anna
    mine = as_is(anna, email="elif2@example.com")
    verbs = (
        lambda: staffing.change(anna.id, mine, by=elif_),
        lambda: staffing.invite(anna.id, by=elif_),
        lambda: staffing.set_password(anna.id, "another horse battery", by=elif_),
        lambda: staffing.deactivate(anna.id, tickets_to="leave", by=elif_),
    )
    for verb in verbs:
        with pytest.raises(Forbidden), db.transaction():
            verb()
    assert desk.anna.email == "anna@example.com" and has_password(desk.anna, PASSWORD)


def test_categories_are_given_within_ones_own(desk: Desk) -> None:
    elif_, repairs = manager(desk), frozenset({str(desk.category("Repairs").id)})
    change(desk, elif_.id, as_is(elif_, all_categories=False, categories=repairs))
    elif_ = desk.member("elif@example.com")
    other = frozenset({str(desk.category("General").id)})
    for more in ({"all_categories": True}, {"all_categories": False, "categories": other}):
        with pytest.raises(Invalid) as wrong, db.transaction():
            person = wanted(email="fe@example.com", **more)
            staffing.add(person, password=PASSWORD, by=elif_)
        assert list(wrong.value.errors) == ["categories"]
    assert staffing.may_manage(elif_, staffing.row_of(desk.ben.id))
    change(desk, desk.ben.id, as_is(desk.ben, all_categories=True))
    assert not staffing.may_manage(elif_, staffing.row_of(desk.ben.id))


def test_who_may_not_any_more_does_nothing(desk: Desk) -> None:
    elif_ = added(desk)
    change(desk, elif_.id, as_is(elif_, role=str(role("Operator").id)))
    with pytest.raises(Forbidden), db.transaction():
        staffing.change(desk.ben.id, as_is(desk.ben, name="B"), by=elif_)


def test_an_invitation_brings_a_link_that_works_once(desk: Desk) -> None:
    with db.transaction():
        row = staffing.add(wanted(), password=None, by=desk.anna)
        staffing.invite(row.id, by=desk.anna)
    mail = Outbox.get(Outbox.recipient == "elif@example.com")
    assert "staff_invited" in mail.payload and "forgotten" not in mail.payload, "the link is sealed"
    key = passwords.make_link(row, 60)
    assert passwords.check(key) == row
    with db.transaction():
        staffing.set_password(row.id, PASSWORD, by=desk.anna)
    assert passwords.check(key) is None
    with db.transaction():
        staffing.invite(row.id, by=desk.anna)
    kinds = [mail.payload for mail in Outbox.select().order_by(Outbox.id)]
    assert "password_reset" in kinds[-1] and len(told("staff.invited")) == 2


@pytest.mark.parametrize("key", ["", "1", "1-2-3", "x-9999999999-y", "1-9999999999-é", "9" * 50])
def test_a_key_that_is_none_opens_nothing(desk: Desk, key: str) -> None:
    assert passwords.check(key) is None


def test_a_key_ends_with_its_time_and_with_the_access(desk: Desk) -> None:
    row = Staff.get_by_id(desk.ben.id)
    assert passwords.check(passwords.make_link(row, -1)) is None
    key = passwords.make_link(row, 60)
    Staff.update(is_active=False).where(Staff.id == row.id).execute()
    assert passwords.check(key) is None
