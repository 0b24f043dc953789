"""Settings: one registry entry is the whole truth about each; values that differ are stored.

`settings.get("site.title")` reads, `settings.change({...})` writes, `settings.save(...)` writes
what a person changed on a page, `settings.reset(...)` brings a default back. A process notices what
another one changed within two seconds. Secret ones are stored sealed and opened at each use.
"""

from helpdesk.settings.changing import change, parsed, reset, save
from helpdesk.settings.contradictions import Warned, warnings
from helpdesk.settings.entry import Entry
from helpdesk.settings.finding import Group, changed_count, found, groups, pieces
from helpdesk.settings.registry import REGISTRY
from helpdesk.settings.telling import mark, mark_of_text, told, typed
from helpdesk.settings.values import (
    NOTICED_WITHIN,
    forget,
    get,
    is_readable,
    is_set,
    recall,
    remembered,
    stored,
)

__all__ = [
    "NOTICED_WITHIN",
    "REGISTRY",
    "Entry",
    "Group",
    "Warned",
    "change",
    "changed_count",
    "forget",
    "found",
    "get",
    "groups",
    "is_readable",
    "is_set",
    "mark",
    "mark_of_text",
    "parsed",
    "pieces",
    "recall",
    "remembered",
    "reset",
    "save",
    "stored",
    "told",
    "typed",
    "warnings",
]
