"""How pressing a ticket is."""

from helpdesk import labelling, labels, settings
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.labelling import Names
from helpdesk.labels import Label
from helpdesk.schema import Category, Priority

LEVELS = ("urgent", "high", "normal", "low")


def public() -> list[Label]:
    """What the form offers; nothing when customers don't choose."""
    if not settings.get("tickets.priority_choice"):
        return []
    return [label for label in choices() if label.row.is_public]


def every() -> list[Label]:
    """All of them, also those that were retired."""
    return labels.rows(Priority)


def choices() -> list[Label]:
    """Those that a ticket can be given, for staff."""
    return labels.choices(Priority)


def chosen(value: str, category: Category) -> Priority:
    """The priority that a customer chose, else the category's, else the default one."""
    if value:
        for label in public():
            if str(label.id) == value:
                found: Priority = label.row
                return found
        raise Invalid({"priority": _("Choose how pressing it is.")})
    rows: list[Priority] = [label.row for label in choices()]
    of_category = [row for row in rows if row.id == category.priority]
    return next(iter([*of_category, *(row for row in rows if row.is_default), *rows]))


def add(names: Names, *, level: str, is_public: bool, is_default: bool, actor: Actor) -> Priority:
    """A new priority; raises Invalid."""
    rows = labelling.locked(Priority)
    values = {"level": _checked(level), "is_public": is_public, "is_default": is_default}
    row: Priority = labelling.add(rows, Priority, names, actor=actor, **values)
    if is_default:
        labelling.checked_default(rows, row, actor=actor, among=lambda other: True)
    return row


def change(
    number: int, names: Names, *, level: str, is_public: bool, is_default: bool, actor: Actor
) -> bool:
    """Other names or values; raises Invalid. It stops being the default by another becoming it."""
    rows = labelling.locked(Priority)
    row = labelling.present(rows, number)
    is_default = is_default or row.is_default
    values = {"level": _checked(level), "is_public": is_public, "is_default": is_default}
    done = labelling.change(rows, row, names, actor=actor, **values)
    if is_default:
        labelling.checked_default(rows, row, actor=actor, among=lambda other: True)
    return done


def delete(number: int, *, actor: Actor) -> None:
    """Remove one that no ticket has; categories that set it go back to the default one."""
    row = labelling.present(labelling.locked(Priority), number)
    labelling.delete(row, actor=actor)
    Category.update(priority=None).where(Category.priority == row.id).execute()


def _checked(level: str) -> str:
    if level not in LEVELS:
        raise Invalid({"level": _("Choose how pressing it is.")})
    return level


def by_id(value: str) -> Priority:
    """The priority with an id that somebody of staff chose; raises Invalid."""
    for label in every():
        if str(label.id) == value:
            found: Priority = label.row
            return found
    raise Invalid({"priority": _("Choose a priority from the list.")})
