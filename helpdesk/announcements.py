"""Notices on the customers' pages: which, where, in whose language, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from peewee import JOIN

from helpdesk import db, events, i18n, richtext, settings
from helpdesk.clock import now
from helpdesk.errors import Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Announcement, Translation

STYLES = ("info", "warning", "outage", "good")
HOME, SUBMIT, EVERYWHERE = PLACES = ("home", "submit", "everywhere")
TITLE_MOST = 190
TEXT_MOST = 5_000
POSITION_MOST = 1_000
SHOWN, PLANNED, PAST, OFF = STATES = ("shown", "planned", "past", "off")
Texts = Mapping[str, tuple[str, str]]  # by language: title and text


@dataclass(frozen=True)
class Draft:
    """What an administrator writes down; the moments are None for "from now" and "for good"."""

    title: str
    text: str = ""
    style: str = "info"
    place: str = EVERYWHERE
    language: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    position: int = 0
    is_active: bool = True


@dataclass(frozen=True)
class Shown:
    """A notice as customers read it; `version` changes with its words."""

    id: int
    title: str
    html: str
    style: str
    place: str
    version: str
    begins: datetime | None = None
    ends: datetime | None = None
    language: str = ""


def on_page(path: str) -> list[Shown]:
    """What stands on a page of the portal at this moment; from memory, as a rule."""
    place, moment = {"/": HOME, "/submit": SUBMIT}.get(path, EVERYWHERE), now()
    return [
        notice
        for notice in _all(i18n.language())
        if notice.place in (place, EVERYWHERE)
        and (notice.begins is None or notice.begins <= moment)
        and (notice.ends is None or moment < notice.ends)
    ]


def every() -> list[Announcement]:
    """All that aren't deleted, in their order."""
    rows = Announcement.select().where(Announcement.deleted.is_null())
    return list(rows.order_by(Announcement.position, Announcement.id))


def one(number: int, *, is_deleted: bool = False) -> Announcement:
    """An announcement by number; raises NotFound."""
    found: Announcement | None = Announcement.get_or_none(Announcement.id == number)
    if found is None or (found.deleted is not None) != is_deleted:
        raise NotFound
    return found


def state(row: Announcement) -> str:
    """Whether it is shown now, planned, past or switched off."""
    if not row.is_active:
        return OFF
    if row.ends is not None and row.ends <= now():
        return PAST
    return PLANNED if row.begins is not None and row.begins > now() else SHOWN


def other_languages(known: Texts) -> list[str]:
    """The languages in which texts can be given too: beside the desk's own, or there already."""
    own = settings.get("site.language")
    return [code for code in i18n.available() if code != own or code in known]


def texts(number: int) -> dict[str, tuple[str, str]]:
    """Title and text in the other languages, as far as they are there."""
    wanted = (Translation.noun == Announcement.table) & (Translation.object_id == number)
    found: dict[str, dict[str, str]] = {}
    for row in Translation.select().where(wanted):
        found.setdefault(row.language, {})[row.field] = row.text
    return {code: (t.get("title", ""), t.get("text", "")) for code, t in found.items()}


def add(draft: Draft, others: Texts, *, actor: Actor) -> Announcement:
    """A new one; raises Invalid with a message per field."""
    draft, others = _checked(draft, others)
    row: Announcement = Announcement.create(changed=now(), **vars(draft))
    _translate(row, others)
    changes = {name: ("", new) for name, new in _told(draft, others).items()}
    events.record(events.ANNOUNCEMENT_ADDED, actor, changes=changes, about=row.id)
    return row


def change(number: int, draft: Draft, others: Texts, *, actor: Actor) -> None:
    """Other words, another place or another time; raises Invalid."""
    draft, others = _checked(draft, others)
    row = _locked(number)
    before, known = _draft(row), texts(number)
    old, new = _told(before, known), _told(draft, others)
    changes = {
        name: (old.get(name, ""), new.get(name, ""))
        for name in sorted(old.keys() | new.keys())
        if old.get(name, "") != new.get(name, "")
    }
    if not changes:
        return
    values = {**vars(draft), "changed": now()}
    Announcement.update(**values).where(Announcement.id == number).execute()
    _translate(row, others)
    events.record(events.ANNOUNCEMENT_CHANGED, actor, changes=changes, about=number)


def delete(number: int, *, actor: Actor) -> None:
    """Take it off all pages; `restore` takes this back."""
    _mark(one(number), now())
    events.record(events.ANNOUNCEMENT_DELETED, actor, about=number)


def restore(number: int, *, actor: Actor) -> None:
    """Take a deleted one back."""
    _mark(one(number, is_deleted=True), None)
    events.record(events.ANNOUNCEMENT_RESTORED, actor, about=number)


