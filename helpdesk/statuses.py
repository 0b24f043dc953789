"""Where tickets stand. Each status has one of five meanings; desks may name more of their own."""

from typing import Any

from helpdesk import jobs, labelling, labels, numbers
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _, pgettext
from helpdesk.labelling import Names
from helpdesk.labels import Label
from helpdesk.schema import Status

NEW, OPEN, WAITING, HOLD, RESOLVED = "new", "open", "waiting", "hold", "resolved"
MEANINGS = (NEW, OPEN, WAITING, HOLD, RESOLVED)
STRAIGHTEN = "tickets.straighten"  # the job that looks after tickets given a status meanwhile
OURS = (NEW, OPEN)  # the meanings in which it is our turn


def every() -> list[Label]:
    """All of them in their order, also those that were retired."""
    return labels.rows(Status)


def choices() -> list[Label]:
    """Those that a ticket can be given."""
    return labels.choices(Status)


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
    found: Status | None = Status.get_or_none(Status.id == numbers.row_id(value))
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


def add(names: Names, *, meaning: str, is_default: bool, actor: Actor) -> Status:
    """A new status; raises Invalid."""
    rows = labelling.locked(Status)
    meaning = _checked(meaning)
    values = {"meaning": meaning, "is_default": is_default}
    row: Status = labelling.add(rows, Status, names, actor=actor, **values)
    if is_default:
        _sole_default(rows, row, actor)
    return row


def change(number: int, names: Names, *, meaning: str, is_default: bool, actor: Actor) -> bool:
    """Other names, meaning, or the default for its meaning; raises Invalid.

    There is always one default for each meaning, so a status only stops being it by another one
    becoming it. Between resolved and the rest the meaning changes only while no ticket has it:
    else tickets would be opened or closed without anybody having looked at them.
    """
    rows = labelling.locked(Status)
    row = labelling.present(rows, number)
    meaning, before = _checked(meaning), row.meaning
    crosses = (meaning == RESOLVED) != (before == RESOLVED)
    if meaning != before:
        _check_meaning(row, crosses)
    is_default = is_default or row.is_default
    values = {"meaning": meaning, "is_default": is_default}
    done = labelling.change(rows, row, names, actor=actor, **values)
    if is_default:
        _sole_default(rows, row, actor)
    if crosses:
        jobs.enqueue(STRAIGHTEN, {"status": row.id}, delay=60)
    return done


def _checked(meaning: str) -> str:
    if meaning not in MEANINGS:
        raise Invalid({"meaning": _("Choose what it means.")})
    return meaning


def _check_meaning(row: Status, crosses: bool) -> None:
    if row.is_default:
        words_ = _("This is the default for its meaning. Make another one the default first.")
        raise Invalid({"meaning": words_})
    if crosses and labelling.is_used(row):
        words_ = _(
            "There are tickets that have it, which this would open or close. "
            "Move them to another status first."
        )
        raise Invalid({"meaning": words_})


def _sole_default(rows: list[Any], row: Status, actor: Actor) -> None:
    labelling.checked_default(
        rows, row, actor=actor, among=lambda other: other.meaning == row.meaning
    )
