"""Whose a ticket is: a person's, a team's, nobody's yet."""

import time
from typing import Any, Final

from helpdesk import db, events, settings
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.schema import Event, Rota, Ticket
from helpdesk.staff import Member
from helpdesk.tickets import crew
from helpdesk.tickets.order import advance, lock
from helpdesk.tickets.replying import note as write_note

KEEP: Final = -1  # leave it as it is, whatever that is by now


def assign(
    ticket: Ticket,
    *,
    actor: Actor,
    owner: int | None = KEEP,
    team: int | None = KEEP,
    note: str = "",
    author: str = "",
) -> Event | None:
    """Give a ticket to a person, a team, or (None) to nobody, with a note for who gets it.

    Raises Invalid for a person who doesn't see its category. None when nothing changes.
    """
    lock(ticket)
    wanted = {"owner": owner, "team": team}
    changes = {
        name: (getattr(ticket, f"{name}_id"), new)
        for name, new in wanted.items()
        if new not in (KEEP, getattr(ticket, f"{name}_id"))
    }
    _check(ticket, changes)
    if note.strip():
        write_note(ticket, actor=actor, author=author, text=note)
    if not changes:
        return None
    position = advance(ticket, **{name: new for name, (_old, new) in changes.items()})
    return events.record(
        events.ASSIGNED, actor, ticket=ticket, position=position, changes=dict(changes)
    )


def take(ticket: Ticket, member: Member) -> Event | None:
    """Make it one's own."""
    return assign(ticket, actor=member.actor(), owner=member.id)


def take_if_free(ticket: Ticket, member: Member) -> Event | None:
    """The same, unless somebody has it by now."""
    lock(ticket)
    return take(ticket, member) if ticket.owner_id is None else None


def let_go(ticket: Ticket, *, actor: Actor) -> str:
    """Make it nobody's when its owner doesn't see its category; returns the name of who lost it."""
    if not ticket.owner_id or any(p.id == ticket.owner_id for p in crew.able(ticket.category_id)):
        return ""
    name = crew.name_of(ticket.owner_id)
    assign(ticket, actor=actor, owner=None)
    return name


def assign_by_turns(event: Event) -> None:
    """Give the new ticket of an event to whoever was given one longest ago, if so set."""
    if settings.get("tickets.auto_assign") == "off":
        return
    ticket: Ticket = Ticket.get_by_id(event.ticket)
    if ticket.owner_id is not None:
        return
    people = [person.id for person in crew.able(ticket.category_id, "tickets.reply")]
    if people:
        by = Actor("system", event.channel, change_id=event.change_id)
        assign(ticket, actor=by, owner=_whose_turn(people))


def _whose_turn(people: list[int]) -> int:
    """The first of these people by the rota, who then stands last in it.

    Under locks: of two tickets that come at once the second one goes to the next person.
    """
    if missing := set(people) - {row.staff for row in Rota.select(Rota.staff)}:
        rows = [{"staff": staff} for staff in sorted(missing)]
        Rota.insert_many(rows).on_conflict_ignore().execute()
    query = Rota.select().where(db.among(Rota.staff, people)).order_by(Rota.staff)
    rows_: list[Rota] = list(db.locked(query))
    first = min(rows_, key=lambda row: (row.turn, row.staff))
    last = max(row.turn for row in rows_)
    turn = max(last + 1, time.time_ns() // 1000)
    Rota.update(turn=turn).where(Rota.staff == first.staff).execute()
    return int(first.staff)


def _check(ticket: Ticket, changes: dict[str, tuple[Any, Any]]) -> None:
    errors = {}
    owner = changes.get("owner", (None, None))[1]
    if owner is not None and owner not in [p.id for p in crew.able(ticket.category_id)]:
        errors["owner"] = _("Choose somebody from the list. Others don't see this category.")
    team = changes.get("team", (None, None))[1]
    if team is not None and team not in [group.id for group in crew.groups()]:
        errors["team"] = _("Choose a team from the list.")
    if errors:
        raise Invalid(errors)
