"""A new password of one's own."""

from typing import Any

import pytest

from helpdesk import security
from helpdesk.schema import Event, Staff
from tests.asking import post
from tests.cast import PASSWORD, Desk

NEW = "a longer new password"


def stored() -> str:
    return str(Staff.get(Staff.email == "anna@example.com").password)


def test_is_stored_and_said(desk: Desk) -> None:
    answer = post(desk.signed_in(), "/admin/account/password", current=PASSWORD, new=NEW, again=NEW)
    answer.follow(status=200).mustcontain("Your password is changed.")
    assert security.verify_password(NEW, stored())
    assert Event.select().where(Event.name == "staff.password_changed").count() == 1


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("current", {"current": "wrong", "new": NEW, "again": NEW}),
        ("current", {"current": "", "new": NEW, "again": NEW}),
        ("new", {"current": PASSWORD, "new": "short", "again": "short"}),
        ("new", {"current": PASSWORD, "new": "a" * 20, "again": "a" * 20}),
        ("new", {"current": PASSWORD, "new": "ANNA@example.com", "again": "ANNA@example.com"}),
        ("new", {"current": PASSWORD, "new": "x y" * 400, "again": "x y" * 400}),
        ("again", {"current": PASSWORD, "new": NEW, "again": NEW + "!"}),
    ],
)
def test_is_refused_beside_the_field(desk: Desk, field: str, fields: dict[str, str]) -> None:
    before = stored()
    page = post(desk.signed_in(), "/admin/account/password", status=422, **dict[str, Any](fields))
    assert page.html.find(id=f"f-{field}-error").get_text(strip=True)
    assert stored() == before
    shown = [tag.get("value") for tag in page.html.find_all("input", type="password")]
    assert shown == [None] * 3
