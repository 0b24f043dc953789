"""Changing settings: all that is wrong is told at once, and then nothing is stored."""

import json
from collections.abc import Mapping
from typing import Any

from helpdesk import db, events, secrets
from helpdesk.clock import now
from helpdesk.db import database
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Setting
from helpdesk.settings import telling
from helpdesk.settings.entry import Entry
from helpdesk.settings.kinds import parse
from helpdesk.settings.registry import REGISTRY
from helpdesk.settings.values import forget, locked


def parsed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The checked values, by key; raises Invalid per key."""
    errors: dict[str, str] = {}
    checked: dict[str, Any] = {}
    for key, value in values.items():
        try:
            checked[key] = parse(REGISTRY[key], value)
        except ValueError as error:
            errors[key] = str(error)
    if errors:
        raise Invalid(errors)
    return checked


def change(values: Mapping[str, Any], actor: Actor | None = None) -> None:
    """Check and store settings; one that equals its default is removed. Raises Invalid per key.

    With an actor the history tells who did it.
    """
    checked = parsed(values)
    _store(checked, locked(checked) if actor else {}, actor)


def save(typed: Mapping[str, Any], shown: Mapping[str, str], *, actor: Actor) -> list[str]:
    """Store what a person has changed on a page, and nothing else; returns the keys.

    `shown` are the marks of what the page had shown. Raises Invalid per key, also where somebody
    else has changed the same one meanwhile: the next sending, which knows it, takes its place.
    """
    before = locked(typed)
    errors: dict[str, str] = {}
    wanted: dict[str, Any] = {}
    for key, value in typed.items():
        entry = REGISTRY[key]
        if telling.mark_of_text(entry, str(value)) == shown.get(key) and not entry.secret:
            continue
        try:
            new = parse(entry, value)
            if _is_news(entry, new, before.get(key, entry.default), shown.get(key, "")):
                wanted[key] = new
        except ValueError as error:
            errors[key] = str(error)
    if errors:
        raise Invalid(errors)
    _store(wanted, before, actor)
    return list(wanted)


def reset(key: str, *, actor: Actor) -> bool:
    """Back to the default; says whether that was a change."""
    before = locked([key])
    _store({key: REGISTRY[key].default}, before, actor)
    return key in before


def _is_news(entry: Entry, new: Any, present: Any, shown: str) -> bool:
    """Whether a value has to be written; raises ValueError when somebody else was faster."""
    if not entry.secret and new == present:
        return False
    if telling.mark(entry, present) == shown:
        return True
    raise ValueError(
        _(
            "Somebody else has changed this meanwhile, to: %(value)s. Save again to put yours in "
            "its place."
        )
        % {"value": telling.told(entry, present)}
    )


def _store(checked: Mapping[str, Any], before: Mapping[str, Any], actor: Actor | None) -> None:
    changes: dict[str, tuple[Any, Any]] = {}
    for key, value in checked.items():
        entry = REGISTRY[key]
        if value == entry.default:
            Setting.delete().where(Setting.key == key).execute()
        else:
            kept = secrets.seal(value) if entry.secret else value
            stored = {"value": json.dumps(kept, ensure_ascii=False), "changed": now()}
            db.upsert(Setting, {"key": key}, stored)
        old = before.get(key, entry.default)
        if entry.secret or old != value:
            changes[key] = (telling.kept(entry, old), telling.kept(entry, value))
    if actor is not None and changes:
        events.record(events.SETTINGS_CHANGED, actor, changes=changes)
    forget()
    database.after_commit(forget)  # once more: another thread may have read the old ones meanwhile
