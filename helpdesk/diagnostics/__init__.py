"""How the desk is: versions, space, timed work, slow pages; each fact with what to do about it.

groups      everything that the status page shows, each part whatever becomes of the others
report      the same as plain text, without secrets
trouble     what is so bad that administrators should hear of it on their first page

A module of this package is a group of facts: `facts(around)` yields them.
"""

import logging
from collections.abc import Callable, Iterable

from helpdesk import i18n
from helpdesk.diagnostics import exposed, portal, post, slow, storage, timed, versions
from helpdesk.diagnostics import report as reports
from helpdesk.diagnostics.facts import WARN, Around, Fact, Group
from helpdesk.errors import Unavailable
from helpdesk.i18n import N_, _

__all__ = ["Around", "Fact", "Group", "groups", "report", "trouble"]
Facts = Callable[[Around], Iterable[Fact]]
_PARTS: tuple[tuple[str, str, Facts], ...] = (
    ("portal", N_("Customers"), portal.facts),
    ("timed", N_("Timed work"), timed.facts),
    ("post", N_("Outgoing mail"), post.facts),
    ("storage", N_("Space and rights"), storage.facts),
    ("exposed", N_("Safety"), exposed.facts),
    ("slow", N_("Slow pages"), slow.facts),
    ("versions", N_("Versions"), versions.facts),
)
log = logging.getLogger("helpdesk.diagnostics")


def groups(around: Around) -> list[Group]:
    """All parts, in the order of the page."""
    return [Group(name, _(title), _seen(facts, around)) for name, title, facts in _PARTS]


def report(around: Around) -> str:
    """The same as plain text in English, for who helps: without secrets, names and addresses."""
    with i18n.speaking(reports.LANGUAGE):
        return reports.text(groups(around))


def trouble() -> str:
    """The one thing to tell at once; '' when there is none."""
    return timed.trouble()


def _seen(facts: Facts, around: Around) -> tuple[Fact, ...]:
    """What a part says; where looking fails, that is what it says."""
    found: list[Fact] = []
    try:
        for fact in facts(around):
            found.append(fact)
    except Unavailable:
        raise
    except Exception as error:
        log.exception("a part of the status page can't be seen")
        advice = _("The log says more.")
        title = _("The rest can’t be seen")
        found.append(Fact(title, "", WARN, advice, code=type(error).__name__))
    return tuple(found)