def preview(draft: Draft) -> Shown:
    """How it will look, in the desk's own language."""
    html = richtext.from_text(draft.text)
    return Shown(0, draft.title.strip(), html, draft.style, draft.place, "")


def _all(language: str) -> list[Shown]:
    key = ("announcements", language)
    return db.remembered(key, (Announcement, Translation), lambda: _read(language))


def _read(language: str) -> list[Shown]:
    """Every one that is on and may be shown some day, in a language."""
    ends = Announcement.ends.is_null() | (Announcement.ends > now())
    wanted = Announcement.deleted.is_null() & (Announcement.is_active == 1) & ends
    wanted &= Announcement.language.in_(["", language])
    title, text = Translation.alias(), Translation.alias()
    query = (
        Announcement.select(
            Announcement, title.text.alias("other_title"), text.text.alias("other_text")
        )
        .join(title, JOIN.LEFT_OUTER, on=_ours(title, "title", language))
        .switch(Announcement)
        .join(text, JOIN.LEFT_OUTER, on=_ours(text, "text", language))
    )
    rows = query.where(wanted).order_by(Announcement.position, Announcement.id).objects()
    return [_shown(row) for row in rows]


def _ours(table: Any, field: str, language: str) -> Any:
    ours = (table.noun == Announcement.table) & (table.object_id == Announcement.id)
    return ours & (table.field == field) & (table.language == language)


def _shown(row: Any) -> Shown:
    """A language that has a title has a text of its own too, maybe none at all."""
    text = (row.other_text or "") if row.other_title else row.text
    return Shown(
        row.id,
        row.other_title or row.title,
        richtext.from_text(text),
        row.style,
        row.place,
        f"{row.id}.{int(row.changed.timestamp())}",
        row.begins,
        row.ends,
        row.language,
    )


def _checked(draft: Draft, others: Texts) -> tuple[Draft, dict[str, tuple[str, str]]]:
    errors: dict[str, str] = {}
    draft = replace(draft, title=" ".join(draft.title.split()), text=draft.text.strip())
    if not draft.title:
        errors["title"] = _("Say in a few words what it is about.")
    _check_length(errors, "", draft.title, draft.text)
    kept = {code: (" ".join(one.split()), two.strip()) for code, (one, two) in others.items()}
    for code, (title, text) in kept.items():
        _check_length(errors, f"_{code}", title, text)
        if text and not title:
            errors[f"title_{code}"] = _("A text needs a title.")
    for name, among in (("style", STYLES), ("place", PLACES), ("language", _languages())):
        if getattr(draft, name) not in among:
            errors[name] = _("Choose one of these.")
    if draft.begins and draft.ends and draft.ends <= draft.begins:
        errors["ends"] = _("This is before it begins.")
    if not 0 <= draft.position <= POSITION_MOST:
        errors["position"] = _("A number from 0 to %(num)d.") % {"num": POSITION_MOST}
    if errors:
        raise Invalid(errors)
    return draft, {code: both for code, both in kept.items() if both[0] and code in _languages()}


def _check_length(errors: dict[str, str], suffix: str, title: str, text: str) -> None:
    for name, value, most in (("title", title, TITLE_MOST), ("text", text, TEXT_MOST)):
        if len(value) > most:
            errors[name + suffix] = _("At most %(num)d characters.") % {"num": most}


def _languages() -> tuple[str, ...]:
    return ("", *i18n.available())


def _draft(row: Announcement) -> Draft:
    return Draft(**{name: getattr(row, name) for name in Draft.__dataclass_fields__})


def _told(draft: Draft, others: Texts) -> dict[str, Any]:
    """What an event says about it."""
    told = dict(vars(draft))
    for name in ("begins", "ends"):
        told[name] = told[name].isoformat() if told[name] else ""
    for code, (title, text) in others.items():
        told |= {f"title:{code}": title, f"text:{code}": text}
    return told


def _translate(row: Announcement, others: Texts) -> None:
    """The texts of the other languages, in place of those that are there."""
    theirs = (Translation.noun == Announcement.table) & (Translation.object_id == row.id)
    Translation.delete().where(theirs).execute()
    rows = [
        {
            "noun": Announcement.table,
            "object_id": row.id,
            "field": field,
            "language": code,
            "text": text,
        }
        for code, both in others.items()
        for field, text in zip(("title", "text"), both, strict=True)
    ]
    if rows:
        Translation.insert_many(rows).execute()


def _mark(row: Announcement, moment: datetime | None) -> None:
    Announcement.update(deleted=moment).where(Announcement.id == row.id).execute()


def _locked(number: int) -> Announcement:
    query = Announcement.select().where(
        (Announcement.id == number) & Announcement.deleted.is_null()
    )
    found: Announcement | None = db.locked(query).first()
    if found is None:
        raise NotFound
    return found
