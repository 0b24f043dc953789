"""Settings: one registry entry is the whole truth about each; values that differ are stored.

`settings.get("site.title")` reads, `settings.change({...})` writes. A process notices what another
one changed within two seconds.
"""

import json
import time
from collections.abc import Mapping
from typing import Any

from helpdesk import db
from helpdesk.clock import now
from helpdesk.db import database
from helpdesk.errors import Invalid
from helpdesk.schema import Setting
from helpdesk.settings.kinds import parse
from helpdesk.settings.registry import REGISTRY, Entry

__all__ = ["REGISTRY", "Entry", "change", "forget", "get"]

NOTICED_WITHIN = 2.0  # seconds
_values: dict[str, Any] = {}
_read_at = 0.0
_read_from: object = None


def get(key: str) -> Any:
    """The value in force; raises KeyError for a key that nobody registered."""
    entry = REGISTRY[key]
    _refresh()
    return _values.get(key, entry.default)


def change(values: Mapping[str, Any]) -> None:
    """Check and store settings; one that equals its default is removed. Raises Invalid per key."""
    errors: dict[str, str] = {}
    checked: dict[str, Any] = {}
    for key, value in values.items():
        try:
            checked[key] = parse(REGISTRY[key], value)
        except ValueError as error:
            errors[key] = str(error)
    if errors:
        raise Invalid(errors)
    for key, value in checked.items():
        if value == REGISTRY[key].default:
            Setting.delete().where(Setting.key == key).execute()
        else:
            stored = {"value": json.dumps(value, ensure_ascii=False), "changed": now()}
            db.upsert(Setting, {"key": key}, stored)
    forget()


def forget() -> None:
    """Read again at the next use."""
    global _read_at
    _read_at = 0.0


def _refresh() -> None:
    global _read_at, _values, _read_from
    fresh = time.monotonic() - _read_at < NOTICED_WITHIN and _read_from is database.obj
    if (fresh and _read_at) or database.obj is None or database.is_closed():
        return
    rows = Setting.select(Setting.key, Setting.value).tuples()
    _values = {key: json.loads(value) for key, value in rows if key in REGISTRY}
    _read_at, _read_from = time.monotonic(), database.obj
