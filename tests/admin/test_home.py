"""The overview."""

import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from webtest import TestResponse

from helpdesk import db, settings, statuses, tickets
from helpdesk.clock import now
from helpdesk.schema import Event, Outbox, Role, Ticket
from tests.cast import Desk
from tests.watching import reading, statements

AT = "/admin/"
REMEMBERED = sys.modules["helpdesk.db.remembered"]


def figures(page: TestResponse) -> dict[str, str]:
    return {tag.span.string: tag.b.string for tag in page.html.select("a.hd-kpi")}


def test_says_whose_turn_ones_own_tickets_are(desk: Desk) -> None:
    mine = [desk.ticket() for _number in range(3)]
    desk.ticket("Nobody's")
    with db.transaction():
        Ticket.update(owner=desk.anna.id).where(Ticket.id << [row.id for row in mine]).execute()
        tickets.set_status(mine[0], statuses.default("waiting"), actor=desk.anna.actor())
        tickets.set_status(mine[1], statuses.default("hold"), actor=desk.anna.actor())
    assert list(figures(desk.signed_in().get(AT)).values()) == ["1", "1", "1", "1", "2"]


def test_the_five_who_wait_longest(desk: Desk) -> None:
    for number in range(7):
        row = desk.ticket(f"No. {number}")
        since = now() - timedelta(hours=number)
        Ticket.update(waiting_since=since).where(Ticket.id == row.id).execute()
    section = desk.signed_in().get(AT).html.find(attrs={"aria-labelledby": "home-oldest"})
    assert [a.string for a in section.select("li a")] == [f"No. {n}" for n in (6, 5, 4, 3, 2)]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_days_are_those_of_the_desk(desk: Desk, zone: str) -> None:
    with db.transaction():
        settings.change({"site.timezone": zone})
    midnight = datetime.now(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    for seconds in (-1, 0, 0, -86_400 * 30):
        row = desk.ticket()
        moment = midnight + timedelta(seconds=seconds)
        Ticket.update(created=moment).where(Ticket.id == row.id).execute()
    Ticket.update(resolved=midnight, is_open=False).where(Ticket.id == row.id).execute()
    days = tickets.figures(desk.anna).days
    assert [(day.came, day.resolved) for day in days[-2:]] == [(1, 0), (2, 1)]
    assert sum(day.came for day in days) == 3 and len(days) == 7


def test_what_happened_last_is_in_sight_only(desk: Desk) -> None:
    desk.ticket("About General")
    repairs = desk.ticket("About Repairs", category="Repairs")
    with db.transaction():
        tickets.reply(repairs, actor=desk.anna.actor(), author="Anna", text="x")
    page = desk.signed_in().get(AT)
    assert "About General" in page and "Set to Waiting" in page and "New ticket" in page
    page = desk.signed_in("ben@example.com").get(AT)
    assert "About General" not in page and "Set to Waiting" in page
    found = tickets.activity(desk.ben)
    assert [one.words for one in found] == ["Set to Waiting", "Answered", "New ticket"]


def test_a_flood_of_other_events_hides_nothing_for_who_sees_little(desk: Desk) -> None:
    desk.ticket("About Repairs", category="Repairs")
    for _number in range(20):
        desk.ticket("About General")
    assert [one.subject for one in tickets.activity(desk.ben)] == ["About Repairs"]
    assert Event.select().count() > 20


def test_troubles_are_told_to_who_may_mend_them(desk: Desk) -> None:
    desk.ticket()
    Outbox.update(due=now() - timedelta(hours=1)).execute()
    assert "Mails wait to be sent." in desk.signed_in().get(AT)
    assert "Mails wait to be sent." not in desk.signed_in("ben@example.com").get(AT)


def test_who_sees_no_tickets_is_told_nothing_of_them(desk: Desk) -> None:
    desk.ticket("Secret", category="Repairs")
    Role.update(permissions="[]").where(Role.name == "Operator").execute()
    page = desk.signed_in("ben@example.com").get(AT, status=200)
    assert "Secret" not in page and not figures(page)


def test_needs_eight_queries_however_much_there_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(REMEMBERED, "NOTICED_WITHIN", 3600.0)
    for email in ("anna@example.com", "ben@example.com"):
        browser, used = desk.signed_in(email), []
        browser.get(AT)
        for _ in range(2):
            for _number in range(3):
                desk.ticket(category="Repairs")
            with statements() as found:
                browser.get(AT)
            used.append(len(reading(found)))
        assert used[0] == used[1] <= 8
