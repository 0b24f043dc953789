"""What became of mails: waiting, failed, sent today; and one press to send again."""

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, fn

from helpdesk import db, i18n, outbox, settings
from helpdesk.clock import UTC, now
from helpdesk.errors import NotFound
from helpdesk.i18n import _
from helpdesk.mail import transport
from helpdesk.mail.kinds import REGISTRY
from helpdesk.mail.queue import MAIL
from helpdesk.schema import Outbox, Ticket

SHOWN = 100
COUNTED = 2000
WAITING, SENT, FAILED, EXPIRED = "waiting", "sent", "failed", "expired"
STUCK = 2  # tries; once put off is how many servers greet strangers
LATE = timedelta(minutes=15)  # after which a mail that waits is a matter for the administrator


NOTICED_WITHIN = 30.0  # seconds


@dataclass(frozen=True)
class Fate:
    """What became of a message's mails; `number` is the one of the mail that tells it."""

    state: str
    error: str
    number: int


@dataclass
class _Known:
    place: object = None
    read_at: float = 0.0
    words: str = ""


_known = _Known()


@dataclass(frozen=True)
class Entry:
    """A mail as the page shows it."""

    id: int
    state: str
    what: str
    recipient: str
    number: int  # the ticket's; 0 where it belongs to none
    tracking_id: str
    subject: str
    error: str
    attempts: int
    created: datetime
    due: datetime
    sent: datetime | None


def failed(limit: int = SHOWN) -> list[Entry]:
    """Given up or too old, the latest first: each waits for a person."""
    return _entries(Outbox.state.in_((FAILED, EXPIRED)), Outbox.id.desc(), limit)


def waiting(limit: int = SHOWN) -> list[Entry]:
    """Still to be sent, the next first."""
    return _entries(Outbox.state == WAITING, Outbox.due, limit)


def sent_today(limit: int = SHOWN) -> list[Entry]:
    """Sent since midnight of the desk's day, the latest first."""
    where = (Outbox.state == SENT) & (Outbox.sent >= _midnight())
    return _entries(where, Outbox.sent.desc(), limit)


def counts() -> dict[str, int]:
    """How many of each, exact up to `COUNTED`, one more stands for "and more"."""
    today = (Outbox.state == SENT) & (Outbox.sent >= _midnight())
    wanted = {WAITING: Outbox.state == WAITING, SENT: today}
    wanted[FAILED] = Outbox.state.in_((FAILED, EXPIRED))
    return {
        name: int(Outbox.select(Outbox.id).where(_ours() & where).limit(COUNTED + 1).count())
        for name, where in wanted.items()
    }


def send_again(number: int) -> None:
    """Let a mail that was given up wait anew; raises NotFound for any other."""
    if not outbox.send_again(number):
        raise NotFound


def states(messages: Collection[int]) -> dict[int, str]:
    """What became of the mails that bring these messages to the other side: 'failed' before
    'waiting' before 'sent'; messages without a mail are missing. One query."""
    if not messages:
        return {}
    rows = Outbox.select(Outbox.message, Outbox.state).where(
        _ours() & Outbox.message.in_(list(messages))
    )
    found: dict[int, str] = {}
    for message, state in rows.distinct().tuples():
        state = FAILED if state == EXPIRED else state
        if _weight(state) > _weight(found.get(message, "")):
            found[message] = state
    return found


def fates(messages: Collection[int]) -> dict[int, Fate]:
    """The same with what is needed to tell why, and to send it again. One query."""
    if not messages:
        return {}
    found: dict[int, Fate] = {}
    for message, state, error, number in _not_sent(list(messages)):
        state = FAILED if state == EXPIRED else state
        if _weight(state) > _weight(found[message].state if message in found else ""):
            found[message] = Fate(state, error, number)
    return found


_not_sent = db.Prepared(
    lambda messages: (
        Outbox.select(Outbox.message, Outbox.state, Outbox.error, Outbox.id)
        .where(_ours() & Outbox.message.in_(messages) & (Outbox.state != SENT))
        .order_by(Outbox.id)
        .tuples()
    )
)


def known_trouble() -> str:
    """`trouble`, as it was at most half a minute ago."""
    moment, place = time.monotonic(), (db.database.obj, i18n.language())
    if _known.place != place or moment - _known.read_at > NOTICED_WITHIN:
        _known.place, _known.read_at, _known.words = place, moment, trouble()
    return _known.words


def trouble() -> str:
    """What an administrator should know about outgoing mail, in one sentence; '' if all is well.

    One query, over an index, for pages of the panel.
    """
    late = (Outbox.state == WAITING) & (Outbox.due < now() - LATE)
    stuck = (Outbox.state == WAITING) & (Outbox.attempts >= STUCK)
    found = Outbox.select(Outbox.state, fn.MAX(Outbox.error)).where(
        _ours() & (late | stuck | (Outbox.state == FAILED))
    )
    states = dict(found.group_by(Outbox.state).tuples())
    if WAITING in states:
        why = transport.missing() or states[WAITING]
        return " ".join(filter(None, (_("Mails wait to be sent."), why)))
    return _("Some mails could not be sent.") if FAILED in states else ""


def _entries(where: Any, order: Any, limit: int) -> list[Entry]:
    query = Outbox.select(Outbox, Ticket.tracking_id, Ticket.subject).join(Ticket, JOIN.LEFT_OUTER)
    rows = query.where(_ours() & where).order_by(order, Outbox.id).limit(limit)
    return [_entry(row) for row in rows.objects()]


def _entry(row: Any) -> Entry:
    kind = REGISTRY.get(json.loads(row.payload).get("template", ""))
    return Entry(
        row.id,
        row.state,
        _(kind.label) if kind else _("Mail"),
        row.recipient,
        row.ticket_id or 0,
        row.tracking_id or "",
        row.subject or "",
        row.error,
        row.attempts,
        row.created,
        row.due,
        row.sent,
    )


def _ours() -> Any:
    return Outbox.kind == MAIL


def _weight(state: str) -> int:
    return ("", SENT, WAITING, FAILED).index(state)


def _midnight() -> datetime:
    local = now().astimezone(ZoneInfo(settings.get("site.timezone")))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
