"""Timed work: which ways were at it when, and what failed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from helpdesk import beats, dates, db, i18n, jobs
from helpdesk.beats import CRON, PAGE, THREAD, URL, Seen
from helpdesk.clock import now
from helpdesk.diagnostics.facts import BAD, GOOD, WARN, Around, Fact
from helpdesk.errors import NotFound
from helpdesk.i18n import N_, _, ngettext
from helpdesk.schema import Beat, Job

QUIET = timedelta(minutes=15)  # without any run: too long
KNOWN_FOR = timedelta(days=7)  # a way that was at work since then is expected to be
_WAYS = {
    THREAD: N_("By the program itself"),
    CRON: N_("By cron"),
    URL: N_("By the address with the key"),
    PAGE: N_("After pages"),
}


def facts(around: Around) -> Iterator[Fact]:
    """The state of it all, then each way."""
    found = beats.seen()
    yield _state(found, now())
    for seen in found:
        when = dates.moment(seen.last.astimezone(around.zone))
        done = ngettext("%(num)d piece of work", "%(num)d pieces of work", seen.done)
        title = _(_WAYS.get(seen.way, seen.way))
        host = _("on %(name)s") % {"name": seen.host}
        yield Fact(title, f"{when}, {done % {'num': seen.done}}", private=host)
    waiting = Job.select().where((Job.state == "waiting") & (Job.due <= now())).count()
    yield Fact(_("Jobs that are due"), str(waiting))
    failed = Job.select().where(Job.state == "failed").count()
    yield Fact(_("Jobs that failed"), str(failed), WARN if failed else GOOD)


def trouble() -> str:
    """What an administrator should hear on every first page: timed work was going on and has
    stopped; '' while it goes on. Remembered for a moment."""
    key = ("timed work", i18n.language())
    return db.remembered(key, (Beat,), lambda: _trouble(beats.seen(), now()))


def failed(limit: int = 50) -> list[Job]:
    """Jobs that were given up, the latest first."""
    return list(Job.select().where(Job.state == "failed").order_by(Job.id.desc()).limit(limit))


def try_again(number: int) -> None:
    """Let a job wait anew that was given up; raises NotFound for any other."""
    if not jobs.try_again(number):
        raise NotFound


def _state(found: list[Seen], moment: datetime) -> Fact:
    title, last = _("Timed work"), max((seen.last for seen in found), default=None)
    advice = _("Set up one of the ways below. Until then mails go out when somebody opens a page.")
    if last is None:
        return Fact(title, _("has not run yet"), WARN, advice)
    if moment - last <= QUIET:
        return Fact(title, _("is going on"), GOOD)
    stopped = _trouble(found, moment)
    return Fact(title, _quiet_for(moment - last), BAD if stopped else WARN, stopped or advice)


def _trouble(found: list[Seen], moment: datetime) -> str:
    """Whether a way that needs nobody has stopped, and no other is at work."""
    if any(moment - seen.last <= QUIET for seen in found):
        return ""
    ours = [seen for seen in found if seen.way != PAGE and moment - seen.last <= KNOWN_FOR]
    if not ours:
        return ""
    latest = max(ours, key=lambda seen: seen.last)
    return _("Timed work has stopped: “%(way)s” was at it until a while ago. Mails wait.") % {
        "way": _(_WAYS.get(latest.way, latest.way))
    }


def _quiet_for(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    if minutes < 120:
        words = ngettext("not for %(num)d minute", "not for %(num)d minutes", minutes)
        return words % {"num": minutes}
    hours = minutes // 60
    return ngettext("not for %(num)d hour", "not for %(num)d hours", hours) % {"num": hours}
