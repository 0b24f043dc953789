"""Announcements in the settings and on the portal."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from helpdesk import announcements, db
from helpdesk.announcements import Draft
from helpdesk.clock import now
from helpdesk.schema import Announcement
from tests.i18n.tour import SUBJECT, TEXT, Page, Tour, example, send

LIST = "/admin/announcements"
RIGHT = {"title": SUBJECT, "text": TEXT, "style": "info", "place": "everywhere", "is_active": "1"}


@example(
    "GET /admin/announcements",
    "GET /admin/announcements/new",
    "POST /admin/announcements/new",
    "GET /admin/announcements/<number:int>",
    "POST /admin/announcements/<number:int>",
    "POST /admin/announcements/<number:int>/delete",
    "POST /admin/announcements/<number:int>/restore",
)
def announced(tour: Tour) -> Iterator[Page]:
    """None; the form with everything wrong; one in each state; deleted and back."""
    Announcement.delete().execute()
    yield "announcements, none", tour.anna.get(LIST)
    at = f"{LIST}/new"
    yield "new announcement", tour.anna.get(at)
    yield "new announcement, empty", send(tour.anna, at, begins="1", position="x")
    wrong = {"title": "1" * 200, "text": "1" * 6000, "style": "1", "place": "1", "position": "5000"}
    wrong |= {"begins": "2026-11-27T16:00", "ends": "2026-11-26T16:00", "language": "1"}
    others = {"text_es": "1", "title_ru": "1" * 200}
    yield "new announcement, wrong", send(tour.anna, at, **wrong, **others)
    yield "new announcement, preview", send(tour.anna, at, **RIGHT, preview="1")
    yield "announcement, added", send(tour.anna, at, **RIGHT).follow()
    with db.transaction():
        for number, more in enumerate(_states()):
            style = announcements.STYLES[number % 4]
            draft = Draft(SUBJECT, TEXT, style=style, **more)
            row = announcements.add(draft, {}, actor=tour.desk.anna.actor())
    yield "announcements", tour.anna.get(LIST)
    yield "announcement", tour.anna.get(f"{LIST}/{row.id}")
    yield "announcement, wrong", send(tour.anna, f"{LIST}/{row.id}")
    yield "announcement, changed", send(tour.anna, f"{LIST}/{row.id}", **RIGHT).follow()
    gone = send(tour.anna, f"{LIST}/{row.id}", f"{LIST}/{row.id}/delete")
    yield "announcement, deleted", gone.follow()
    back = send(tour.anna, f"{gone.location}", f"{LIST}/{row.id}/restore")
    yield "announcement, back", back.follow()
    for path in ("/", "/submit", "/ticket"):
        yield f"portal with announcements, {path}", tour.guest.get(path)
    Announcement.delete().execute()


def _states() -> list[dict[str, Any]]:
    week = timedelta(days=7)
    planned: dict[str, Any] = {"begins": now() + week, "ends": now() + 2 * week}
    places: list[dict[str, Any]] = [{"place": place} for place in announcements.PLACES]
    return [planned, {"ends": now() - week}, {"is_active": False}, *places, {}]
