"""Settings: one registry entry is the whole truth about each; values that differ are stored.

`settings.get("site.title")` reads, `settings.change({...})` writes. A process notices what another
one changed within two seconds. Secret ones are stored sealed and opened at each use.
"""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from typing import Any

from helpdesk import db, secrets
from helpdesk.clock import now
from helpdesk.db import database
from helpdesk.errors import Invalid
from helpdesk.schema import Setting
from helpdesk.settings.entry import Entry
from helpdesk.settings.kinds import parse
from helpdesk.settings.registry import REGISTRY

__all__ = ["REGISTRY", "Entry", "change", "forget", "get", "is_readable", "is_set", "remembered"]

NOTICED_WITHIN = 2.0  # seconds
log = logging.getLogger("helpdesk.settings")
_values: dict[str, Any] = {}
_read_at = 0.0
_read_from: object = None


def get(key: str) -> Any:
    """The value in force; raises KeyError for a key that nobody registered."""
    entry = REGISTRY[key]
    value = _current().get(key, entry.default)
    return _unsealed(key, value) if entry.secret else value


def is_set(key: str) -> bool:
    """Whether a value other than the default is stored: all that a page may say of a secret."""
    return REGISTRY[key].key in _current()


def is_readable(key: str) -> bool:
    """Whether a stored secret can still be opened; it can't under another secret key."""
    return not is_set(key) or bool(get(key))


def remembered(key: str) -> Any:
    """The value as this process last read it, without asking a database that may be away."""
    return _values.get(key, REGISTRY[key].default)


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
            kept = secrets.seal(value) if REGISTRY[key].secret else value
            stored = {"value": json.dumps(kept, ensure_ascii=False), "changed": now()}
            db.upsert(Setting, {"key": key}, stored)
    forget()
    database.after_commit(forget)  # once more: another thread may have read the old ones meanwhile


def forget() -> None:
    """Read again at the next use."""
    global _read_at
    _read_at = 0.0


def _current() -> Mapping[str, Any]:
    global _read_at, _values, _read_from
    fresh = time.monotonic() - _read_at < NOTICED_WITHIN and _read_from is database.obj
    if (fresh and _read_at) or database.obj is None or database.is_closed():
        return _values
    values = dict(_stored())
    if not database.in_transaction():  # what is seen in there may be older, or never come to be
        _values, _read_at, _read_from = values, time.monotonic(), database.obj
    return values


def _unsealed(key: str, value: Any) -> Any:
    try:
        return secrets.unseal(value) if value else value
    except secrets.Unreadable as error:
        log.warning("the stored value of %s can't be opened: %s", key, error)
        return REGISTRY[key].default


def _stored() -> Iterator[tuple[str, Any]]:
    for key, value in Setting.select(Setting.key, Setting.value).tuples():
        try:
            if key in REGISTRY:
                yield key, json.loads(value)
        except ValueError:
            log.warning("the stored value of %s can't be read; its default is used", key)
