"""Kinds of matter that customers choose from and staff are responsible for."""

from typing import Any

from helpdesk import labelling, labels
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.labelling import Names
from helpdesk.labels import Label
from helpdesk.schema import Category, Priority, StaffCategory


def public() -> list[Label]:
    """What the form offers."""
    return [label for label in choices() if label.row.is_public]


def every() -> list[Label]:
    """All of them, for staff, also those that were retired."""
    return labels.rows(Category)


def choices() -> list[Label]:
    """Those that a ticket can be given, for staff."""
    return labels.choices(Category)


def chosen(value: str, among: list[Label]) -> Label:
    """The category that was chosen; the only one needs no choice. Raises Invalid."""
    if len(among) == 1 and not value:
        return among[0]
    for label in among:
        if str(label.id) == value:
            return label
    raise Invalid({"category": _("Choose what it is about.")})


def add(names: Names, *, is_public: bool, priority: str, actor: Actor) -> Category:
    """A new category; `priority` is the id of the one that its tickets get, or ''."""
    rows = labelling.locked(Category)
    values = {"is_public": is_public, "priority": _priority(priority)}
    row: Category = labelling.add(rows, Category, names, actor=actor, **values)
    return row


def change(number: int, names: Names, *, is_public: bool, priority: str, actor: Actor) -> bool:
    """Other names or values; raises Invalid. Customers always find one to choose."""
    rows = labelling.locked(Category)
    row = labelling.present(rows, number)
    if not is_public:
        _one_stays(rows, row, "is_public")
    values = {"is_public": is_public, "priority": _priority(priority, row.priority)}
    return labelling.change(rows, row, names, actor=actor, **values)


def retire(number: int, *, actor: Actor) -> None:
    """Let nobody choose it any more; raises Invalid for the last that customers can choose."""
    rows = labelling.locked(Category)
    row = labelling.present(rows, number)
    _one_stays(rows, row, "")
    labelling.retire(row, actor=actor)


def delete(number: int, *, actor: Actor) -> None:
    """Remove one that no ticket has, also from what staff may see."""
    rows = labelling.locked(Category)
    row = labelling.present(rows, number)
    _one_stays(rows, row, "")
    labelling.delete(row, actor=actor)
    StaffCategory.delete().where(StaffCategory.category == row.id).execute()


def _one_stays(rows: list[Any], row: Category, field: str) -> None:
    left = [other for other in rows if other.is_public and not other.is_retired]
    if left == [row]:
        words = _("This is the only category that customers can choose. Add or open another first.")
        raise Invalid({field: words})


def _priority(value: str, now: int | None = None) -> int | None:
    if not value:
        return None
    for label in labels.rows(Priority):
        if str(label.id) == value and (not label.row.is_retired or label.id == now):
            return label.id
    raise Invalid({"priority": _("Choose a priority from the list.")})
