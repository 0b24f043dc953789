"""Names in every language, and the values beside them: checked, stored, recorded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpdesk import db, events, labels
from helpdesk.db import Table
from helpdesk.errors import Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _

NAME_MOST = 190


@dataclass(frozen=True)
class Names:
    """A name as it was typed, and in other languages where it has one there."""

    own: str
    translated: Mapping[str, str] = field(default_factory=dict)


def locked(table: type[Any]) -> list[Any]:
    """All rows in their order, held until the commit: rules about one depend on the others."""
    return list(db.locked(table.select().order_by(table.position, table.id)))


def present(rows: Iterable[Any], number: int) -> Any:
    """The row with this id; raises NotFound."""
    for row in rows:
        if row.id == number:
            return row
    raise NotFound


def add(rows: list[Any], table: type[Any], names: Names, *, actor: Actor, **values: Any) -> Any:
    """A new row behind all others; raises Invalid for a name that can't be taken."""
    check_names(names, rows)
    place = max((row.position for row in rows), default=-1) + 1
    row = table.create(name=names.own.strip(), position=place, **values)
    changes: dict[str, tuple[Any, Any]] = {"name": (None, row.name)}
    changes |= {key: (None, value) for key, value in values.items()}
    record(events.LABEL_ADDED, row, actor, changes | _translated(row, names))
    return row


def change(rows: list[Any], row: Any, names: Names, *, actor: Actor, **values: Any) -> bool:
    """Store what differs; whether anything did. Raises Invalid for a name that can't be taken."""
    check_names(names, [other for other in rows if other.id != row.id])
    wanted = {"name": names.own.strip(), **values}
    changes = {
        key: (getattr(row, key), value)
        for key, value in wanted.items()
        if getattr(row, key) != value
    }
    store(row, **{key: new for key, (_old, new) in changes.items()})
    changes |= _translated(row, names)
    if changes:
        record(events.LABEL_CHANGED, row, actor, changes)
    return bool(changes)


def checked_default(
    rows: list[Any], row: Any, *, actor: Actor, among: Callable[[Any], bool]
) -> None:
    """Let a row be the only default among those that it stands for."""
    if row.is_retired:
        raise Invalid(
            {"is_default": _("Bring it back first: what is retired can't be the default.")}
        )
    for other in rows:
        if other.id != row.id and other.is_default and among(other):
            store(other, is_default=False)
            record(events.LABEL_CHANGED, other, actor, {"is_default": (True, False)})


def store(row: Any, **values: Any) -> None:
    """Write some columns of a row."""
    if values:
        for key, value in values.items():
            setattr(row, key, value)
        type(row).update(**values).where(type(row).id == row.id).execute()


def record(name: str, row: Any, actor: Actor, changes: dict[str, tuple[Any, Any]]) -> None:
    """The event that something about a row was changed."""
    events.record(name, actor, changes=changes, noun=row.table, object_id=row.id)


def check_names(names: Names, others: Iterable[Any]) -> None:
    """Raise Invalid unless there is a name, none is too long, and nothing else is called so."""
    errors, own = {}, names.own.strip()
    if not own:
        errors["name"] = _("Enter a name.")
    elif any(row.name.casefold() == own.casefold() for row in others):
        errors["name"] = _("There is already one with this name.")
    for field_, text in (("name", own), *((f"name_{c}", t) for c, t in names.translated.items())):
        if len(text.strip()) > NAME_MOST:
            errors[field_] = _("At most %(num)d characters.") % {"num": NAME_MOST}
    if errors:
        raise Invalid(errors)


def _translated(row: Table, names: Names) -> dict[str, tuple[Any, Any]]:
    """Store the name in other languages; what has changed, as `name.de`."""
    before, changes = labels.texts(row), {}
    for language, typed in names.translated.items():
        text = typed.strip()
        if text != before.get(language, ""):
            labels.translate(row, language, text)
            changes[f"name.{language}"] = (before.get(language), text or None)
    return changes
