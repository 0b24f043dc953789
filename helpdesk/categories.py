"""Kinds of matter that customers choose from and staff are responsible for."""

from helpdesk import labels
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.labels import Label
from helpdesk.schema import Category


def public() -> list[Label]:
    """What the form offers."""
    return [label for label in labels.rows(Category) if label.row.is_public]


def every() -> list[Label]:
    """All of them, for staff."""
    return labels.rows(Category)


def chosen(value: str, among: list[Label]) -> Label:
    """The category that was chosen; the only one needs no choice. Raises Invalid."""
    if len(among) == 1 and not value:
        return among[0]
    for label in among:
        if str(label.id) == value:
            return label
    raise Invalid({"category": _("Choose what it is about.")})
