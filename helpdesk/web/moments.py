"""Moments as people type them: date and time in their own zone, for fields `datetime-local`."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from helpdesk.clock import UTC
from helpdesk.errors import Invalid
from helpdesk.i18n import _

# As browsers send it, and as people type it where there is no field for it.
_FORM = re.compile(r"([12]\d{3}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d)(?::\d\d)?)?", re.ASCII)


def read(typed: str, zone: ZoneInfo, field: str) -> datetime | None:
    """A moment, None for an empty field; raises Invalid."""
    if not typed.strip():
        return None
    try:
        if not (fits := _FORM.fullmatch(typed.strip())):
            raise ValueError(typed)
        local = datetime.strptime(f"{fits[1]} {fits[2] or '00:00'}", "%Y-%m-%d %H:%M")
        return local.replace(tzinfo=zone).astimezone(UTC)
    except ValueError as error:
        words = _("Enter a date and a time, such as %(example)s.")
        raise Invalid({field: words % {"example": "2026-11-27 16:00"}}) from error


def written(moment: datetime | None, zone: ZoneInfo) -> str:
    """The same for the field, '' for None."""
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"
