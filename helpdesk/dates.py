"""Days and moments in words, in the language spoken now."""

from datetime import datetime

from helpdesk.clock import now
from helpdesk.i18n import _


def day(local: datetime) -> str:
    """A day, as in "Fri 20 Nov", with the year where it isn't this one."""
    days = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    told = {"weekday": days[local.weekday()], "day": local.day, "month": _month(local)}
    year = "" if _is_this_year(local) else f" {local.year}"
    return _("%(weekday)s %(day)d %(month)s") % told + year


def moment(local: datetime) -> str:
    """A moment, as in "Fri 20 Nov, 09:12"."""
    return _("%(day)s, %(time)s") % {"day": day(local), "time": f"{local:%H:%M}"}


def long_ago(local: datetime) -> str:
    """Short enough for a column; the exact time is one pointer away."""
    if _is_this_year(local):
        return _("%(day)d %(month)s") % {"day": local.day, "month": _month(local)}
    return _("%(month)s %(year)d") % {"month": _month(local), "year": local.year}


def _is_this_year(local: datetime) -> bool:
    return local.year == now().astimezone(local.tzinfo).year


def _month(local: datetime) -> str:
    months = (
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        _("May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    )
    return months[local.month - 1]
