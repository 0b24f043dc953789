"""People who answer: adding them, their passwords, what each may do."""

import pytest

from helpdesk import db, permissions, security, staff
from helpdesk.errors import Invalid
from helpdesk.schema import Role, Staff, StaffCategory
from tests.cast import PASSWORD, Desk


def added(email: str, password: str = "a long enough one") -> Staff:
    with db.transaction():
        role = Role.get(Role.name == "Operator")
        return staff.add(name="Zoe", email=email, password=password, role=role)


def test_added_they_can_sign_in(desk: Desk) -> None:
    assert added(" Zoe@Example.com ").email == "Zoe@Example.com"
    with db.transaction():
        assert staff.sign_in("zoe@example.com", "a long enough one").name == "Zoe"


@pytest.mark.parametrize("email", ["ANNA@EXAMPLE.COM", " anna@example.com "])
def test_an_address_is_taken_in_any_spelling(desk: Desk, email: str) -> None:
    with pytest.raises(Invalid) as wrong:
        added(email)
    assert set(wrong.value.errors) == {"email"}


def test_an_accent_makes_another_address(desk: Desk) -> None:
    added("ánna@example.com")
    with pytest.raises(Invalid), db.transaction():
        staff.sign_in("ánna@example.com", PASSWORD)
    with db.transaction():
        assert staff.sign_in("anna@example.com", PASSWORD).name == "Anna Lindgren"


def test_every_no_sounds_the_same(desk: Desk) -> None:
    Staff.update(is_active=False).where(Staff.email == "ben@example.com").execute()
    said = set()
    for email, password in (
        ("anna@example.com", "wrong"),
        ("anna@example.com", ""),
        ("zoe@example.com", PASSWORD),
        ("ben@example.com", PASSWORD),
    ):
        with pytest.raises(Invalid) as wrong, db.transaction():
            staff.sign_in(email, password)
        said.add(str(wrong.value.errors))
    assert len(said) == 1


def test_last_log_in_is_noted(desk: Desk) -> None:
    assert Staff.get(Staff.email == "anna@example.com").last_login is None
    with db.transaction():
        staff.sign_in("anna@example.com", PASSWORD)
    assert Staff.get(Staff.email == "anna@example.com").last_login is not None


@pytest.mark.parametrize(
    "password",
    ["123456789", "a b c" * 300, "abc" * 8, "Zoe Marsh X", "zoe@example.com", "ZOE@EXAMPLE.COM"],
)
def test_bad_passwords(password: str) -> None:
    with pytest.raises(Invalid) as wrong:
        staff.checked_password(password, "Zoe Marsh X", "zoe@example.com", field="new")
    assert set(wrong.value.errors) == {"new"}


@pytest.mark.parametrize(
    "password", ["1234567890", "drei Worte", "密码一二三四五六七八", "a b c d" * 140]
)
def test_good_passwords(password: str) -> None:
    assert staff.checked_password(password, "Zoe", "") == password


def test_changing_asks_for_the_present_one(desk: Desk) -> None:
    with pytest.raises(Invalid), db.transaction():
        staff.change_password(desk.anna, current="x", new="a longer one", again="a longer one")
    with db.transaction():
        staff.change_password(desk.anna, current=PASSWORD, new="a longer one", again="a longer one")
    assert security.verify_password("a longer one", Staff.get_by_id(desk.anna.id).password)


def test_anna_may_everything_ben_what_operators_may(desk: Desk) -> None:
    assert desk.anna.permissions == set(permissions.REGISTRY)
    assert desk.ben.permissions == set(permissions.OPERATOR)
    assert desk.ben.can("tickets.reply") and not desk.ben.can("settings.change")


def test_categories_are_all_or_ones_own(desk: Desk) -> None:
    assert desk.anna.categories is None
    assert desk.ben.categories == frozenset({desk.category("Repairs").id})
    StaffCategory.delete().execute()
    assert not desk.ben.categories and desk.ben.categories is not None
