"""The same form acts only once: a repeated POST is led to the first one's result."""

from dataclasses import dataclass, field

from helpdesk import db, security
from helpdesk.schema import Once

_by_key = db.Prepared(lambda key: Once.select(Once.location).where(Once.key == key).namedtuples())


class Repeated(Exception):
    """Somebody with the same form was a moment faster; what this one wrote is rolled back."""


@dataclass(frozen=True)
class Result:
    """Where the first sending of a form led, and which tickets it let the browser see."""

    location: str
    tickets: list[int] = field(default_factory=list)


def result(key: str) -> Result | None:
    """What came of the first sending of this form, or None when there was none."""
    row = _by_key.first(key)
    if row is None:
        return None
    location, *tickets = row.location.split(" ")  # an address has no blanks
    return Result(location, [int(ticket) for ticket in tickets])


def remember(key: str, location: str, tickets: list[int]) -> None:
    """Note the result in the form's own transaction; raises Repeated when another one has."""
    try:
        Once.create(key=key, location=" ".join([location, *map(str, tickets)]))
    except db.IntegrityError:
        raise Repeated from None


def spend(what: str) -> bool:
    """Use something up that counts once, in the caller's transaction; False when it was before."""
    try:
        Once.create(key=security.digest(f"spent\0{what}"))
        return True
    except db.IntegrityError:
        return False
