"""Filters of the templates: times, sizes, people, and what is drawn once a page."""

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from helpdesk import dates, i18n
from helpdesk.i18n import _, ngettext
from helpdesk.web.template_globals import current


def words(message: str, **variables: Any) -> Markup:
    """A text in the reader's language; `variables` are escaped where they are put in."""
    if variables:
        return Markup(_(message)) % variables
    return _plain_words(i18n.language(), message)


@lru_cache(maxsize=5000)
def _plain_words(language: str, message: str) -> Markup:
    """A text without variables; a doubled percent sign is one here too."""
    return Markup(_(message)) % {}


def filesize(size: int) -> str:
    """Bytes as people read them."""
    if size < 1000:
        return ngettext("%(num)d byte", "%(num)d bytes", size) % {"num": size}
    if size < 1_000_000:
        return _("%(num)d KB") % {"num": round(size / 1000)}
    if size >= 1_000_000_000:
        return _("%(num)s GB") % {"num": f"{size / 1_000_000_000:.1f}".removesuffix(".0")}
    return _("%(num)s MB") % {"num": f"{size / 1_000_000:.1f}".removesuffix(".0")}


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    parts = [part for part in name.split() if part[0].isalnum()]
    picked = parts[:1] + parts[-1:] if len(parts) > 1 else parts
    return "".join(part[0] for part in picked).upper() or "?"


def avatar(number: int) -> str:
    """The class of a person's colour; always the same for the same person."""
    return f"hd-av-{number % 5 + 1}"


def once(macro: Any, *arguments: Any, **named: Any) -> Any:
    """`macro|once(…)`: what the macro gave the first time in this page, for the same values."""
    drawn = current().drawn
    key = (macro.name, arguments, *named.items()) if named else (macro.name, arguments)
    found = drawn.get(key)
    if found is None:
        found = drawn[key] = macro(*arguments, **named)
    return found


def moment(value: datetime) -> Markup:
    """Day and time."""
    call = current()
    return _moment(i18n.language(), value, call.zone, call.year)


def ago(value: datetime) -> Markup:
    """How long ago it was, as short as can be."""
    call = current()
    seconds, language = int((call.moment - value).total_seconds()), i18n.language()
    if seconds >= 14 * 86_400:
        return _long_ago(language, value, call.zone, call.year)
    if seconds < 60:
        told = _short(language, "now", 0)
    elif seconds < 3600:
        told = _short(language, "minutes", seconds // 60)
    elif seconds < 86_400:
        told = _short(language, "hours", seconds // 3600)
    else:
        told = _short(language, "days", seconds // 86_400)
    return _lately(value, call.zone, told)


@lru_cache(maxsize=2000)
def _moment(language: str, value: datetime, zone: tzinfo, this_year: int) -> Markup:
    """The same as long as the year is this one."""
    return _time(value, zone, escape(dates.moment(value.astimezone(zone))))


@lru_cache(maxsize=2000)
def _long_ago(language: str, value: datetime, zone: tzinfo, this_year: int) -> Markup:
    """A day, or all of a month of another year."""
    local = value.astimezone(zone)
    told = dates.long_ago(local.year, local.month, local.day if local.year == this_year else 0)
    return _time(value, zone, escape(told))


@lru_cache(maxsize=2000)
def _lately(value: datetime, zone: tzinfo, told: Markup) -> Markup:
    return _time(value, zone, told)


@lru_cache(maxsize=5000)
def _short(language: str, unit: str, number: int) -> Markup:
    """The words, ready for a page."""
    num = {"num": number}
    match unit:
        case "now":
            told = _("now")
        case "minutes":
            told = _("%(num)d min") % num
        case "hours":
            told = _("%(num)d h") % num
        case _days:
            told = ngettext("%(num)d day", "%(num)d days", number) % num
    return escape(told)


def _time(value: datetime, zone: tzinfo, told: Markup) -> Markup:
    local = value.astimezone(zone)
    exact = local.isoformat(timespec="seconds")  # signs that need no escaping, as in zones' names
    title = f"{exact[:10]} {exact[11:16]} {local.tzname()}"
    return Markup(f'<time datetime="{exact}" title="{title}">{told}</time>')


FILTERS = {
    "ago": ago,
    "moment": moment,
    "once": once,
    "filesize": filesize,
    "initials": initials,
    "avatar": avatar,
}
