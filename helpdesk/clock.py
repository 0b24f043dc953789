"""The one source of time: aware UTC in whole seconds."""

from datetime import datetime, timezone

UTC = timezone.utc


def now() -> datetime:
    """The present moment in UTC, whole seconds, as the database stores it."""
    return datetime.now(UTC).replace(microsecond=0)
