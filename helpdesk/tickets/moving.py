"""Many tickets at once, in slices: to another status, priority, category or team, and to another
owner when somebody leaves. A few are moved with the press itself, more by a job.

What is still to be moved shows in the tickets themselves, so a job that is killed or run twice
goes on where it stands.
"""

from contextlib import nullcontext
from dataclasses import asdict, dataclass
from typing import Any

from helpdesk import db, events, jobs, search, statuses
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.jobs import Slice, job
from helpdesk.schema import Job, Staff, Status, Ticket
from helpdesk.staff import Member, member
from helpdesk.tickets.order import advance

AT_ONCE = 50  # tickets that one press moves itself, and that a job moves in one transaction
MOVE = "tickets.move"


@dataclass(frozen=True)
class Order:
    """What is to be moved: a column of the ticket, its old value and its new one."""

    field: str
    old: int
    new: int | None
    staff: int | None
    channel: str
    change_id: str

    @property
    def actor(self) -> Actor:
        """Who gave the order."""
        return Actor("staff", self.channel, staff=self.staff, change_id=self.change_id)

    @property
    def key(self) -> str:
        """Two orders for the same tickets wait for each other."""
        return f"{MOVE}:{self.field}:{self.old}"


def move(field: str, old: int, new: int | None, *, actor: Actor) -> bool:
    """Give all tickets with one status, priority, category or team another one; whether that is
    done already. Raises Invalid for a status that would open or close them."""
    if field == "status":
        _check_openness(old, new)
    return _ordered(Order(field, old, new, actor.staff, actor.channel, actor.change_id))


def hand_over(old: int, new: int | None, *, actor: Actor) -> bool:
    """Give all open tickets of one person to another, or to nobody; whether that is done already.

    Those that the other one may not see become nobody's, so that they aren't lost."""
    return _ordered(Order("owner", old, new, actor.staff, actor.channel, actor.change_id))


def is_moving(field: str, old: int) -> bool:
    """Whether a job is still at it."""
    key = Order(field, old, None, None, "", "").key
    return bool(Job.select().where((Job.unique_key == key) & (Job.state == "waiting")).exists())


def count_of(field: str, value: int, most: int) -> int:
    """How many tickets have it, counted up to `most`; of a person only those that are open."""
    some = Ticket.select(Ticket.id).where(_having(field, value)).limit(most)
    return int(some.count())


@job(MOVE)
def move_slice(piece: Slice) -> str | None:
    """Bunch after bunch, until none is left or the time is up."""
    order = Order(**piece.payload)
    while True:
        with db.transaction():
            moved = _bunch(order)
        piece.done += moved
        if moved < AT_ONCE:
            return None
        if piece.time_is_up():
            return "more"


@job(statuses.STRAIGHTEN)
def straighten(piece: Slice) -> str | None:
    """Open or close what was given a status in the moment in which its meaning changed."""
    status = Status.get_or_none(Status.id == piece.payload["status"])
    if status is None:
        return None
    is_open = status.meaning != statuses.RESOLVED
    wrong = (Ticket.status == status.id) & (Ticket.is_open == (not is_open))
    while True:
        with db.transaction():
            rows = list(db.locked(Ticket.select().where(wrong).limit(AT_ONCE)))
            for ticket in rows:
                advance(ticket, is_open=is_open, resolved=None if is_open else ticket.updated)
        if len(rows) < AT_ONCE:
            return None
        if piece.time_is_up():
            return "more"


def _ordered(order: Order) -> bool:
    """Do it now if it is little, else leave it to a job; the caller's transaction."""
    if _bunch(order) < AT_ONCE:
        return True
    jobs.enqueue(MOVE, asdict(order), key=order.key)
    return False


def _having(field: str, value: int) -> Any:
    having = Ticket._meta.fields[field] == value
    if field == "owner":
        having &= (Ticket.is_open == 1) & Ticket.deleted.is_null()
    return having


def _bunch(order: Order) -> int:
    rows = Ticket.select().where(_having(order.field, order.old)).order_by(Ticket.id)
    held = list(db.locked(rows.limit(AT_ONCE)))
    heir = _heir(order.new) if held and order.field == "owner" and order.new else None
    for ticket in held:
        if order.field == "owner":
            _give(ticket, heir, order)
        else:
            _relabel(ticket, order)
    return len(held)


def _relabel(ticket: Ticket, order: Order) -> None:
    with search.changing(ticket) if order.field == "category" else nullcontext():
        position = advance(ticket, **{order.field: order.new})
    events.record(
        events.RELABELLED,
        order.actor,
        ticket=ticket,
        position=position,
        changes={order.field: (order.old, order.new)},
    )


def _give(ticket: Ticket, heir: Member | None, order: Order) -> None:
    sees = heir is not None and (heir.categories is None or ticket.category_id in heir.categories)
    new = heir.id if heir and sees else None
    position = advance(ticket, owner=new)
    events.record(
        events.ASSIGNED,
        order.actor,
        ticket=ticket,
        position=position,
        changes={"owner": (order.old, new)},
        quiet=True,
    )


def _heir(number: int) -> Member | None:
    """Who gets the tickets, unless they have left meanwhile themselves."""
    row = Staff.get_or_none((Staff.id == number) & Staff.is_active)
    found = member(row) if row is not None else None
    return found if found is not None and found.can("tickets.view") else None


def _check_openness(old: int, new: int | None) -> None:
    meaning = {label.id: label.row.meaning for label in statuses.every()}
    resolved = statuses.RESOLVED
    if new not in meaning or (meaning.get(old) == resolved) != (meaning[new] == resolved):
        words = _("Choose a status that neither opens nor closes them.")
        raise Invalid({"to": words})
