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
    usual = Priority.id == category.priority if category.priority else Priority.is_default
    row: Priority = Priority.select().where(usual).order_by(Priority.position).first()
    return row or Priority.select().order_by(Priority.position).first()
