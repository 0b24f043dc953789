"""The same form acts only once: a repeated POST is led to the first one's result."""

from helpdesk import db
from helpdesk.schema import Once


class Repeated(Exception):
    """Somebody with the same form was a moment faster; what this one wrote is rolled back."""


def result(key: str) -> str | None:
    """Where the first sending of this form led, or None when there was none."""
    row: Once | None = Once.get_or_none(Once.key == key)
    return row.location if row else None


def remember(key: str, location: str) -> None:
    """Note the result in the form's own transaction; raises Repeated when another one has."""
    try:
        with db.transaction():
            Once.create(key=key, location=location)
    except db.IntegrityError:
        raise Repeated from None
