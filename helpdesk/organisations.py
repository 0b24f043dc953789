"""Groups of customers, such as companies."""

from dataclasses import dataclass
from typing import Any

from helpdesk import db, events, settings
from helpdesk.clock import now
from helpdesk.customers.listing import between
from helpdesk.customers.naming import normal_name
from helpdesk.errors import Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Customer, Organisation

NAME_MOST = 190
NOTE_MOST = 100_000
OFFERED = 200  # names that a browser completes while one types


@dataclass(frozen=True)
class Page:
    """Some organisations, and the key from which the next page goes on ('' at the end)."""

    rows: list[Organisation]
    next_key: str


def page_of(typed: str = "", *, after: str = "") -> Page:
    """Organisations by name, those that begin like what was typed."""
    size = settings.get("list.rows")
    query = Organisation.select(Organisation.id)
    fits = after.isascii() and after.isdecimal() and len(after) < 19
    last = Organisation.get_or_none(Organisation.id == int(after)) if fits else None
    condition = between(Organisation, normal_name(typed), last)
    if condition is not None:
        query = query.where(condition)
    # From the index alone, which MariaDB takes for sure only when nothing else is asked for.
    ordered = query.order_by(Organisation.name_normal, Organisation.id).limit(size + 1)
    numbers = [number for (number,) in ordered.tuples()]
    rows = list(Organisation.select().where(Organisation.id.in_(numbers))) if numbers else []
    rows.sort(key=lambda row: numbers.index(row.id))
    return Page(rows[:size], str(numbers[size - 1]) if len(numbers) > size else "")


def offered() -> list[str]:
    """Names to choose from; in a desk with more of them the others are typed."""
    query = Organisation.select(Organisation.name).order_by(Organisation.name_normal)
    return [name for (name,) in query.limit(OFFERED).tuples()]


def one(number: int) -> Organisation:
    """An organisation by number; raises NotFound."""
    found: Organisation | None = Organisation.get_or_none(Organisation.id == number)
    if found is None:
        raise NotFound
    return found


def by_name(typed: str) -> int:
    """The organisation that is called so; raises Invalid when there is none."""
    normal = normal_name(typed)
    found = Organisation.get_or_none(Organisation.name_normal == normal) if normal else None
    if found is None:
        raise Invalid(
            {"organisation": _("No organisation is called so. Add it under Organisations first.")}
        )
    return int(found.id)


def name_of(number: int | None) -> str:
    """What it is called, '' for none."""
    if number is None:
        return ""
    found = Organisation.get_or_none(Organisation.id == number)
    return found.name if found else ""


def add(*, name: str, note: str = "", actor: Actor) -> Organisation:
    """A new one; raises Invalid."""
    values = _checked(name, note)
    made: Organisation = Organisation.create(created=now(), **values)
    changes = {field: ("", values[field]) for field in ("name", "note") if values[field]}
    events.record(events.ORGANISATION_ADDED, actor, changes=changes, about=made.id)
    return made


def change(number: int, *, name: str, note: str, actor: Actor) -> None:
    """Another name or note; raises Invalid."""
    row = _locked(number)
    values = _checked(name, note, number)
    changes = {
        field: (getattr(row, field), values[field])
        for field in ("name", "note")
        if getattr(row, field) != values[field]
    }
    if changes:
        Organisation.update(**values).where(Organisation.id == number).execute()
        events.record(events.ORGANISATION_CHANGED, actor, changes=changes, about=number)


def has_members(number: int) -> bool:
    """Whether anybody belongs to it."""
    return bool(Customer.select(Customer.id).where(Customer.organisation == number).exists())


def delete(number: int, *, actor: Actor) -> None:
    """Its members and their tickets stay, and belong to none from now on."""
    row = _locked(number)
    Organisation.delete().where(Organisation.id == number).execute()  # the references become NULL
    changes = {"name": (row.name, ""), "note": (row.note, "")}
    events.record(events.ORGANISATION_DELETED, actor, changes=changes, about=number)


def _checked(name: str, note: str, own: int = 0) -> dict[str, Any]:
    name, errors = " ".join(name.split()), {}
    normal = normal_name(name)
    if not name:
        errors["name"] = _("Enter a name.")
    elif len(name) > NAME_MOST:
        errors["name"] = _("At most %(num)d characters.") % {"num": NAME_MOST}
    elif normal and _is_taken(normal, own):
        errors["name"] = _("There is already an organisation of this name.")
    if len(note) > NOTE_MOST:
        errors["note"] = _("At most %(num)d characters.") % {"num": NOTE_MOST}
    if errors:
        raise Invalid(errors)
    return {"name": name, "name_normal": normal, "note": note.strip()}


def _is_taken(normal: str, own: int) -> bool:
    others = (Organisation.name_normal == normal) & (Organisation.id != own)
    return bool(Organisation.select(Organisation.id).where(others).exists())


def _locked(number: int) -> Organisation:
    query = Organisation.select().where(Organisation.id == number)
    found: Organisation | None = db.locked(query).first()
    if found is None:
        raise NotFound
    return found
