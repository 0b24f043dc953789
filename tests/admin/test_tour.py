"""Being shown around: at first, when asked for, never again."""

from typing import Any

import pytest
from webtest import TestApp

from helpdesk import settings
from helpdesk.schema import Role, Staff
from tests.cast import Desk


def is_shown(browser: TestApp, path: str = "/admin/") -> str:
    """How the tour is on a page: auto, asked, or not at all."""
    box = browser.get(path).html.select_one("[data-hd-tour]")
    return str(box["data-hd-tour"]) if box else ""


@pytest.fixture
def fresh(desk: Desk) -> TestApp:
    """Anna's first time."""
    Staff.update(toured=False).execute()
    return desk.signed_in()


def test_at_first_and_not_again(desk: Desk, fresh: TestApp) -> None:
    assert is_shown(fresh) == is_shown(fresh, "/admin/tickets") == "auto"
    assert is_shown(fresh, "/admin/customers") == ""
    page = fresh.get("/admin/")
    form = next(f for f in page.forms.values() if f.action == "/admin/account/tour")
    form.submit(status=303)
    assert is_shown(fresh) == ""
    assert is_shown(desk.signed_in("ben@example.com")) == "auto", "each person's own"
    assert is_shown(fresh, "/admin/?tour=1") == "asked"


def test_who_sees_no_tickets_has_nothing_to_be_shown(desk: Desk) -> None:
    Role.update(permissions='["staff.manage"]').where(Role.name == "Operator").execute()
    Staff.update(toured=False).execute()
    ben = desk.signed_in("ben@example.com")
    assert is_shown(ben) == is_shown(ben, "/admin/?tour=1") == ""


def test_five_steps_and_a_way_back_to_them(fresh: TestApp, desk: Desk) -> None:
    page = fresh.get("/admin/").html
    assert len(page.select("[data-hd-tour] [data-step]")) == 5
    assert page.select_one("[data-hd-help] a[href='/admin/?tour=1']")
    assert not page.select("[style]")


def steps(browser: TestApp) -> list[tuple[str, Any]]:
    """The first steps of the overview, and whether each is done."""
    found = browser.get("/admin/").html.select("section[aria-labelledby=home-steps] li")
    return [(li.a["href"], li.select_one(".hd-up") is not None) for li in found]


def test_first_steps_of_an_empty_desk(desk: Desk) -> None:
    anna = desk.signed_in()
    assert steps(anna) == [
        ("/admin/settings/mail", False),
        ("/admin/categories/new", True),  # General and Repairs
        ("/admin/staff/new", True),
        ("/submit", False),
        ("/admin/system/demo", False),
    ]
    assert steps(desk.signed_in("ben@example.com")) == []
    settings.change({"mail.method": "sendmail"})
    assert dict(steps(anna))["/admin/settings/mail"]
    desk.ticket()
    assert steps(anna) == [], "there is something better to look at"


def test_first_steps_are_hidden_at_a_press(desk: Desk) -> None:
    anna = desk.signed_in()
    page = anna.get("/admin/")
    next(f for f in page.forms.values() if f.action == "/admin/first-steps").submit(status=303)
    assert steps(anna) == [] and settings.get("site.first_steps") is False
