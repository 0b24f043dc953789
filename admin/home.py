"""The overview: what waits, what came in, what happened last."""

from dataclasses import dataclass

from bottle import HTTPResponse
from helpdesk.admin import first_steps
from helpdesk.admin.section import section

from helpdesk import dates, db, diagnostics, mail, settings, tickets
from helpdesk.i18n import _
from helpdesk.schema import Outbox
from helpdesk.tickets import Asked
from helpdesk.tickets.asked import LONGEST, WAITING
from helpdesk.tickets.overview import Day
from helpdesk.web.call import Call
from helpdesk.web.routes import STAFF

OLDEST = 5
HEIGHT, WIDTH, BAR = 120, 70, 22  # of the chart: its height, and the widths of a day and a bar
MAINTENANCE = "maintenance.on"


@dataclass(frozen=True)
class Bar:
    """A day of the chart: where its two bars stand and how high they are."""

    left: int
    word: str
    title: str
    came: str
    resolved: str
    came_height: int
    resolved_height: int


@section.get("/", access=STAFF)
def show(call: Call) -> HTTPResponse:
    """Everything that one looks for first; who sees no tickets gets the troubles only."""
    member = call.member
    if not member.can("tickets.view"):
        return call.page("admin/home.html", sees=False, views=[], troubles=_troubles(call))
    known = tickets.quick_views(member)
    found = tickets.figures(member)
    activity = tickets.activity(member)
    return call.page(
        "admin/home.html",
        sees=True,
        views=known,
        counts={view.key: view.count_text for view in known},
        mine={turn: tickets.counted(number) for turn, number in found.mine.items()},
        oldest=tickets.page_of(
            member, Asked(LONGEST, sort=WAITING), size=OLDEST, total=_count(known, LONGEST)
        ).rows,
        bars=_bars(found.days),
        today=_bar_words(found.days[-1]),
        week=_bar_words(_together(found.days)),
        activity=activity,
        troubles=_troubles(call),
        steps=first_steps.of(call) if not activity else [],
    )


@section.get("", access=STAFF)
def show_without_slash(call: Call) -> HTTPResponse:
    """The same, for an address typed by hand."""
    return call.redirect("/admin/")


def _count(known: list[tickets.View], key: str) -> int:
    return next((view.count for view in known if view.key == key), 0)


def _bars(days: list[Day]) -> list[Bar]:
    most = max(1, *(max(day.came, day.resolved) for day in days))
    return [
        Bar(
            number * WIDTH,
            _("Today") if day is days[-1] else dates.weekday(day.date),
            dates.day(day.date),
            *_bar_words(day),
            _height(day.came, most),
            _height(day.resolved, most),
        )
        for number, day in enumerate(days)
    ]


def _bar_words(day: Day) -> tuple[str, str]:
    return tickets.counted(day.came), tickets.counted(day.resolved)


def _height(number: int, most: int) -> int:
    """What is there can be seen, however little it is beside the rest."""
    return max(2, round(HEIGHT * number / most)) if number else 0


def _together(days: list[Day]) -> Day:
    """The sum; a day that is over the limit makes it more than the limit too."""
    return Day(days[-1].date, sum(d.came for d in days), sum(d.resolved for d in days))


def _troubles(call: Call) -> list[tuple[str, str, str]]:
    """What is wrong, for whoever may mend it: words, and the page and words of the way to it."""
    found = []
    if call.member.can("system.view") and (words := diagnostics.trouble()):
        found.append((words, "/admin/system", _("See the status")))
    if not call.member.can("settings.change"):
        return found
    words = db.remembered("mail trouble", (Outbox,), mail.trouble)
    if words:
        found.append((words, "/admin/mail", _("Look at the mails")))
    if MAINTENANCE in settings.REGISTRY and settings.get(MAINTENANCE):
        shut = _("Maintenance is on: customers see a notice in place of the desk.")
        found.append((shut, "/admin/settings/maintenance", _("Look at the setting")))
    return found
