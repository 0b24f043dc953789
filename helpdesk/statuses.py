"""Where tickets stand. Each status has one of five meanings; desks may name more of their own."""

from helpdesk import labels
from helpdesk.errors import Invalid
from helpdesk.i18n import _, pgettext
from helpdesk.labels import Label
from helpdesk.schema import Status

NEW, OPEN, WAITING, HOLD, RESOLVED = "new", "open", "waiting", "hold", "resolved"
MEANINGS = (NEW, OPEN, WAITING, HOLD, RESOLVED)
OURS = (NEW, OPEN)  # the meanings in which it is our turn


def every() -> list[Label]:
    """All of them in their order."""
    return labels.rows(Status)


def meaning_any(*meanings: str) -> tuple[int, ...]:
    """The ids of all statuses with one of these meanings."""
    return tuple(label.id for label in every() if label.row.meaning in meanings)


def default(meaning: str) -> Status:
    """The status that the desk itself sets for a meaning."""
    rows = [label.row for label in every() if label.row.meaning == meaning]
    found: Status = next((row for row in rows if row.is_default), rows[0])
    return found


def by_id(value: str) -> Status:
    """The status with an id that somebody chose; raises Invalid."""
    fits = value.isdecimal() and len(value) <= 18  # digits that surely fit a column
    found: Status | None = Status.get_or_none(Status.id == int(value)) if fits else None
    if found is None:
        raise Invalid({"status": _("Choose a status from the list.")})
    return found


def words(meaning: str) -> str:
    """How a customer reads where the request stands; in many languages the words for it end
    differently from those for a ticket, hence the context."""
    return {
        NEW: pgettext("request", "Received"),
        OPEN: _("Being worked on"),
        WAITING: _("Waiting for you"),
        HOLD: pgettext("request", "On hold"),
        RESOLVED: pgettext("request", "Resolved"),
    }[meaning]
