"""What staff are typing, kept on the server: there on another device, gone with the sending."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from helpdesk import attachments, db
from helpdesk.attachments import Kept
from helpdesk.clock import now
from helpdesk.schema import Draft, Message

REPLY, NOTE = "reply", "note"
KINDS = (REPLY, NOTE)
MOST = 1_000_000  # characters, of text and of HTML each


@dataclass(frozen=True)
class Typed:
    """A draft as it is: version 0 stands for none."""

    text: str = ""
    html: str = ""
    files: list[Kept] = field(default_factory=list)
    version: int = 0
    device: str = ""
    changed: int = 0  # seconds since 1970

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be lost."""
        return not (self.text.strip() or self.html.strip() or self.files)


@dataclass(frozen=True)
class Saved:
    """What became of a saving; `elsewhere`: another device has saved since this one knew."""

    version: int
    elsewhere: bool = False


_found = db.Prepared(
    lambda staff, ticket, kind: (
        Draft.select(
            Draft.id,
            Draft.text,
            Draft.html,
            Draft.files,
            Draft.version,
            Draft.device,
            Draft.changed,
        )
        .where((Draft.staff == staff) & (Draft.ticket == ticket) & (Draft.kind == kind))
        .namedtuples()
    )
)


def of(staff: int, ticket: int, kind: str) -> Typed:
    """A person's draft on a ticket; one query."""
    row = _found.first(staff, ticket, kind)
    return _typed(row) if row is not None else Typed()


def save(staff: int, ticket: int, kind: str, *, typed: Typed, based_on: int = 0) -> Saved:
    """Store what is typed; the newest counts. `typed.version` is the one that the page knows.

    `based_on` is the last position that the page shows: what was sent meanwhile from there isn't
    taken for a new draft, should its saving come in late.
    """
    if typed.version and not typed.is_empty and _saved_on(staff, ticket, kind, typed):
        return Saved(typed.version + 1)
    row = _found.first(staff, ticket, kind)
    elsewhere = (row.version if row else 0) != typed.version and (
        row is None or row.device != typed.device
    )
    if typed.is_empty:
        if row is not None:
            Draft.delete().where(Draft.id == row.id).execute()
        return Saved(0, elsewhere and row is not None)
    values = _columns(typed)
    if row is not None:
        changed = Draft.update(**values, version=row.version + 1)
        changed.where(Draft.id == row.id).execute()
        return Saved(row.version + 1, elsewhere)
    if _was_sent(staff, ticket, based_on, typed.text):
        return Saved(0)
    keys = {"staff": staff, "ticket": ticket, "kind": kind}
    db.upsert(Draft, keys, {**values, "version": 1})
    return Saved(1, typed.version > 0)


def put_back(staff: int, ticket: int, kind: str, *, typed: Typed) -> None:
    """Make a draft of what was taken back, before what has been typed since."""
    there = of(staff, ticket, kind)
    if there.version:
        html = typed.html and there.html
        typed = replace(
            typed,
            text=f"{typed.text}\n\n{there.text}".rstrip(),
            html=f"{typed.html}<div><br></div>{there.html}" if html else "",
            files=[*typed.files, *there.files],
        )
    values = {**_columns(replace(typed, device="")), "version": there.version + 1}
    db.upsert(Draft, {"staff": staff, "ticket": ticket, "kind": kind}, values)


def clear(staff: int, ticket: int, kind: str) -> None:
    """Forget the draft, in the transaction that sends it."""
    mine = (Draft.staff == staff) & (Draft.ticket == ticket) & (Draft.kind == kind)
    Draft.delete().where(mine).execute()


def _saved_on(staff: int, ticket: int, kind: str, typed: Typed) -> bool:
    """The usual case in one query: nobody has saved since this page did."""
    mine = (Draft.staff == staff) & (Draft.ticket == ticket) & (Draft.kind == kind)
    known = mine & (Draft.version == typed.version)
    changed = Draft.update(**_columns(typed), version=typed.version + 1).where(known)
    return bool(changed.execute() == 1)


def _columns(typed: Typed) -> dict[str, Any]:
    return {
        "text": typed.text[:MOST],
        "html": typed.html[:MOST],
        "files": json.dumps([asdict(file) for file in typed.files]),
        "device": typed.device[:40],
        "changed": now(),
    }


def _typed(row: Any) -> Typed:
    files = [Kept(**values) for values in json.loads(row.files)]
    there: Sequence[Kept] = [f for f in files if attachments.store().exists(f.sha256)]
    changed = int(row.changed.timestamp())
    return Typed(row.text, row.html, list(there), row.version, row.device, changed)


def _was_sent(staff: int, ticket: int, based_on: int, text: str) -> bool:
    """Whether this person has said just that since the page was made."""
    mine = (Message.ticket == ticket) & (Message.staff == staff) & (Message.position > based_on)
    said = Message.select(Message.text).where(mine).order_by(Message.position.desc()).first()
    return said is not None and "".join(said.text.split()) == "".join(text.split())
