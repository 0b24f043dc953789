"""The values in force: what is stored, else the default; read again every two seconds."""

import json
import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from helpdesk import db, secrets
from helpdesk.db import database
from helpdesk.schema import Setting
from helpdesk.settings.registry import REGISTRY

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


def recall(values: object) -> None:
    """Know these values from elsewhere while the database can't be asked; what isn't a dictionary
    of known keys is left out."""
    known = values if isinstance(values, dict) else {}
    _values.update({key: value for key, value in known.items() if key in REGISTRY})


def stored() -> dict[str, Any]:
    """What differs from its default, as it lies there: secrets sealed."""
    return dict(_current())


def locked(keys: Iterable[str]) -> dict[str, Any]:
    """The same of some keys, as it is now, held until the commit."""
    query = Setting.select(Setting.key, Setting.value).where(Setting.key.in_(list(keys)))
    return dict(_read(db.locked(query)))


def forget() -> None:
    """Read again at the next use."""
    global _read_at
    _read_at = 0.0


def _current() -> Mapping[str, Any]:
    global _read_at, _values, _read_from
    fresh = time.monotonic() - _read_at < NOTICED_WITHIN and _read_from is database.obj
    if (fresh and _read_at) or database.obj is None or database.is_closed():
        return _values
    values = dict(_read(Setting.select(Setting.key, Setting.value)))
    if not database.in_transaction():  # what is seen in there may be older, or never come to be
        _values, _read_at, _read_from = values, time.monotonic(), database.obj
    return values


def _unsealed(key: str, value: Any) -> Any:
    try:
        return secrets.unseal(value) if value else value
    except secrets.Unreadable as error:
        log.warning("the stored value of %s can't be opened: %s", key, error)
        return REGISTRY[key].default


def _read(query: Any) -> Iterator[tuple[str, Any]]:
    for key, value in query.tuples():
        try:
            if key in REGISTRY:
                yield key, json.loads(value)
        except ValueError:
            log.warning("the stored value of %s can't be read; its default is used", key)
