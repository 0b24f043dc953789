"""Whether customers are served at present."""

from collections.abc import Iterator

from helpdesk import settings
from helpdesk.diagnostics.facts import GOOD, WARN, Around, Fact
from helpdesk.i18n import _


def facts(around: Around) -> Iterator[Fact]:
    """Open, or shut for maintenance."""
    link = {"page": "/admin/settings/maintenance", "way": _("Change")}
    if settings.get("maintenance.on"):
        words = _("shut: maintenance mode is on")
        yield Fact(_("Customers’ side"), words, WARN, **link)
    else:
        yield Fact(_("Customers’ side"), _("open"), GOOD, **link)
