"""A forgotten password: a link by mail that works once."""

import json
import re
import time

import pytest

from helpdesk import db, jobs, mail, passwords, secrets, security
from helpdesk.schema import Event, Job, Outbox, Session, Staff
from tests.asking import post, token
from tests.cast import Desk
from tests.watching import statements

NEW = "a longer new password"
ANNA = "anna@example.com"
AT = "/admin/forgotten"


def anna() -> Staff:
    found: Staff = Staff.get(Staff.email == ANNA)
    return found


def sent_links() -> list[str]:
    jobs.run_due(5)
    rows = [json.loads(row.payload) for row in Outbox.select().order_by(Outbox.id)]
    return [json.loads(secrets.unseal(row["sealed"]))["link"] for row in rows if "sealed" in row]


def test_the_mail_leads_to_a_new_password(desk: Desk) -> None:
    other, browser = desk.signed_in(), desk.browser()
    answer = post(browser, AT, email=" ANNA@example.com ")
    answer.follow(status=200).mustcontain("a mail with a link is on its way")
    (link,) = sent_links()
    opened = browser.get(link.removeprefix("http://localhost"), status=303)
    assert opened.location.endswith(f"{AT}/new")
    page = opened.follow(status=200)
    assert ANNA in page and link.split("/")[-1] not in page
    done = post(browser, f"{AT}/new", new=NEW, again=NEW)
    assert done.location.endswith("/admin/login?done=password-new")
    assert security.verify_password(NEW, anna().password)
    assert Session.select().where(Session.staff == anna().id).count() == 0
    other.get("/admin/tickets", status=303)
    names = {row.name for row in Event.select()}
    assert {"staff.password_asked", "staff.password_reset"} <= names


def test_the_link_works_once_and_so_does_every_older_one(desk: Desk) -> None:
    first, second = passwords.make_link(anna()), passwords.make_link(anna(), 90)
    with db.transaction():
        passwords.set_new(first, new=NEW, again=NEW)
    assert passwords.check(first) is None and passwords.check(second) is None
    browser = desk.browser()
    old = browser.get(f"{AT}/{first}", status=303)
    assert "doesn't work any more" in old.follow() and AT in old.location


@pytest.mark.parametrize(
    "key",
    ["", "x", "1-2", "1-9999999999-x", "-1-1-1", "9" * 50 + "-1-1", "²-²-²", "1-1-" + "a" * 500],
)
def test_what_is_no_key_opens_nothing(desk: Desk, key: str) -> None:
    assert passwords.check(key) is None


def test_a_link_is_bound_to_person_time_and_password(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = anna()
    key = passwords.make_link(row)
    number, ends, signature = key.split("-", 2)
    for forged in (
        f"{desk.ben.id}-{ends}-{signature}",
        f"{number}-{int(ends) + 1}-{signature}",
        f"{number}-{ends}-{signature[:-1]}",
    ):
        assert passwords.check(forged) is None
    assert passwords.check(key) == row
    later = time.time() + 60 * 60 + 1
    monkeypatch.setattr("helpdesk.passwords.time.time", lambda: later)
    assert passwords.check(key) is None


def test_who_was_deactivated_gets_nothing(desk: Desk) -> None:
    key = passwords.make_link(anna())
    Staff.update(is_active=False).execute()
    post(desk.browser(), AT, email=ANNA)
    assert sent_links() == [] and passwords.check(key) is None


def test_an_unknown_address_gets_the_same_answer_for_the_same_work(desk: Desk) -> None:
    told, work = [], []
    for email in ("first@example.com", ANNA, "zoe@example.com"):
        browser = desk.browser()
        proof = token(browser)
        with statements() as found:
            answer = post(browser, AT, email=email, csrf=proof)
        told.append((answer.location, answer.follow().html.find(class_="hd-callout").get_text()))
        work.append([re.sub(r"[\"`]s[0-9a-f]{32}[\"`]", "", statement) for statement in found])
    assert told[1] == told[2] and work[1] == work[2]
    assert Outbox.select().count() == 0 and Job.select().count() >= 3
    assert len(sent_links()) == 1


def test_is_counted_per_address(desk: Desk) -> None:
    for _try in range(3):
        post(desk.browser(), AT, email="zoe@example.com")
    post(desk.browser(), AT, email="Zoe@example.com", status=429)
    post(desk.browser(), AT, email=ANNA)


@pytest.mark.parametrize(
    ("field", "new", "again"),
    [("new", "short", "short"), ("new", ANNA, ANNA), ("again", NEW, "other words there")],
)
def test_the_rules_of_passwords_hold(desk: Desk, field: str, new: str, again: str) -> None:
    browser, before = desk.browser(), anna().password
    browser.get(f"{AT}/{passwords.make_link(anna())}")
    page = post(browser, f"{AT}/new", new=new, again=again, status=422)
    assert page.html.find(id=f"f-{field}-error") and anna().password == before


def test_an_invitation_lasts_a_week(desk: Desk) -> None:
    Staff.update(password=None).where(Staff.email == ANNA).execute()
    with db.transaction():
        passwords.send(anna(), passwords.INVITED)
    key = sent_links()[0].split("/")[-1]
    assert passwords.check(key) == anna()
    assert json.loads(Outbox.get().payload)["values"]["lasts"] == "7 days"
    assert mail.kinds.PASSWORD


def test_the_log_in_leads_there(desk: Desk) -> None:
    assert desk.browser().get("/admin/login").html.find("a", href=AT)
