"""Sessions: one row per browser that signed in or sent something; none for a mere visitor.

The cookie holds an unguessable value, the table its digest. Signing in gives a new value, so that
one planted before is worthless (ASVS 7.2.4); signing out and a new password end sessions at once.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from peewee import JOIN

from helpdesk import db, events, security, settings
from helpdesk import staff as people
from helpdesk.clock import now
from helpdesk.errors import NotFound
from helpdesk.schema import Session, Staff
from helpdesk.staff import Member

MOST_TICKETS = 100  # that one guest's browser remembers
MOST_SHOWN = 100


class _Row(NamedTuple):
    """A session with whom it belongs to; these are None for a guest, and for who has left."""

    data: str
    expires: datetime
    staff: int | None
    name: str
    email: str
    language: str
    timezone: str
    all_categories: bool
    list_view: str
    toured: bool
    role: int | None


def _of(digest: Any) -> Any:
    who = (Staff.name, Staff.email, Staff.language, Staff.timezone, Staff.all_categories)
    return (
        Session.select(
            *(Session.data, Session.expires, Session.staff),
            *(*who, Staff.list_view, Staff.toured, Staff.role),
        )
        .join(Staff, JOIN.LEFT_OUTER, on=((Session.staff == Staff.id) & Staff.is_active))
        .where(Session.id == digest)
    )


_by_id = db.Prepared(lambda digest: _of(digest).tuples())


@dataclass(frozen=True)
class Beside:
    """What is read together with the session, in one look at the database."""

    query: db.Prepared  # from `joined`
    values: tuple[Any, ...]


def joined(extend: Callable[..., Any]) -> db.Prepared:
    """A query for `Beside`: `extend` is given that of the session and stand-ins for the values, and
    puts more columns beside its own."""
    return db.Prepared(lambda digest, *values: extend(_of(digest), *values).tuples())


@dataclass
class Current:
    """The session of the request at hand; `value` is '' while there is none."""

    value: str = ""
    staff: Member | None = None
    tickets: list[int] = field(default_factory=list)
    expires: datetime | None = None
    changed: bool = False  # the cookie has to be sent
    granted: list[int] = field(default_factory=list)  # tickets, by this request
    device: str = ""  # in which they signed in, in words
    beside: list[tuple[Any, ...]] = field(default_factory=list)  # the rows that were asked for

    def grant(self, ticket: int) -> None:
        """Let this browser see a ticket from now on."""
        if ticket not in self.tickets:
            self.tickets = [*self.tickets, ticket][-MOST_TICKETS:]
        self.granted.append(ticket)
        self._save()

    def sign_in(self, row: Staff, device: str = "") -> None:
        """Become a staff member, under a new value."""
        self._forget()
        self.value, self.device = "", device
        self.staff = people.member(row)
        self._save()

    def sign_out(self) -> None:
        """End this session."""
        self._forget()
        self.value, self.staff, self.tickets, self.changed = "", None, [], True

    def end_others(self) -> None:
        """End all sessions of the signed-in person, and go on in this browser under a new value."""
        if self.staff is not None:
            Session.delete().where(Session.staff == self.staff.id).execute()
            self.value = ""
            self._save()

    def prolong(self) -> None:
        """Push the end ahead once half of the time is over, in a request that writes anyway."""
        half = timedelta(days=settings.get("security.session_days")) / 2
        if self.value and self.expires is not None and self.expires - now() < half:
            self._save()

    def _save(self) -> None:
        self.expires = now() + timedelta(days=settings.get("security.session_days"))
        device = {"device": self.device} if self.device else {}
        data = json.dumps({"tickets": self.tickets, **device})
        staff = self.staff.id if self.staff else None
        if self.value:
            Session.update(data=data, staff=staff, expires=self.expires).where(
                Session.id == security.digest(self.value)
            ).execute()
        else:
            self.value = security.token()
            Session.create(
                id=security.digest(self.value), data=data, staff=staff, expires=self.expires
            )
        self.changed = True

    def _forget(self) -> None:
        if self.value:
            Session.delete().where(Session.id == security.digest(self.value)).execute()


def load(value: str, beside: Beside | None = None) -> Current:
    """The session that a cookie belongs to; an empty one if it is unknown, ended or missing."""
    if not value or len(value) > 100:
        return Current()
    digest, width = security.digest(value), len(_Row._fields)
    rows = beside.query(digest, *beside.values) if beside else _by_id(digest)
    row = _Row(*rows[0][:width]) if rows else None
    if row is None or row.expires <= now():
        return Current()
    if row.staff is not None and row.role is None:  # they have left
        return Current()
    member = people.known(row.staff, row, row.role) if row.staff and row.role else None
    data = json.loads(row.data)
    current = Current(value, member, data.get("tickets", []), row.expires)
    current.device = data.get("device", "")
    if beside:
        current.beside = [values[width:] for values in rows]
    return current


@dataclass(frozen=True)
class Signed:
    """A browser in which somebody is signed in, as their own list of them shows it."""

    id: str
    device: str
    since: datetime
    ends: datetime
    is_this: bool


def signed_in(current: Current) -> list[Signed]:
    """Where the person of a session is signed in; this browser first, then the latest."""
    person = current.staff.id if current.staff else 0
    rows = Session.select().where((Session.staff == person) & (Session.expires > now()))
    here = security.digest(current.value)
    found = [
        Signed(
            row.id, json.loads(row.data).get("device", ""), row.created, row.expires, row.id == here
        )
        for row in rows.order_by(Session.created.desc(), Session.id).limit(MOST_SHOWN)
    ]
    return sorted(found, key=lambda one: not one.is_this)


def end(current: Current, session: str) -> None:
    """End another session of the same person; raises NotFound for any that isn't theirs."""
    member = current.staff
    mine = (Session.staff == (member.id if member else 0)) & (Session.id == session[:64])
    if member is None or not Session.delete().where(mine).execute():
        raise NotFound
    events.record(events.SESSIONS_ENDED, member.actor(), which="one")


def end_all(staff: int) -> None:
    """End every session of a person."""
    Session.delete().where(Session.staff == staff).execute()
