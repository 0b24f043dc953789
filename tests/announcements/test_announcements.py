"""Which notices stand where, when, and in which language."""

import json
from datetime import timedelta
from typing import Any

import pytest

from helpdesk import announcements, db, i18n
from helpdesk.announcements import Draft
from helpdesk.errors import Invalid, NotFound
from helpdesk.schema import Announcement, Event, Translation
from tests.announcements.helpers import NOON, Clock, announced
from tests.cast import Desk
from tests.watching import statements


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(announcements, "now", moved)
    return moved


def titles(path: str = "/", language: str = "en") -> list[str]:
    with i18n.speaking(language):
        return [notice.title for notice in announcements.on_page(path)]


def told(name: str) -> list[dict[str, Any]]:
    rows = Event.select().where(Event.name == name).order_by(Event.id)
    return [json.loads(row.details).get("changes", {}) for row in rows]


def change(desk: Desk, row: Announcement, draft: Draft, others: Any = None) -> None:
    with db.transaction():
        announcements.change(row.id, draft, others or {}, actor=desk.anna.actor())


def test_appear_and_vanish_on_time(desk: Desk, clock: Clock) -> None:
    begins, ends = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    row = announced(desk, "Closed", begins=begins, ends=ends)
    assert titles() == [] and announcements.state(row) == "planned"
    clock.pass_by(minutes=59, seconds=59)
    assert titles() == []
    clock.pass_by(seconds=1)
    assert titles() == ["Closed"] and announcements.state(row) == "shown"
    clock.pass_by(minutes=59, seconds=59)
    assert titles() == ["Closed"]
    clock.pass_by(seconds=1)
    assert titles() == [] and announcements.state(row) == "past"


def test_stand_where_they_belong_in_their_order(desk: Desk) -> None:
    announced(desk, "Last", position=9)
    announced(desk, "On the form", place="submit")
    announced(desk, "At home", place="home")
    announced(desk, "Everywhere")
    assert titles("/") == ["At home", "Everywhere", "Last"]
    assert titles("/submit") == ["On the form", "Everywhere", "Last"]
    assert titles("/ticket") == titles("/ticket/ABC-DEF-2345") == ["Everywhere", "Last"]


def test_those_switched_off_stand_nowhere(desk: Desk) -> None:
    row = announced(desk, "Closed", is_active=False)
    assert titles() == [] and announcements.state(row) == "off"


def test_each_reads_their_own_language(desk: Desk) -> None:
    announced(desk, "Closed", {"es": ("Cerrado", ""), "ru": ("", "")}, text="On Friday.")
    assert titles(language="es") == ["Cerrado"]
    assert titles(language="en") == titles(language="ru") == ["Closed"]
    with i18n.speaking("es"):
        assert announcements.on_page("/")[0].html == "", "a language without a text has none"
    with i18n.speaking("ru"):
        assert "On Friday." in announcements.on_page("/")[0].html


def test_may_be_for_readers_of_one_language(desk: Desk) -> None:
    announced(desk, "Sólo para ustedes", language="es")
    assert titles(language="es") == ["Sólo para ustedes"] and titles(language="en") == []


def test_the_text_has_links_and_no_markup(desk: Desk) -> None:
    announced(desk, "Closed", text="See https://status.example.com.\n\n<script>x</script>")
    (notice,) = announcements.on_page("/")
    assert '<a href="https://status.example.com"' in notice.html
    assert "<script" not in notice.html and notice.html.count("<p") == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 191),
        ("text", "x" * 5001),
        ("style", "pink"),
        ("place", "moon"),
        ("language", "xx-none"),
        ("ends", NOON),
        ("ends", NOON - timedelta(days=1)),
        ("position", -1),
        ("position", 1001),
    ],
)
def test_what_can_not_be_taken(desk: Desk, field: str, value: Any) -> None:
    values: dict[str, Any] = {"title": "Closed", "begins": NOON, field: value}
    with pytest.raises(Invalid) as wrong:
        announcements.add(Draft(**values), {}, actor=desk.anna.actor())
    assert list(wrong.value.errors) == [field] and Announcement.select().count() == 0


def test_a_text_in_another_language_needs_a_title_there(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong:
        announced(desk, "Closed", {"es": ("", "El viernes."), "ru": ("x" * 191, "")})
    assert set(wrong.value.errors) == {"title_es", "title_ru"}


def test_changes_record_old_and_new_and_nothing_else(desk: Desk, clock: Clock) -> None:
    row = announced(desk, "Closed", {"es": ("Cerrado", "")}, text="On Friday.")
    version = announcements.on_page("/")[0].version
    clock.pass_by(minutes=1)
    draft = Draft("Closed", text="On Monday.", begins=NOON)
    change(desk, row, draft, {"ru": ("Закрыто", "В понедельник.")})
    change(desk, row, draft, {"ru": ("Закрыто", "В понедельник.")})
    assert told("announcement.changed") == [
        {
            "begins": ["", "2026-11-27T12:00:00+00:00"],
            "text": ["On Friday.", "On Monday."],
            "text:ru": ["", "В понедельник."],
            "title:es": ["Cerrado", ""],
            "title:ru": ["", "Закрыто"],
        }
    ]
    assert titles(language="es") == ["Closed"] and titles(language="ru") == ["Закрыто"]
    assert announcements.texts(row.id) == {"ru": ("Закрыто", "В понедельник.")}
    assert Translation.select().where(Translation.noun == "announcement").count() == 2
    assert announcements.on_page("/")[0].version != version, "who has closed it sees it again"


def test_deleting_can_be_taken_back(desk: Desk) -> None:
    row = announced(desk, "Closed")
    with db.transaction():
        announcements.delete(row.id, actor=desk.anna.actor())
    assert titles() == [] and announcements.every() == []
    for verb in (announcements.one, lambda n: announcements.delete(n, actor=desk.anna.actor())):
        with pytest.raises(NotFound):
            verb(row.id)
    with db.transaction():
        announcements.restore(row.id, actor=desk.anna.actor())
    assert titles() == ["Closed"]
    with pytest.raises(NotFound):
        announcements.restore(row.id, actor=desk.anna.actor())
    assert len(told("announcement.deleted")) == len(told("announcement.restored")) == 1


def test_no_query_while_they_are_remembered(desk: Desk) -> None:
    announced(desk, "Closed")
    announcements.on_page("/")
    with statements() as found:
        for path in ("/", "/submit", "/ticket"):
            announcements.on_page(path)
    assert found == []


def test_another_language_can_be_written_although_it_is_the_desks_own_now(desk: Desk) -> None:
    assert "en" not in announcements.other_languages({})
    assert "en" in announcements.other_languages({"en": ("Closed", "")})
