"""Days and moments in words, in the language spoken now."""

from datetime import date, datetime

from helpdesk.clock import now
from helpdesk.i18n import N_, _

_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)


def weekday(local: date) -> str:
    """A day of the week, cut short."""
    return _(_DAYS[local.weekday()])


def day(local: date) -> str:
    """A day, as in "Fri 20 Nov", with the year where it isn't this one."""
    told = {"weekday": _(_DAYS[local.weekday()]), "day": local.day, "month": _month(local)}
    year = "" if _is_this_year(local) else f" {local.year}"
    return _("%(weekday)s %(day)d %(month)s") % told + year


def moment(local: datetime) -> str:
    """A moment, as in "Fri 20 Nov, 09:12"."""
    return _("%(day)s, %(time)s") % {"day": day(local), "time": f"{local:%H:%M}"}


def long_ago(year: int, month: int, day: int) -> str:
    """A day short enough for a column, or (day 0) just its month, for another year than this."""
    words = _(_MONTHS[month - 1])
    if day:
        return _("%(day)d %(month)s") % {"day": day, "month": words}
    return _("%(month)s %(year)d") % {"month": words, "year": year}


def _is_this_year(local: date) -> bool:
    zone = local.tzinfo if isinstance(local, datetime) else None
    return local.year == now().astimezone(zone).year


def _month(local: date) -> str:
    return _(_MONTHS[local.month - 1])
