"""How pressing a ticket is."""

from helpdesk import labels, settings
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.labels import Label
from helpdesk.schema import Category, Priority


def public() -> list[Label]:
    """What the form offers; nothing when customers don't choose."""
    if not settings.get("tickets.priority_choice"):
        return []
    return [label for label in labels.rows(Priority) if label.row.is_public]


def every() -> list[Label]:
    """All of them, for staff."""
    return labels.rows(Priority)


def chosen(value: str, category: Category) -> Priority:
    """The priority that a customer chose, else the category's, else the default one."""
    if value:
        for label in public():
            if str(label.id) == value:
                found: Priority = label.row
                return found
        raise Invalid({"priority": _("Choose how pressing it is.")})
    rows: list[Priority] = [label.row for label in every()]
    for row in rows:
        if row.id == category.priority if category.priority else row.is_default:
            return row
    return rows[0]


def by_id(value: str) -> Priority:
    """The priority with an id that somebody of staff chose; raises Invalid."""
    for label in every():
        if str(label.id) == value:
            found: Priority = label.row
            return found
    raise Invalid({"priority": _("Choose a priority from the list.")})
