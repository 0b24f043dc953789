"""Moments as people type them: date and time in their own zone, for fields `datetime-local`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from helpdesk.clock import UTC
from helpdesk.errors import Invalid
from helpdesk.i18n import _


def read(typed: str, zone: ZoneInfo, field: str) -> datetime | None:
    """A moment, None for an empty field; raises Invalid."""
    if not typed.strip():
        return None
    try:
        local = datetime.fromisoformat(typed.strip()).replace(microsecond=0)
        moment = (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        words = _("Enter a date and a time, such as %(example)s.")
        raise Invalid({field: words % {"example": "2026-11-27 16:00"}}) from error
    return moment


def written(moment: datetime | None, zone: ZoneInfo) -> str:
    """The same for the field, '' for None."""
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"
