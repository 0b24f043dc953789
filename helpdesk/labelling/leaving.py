"""How a status, a priority or a category goes: retired, brought back, deleted for good.

Retired is what is meant nearly always: nobody can choose it any more, the tickets that have it
keep it, and the history still says its name. Only what no ticket has can be deleted.
"""

from typing import Any

from helpdesk import db, events
from helpdesk.db import Table
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.labelling.saving import record, store
from helpdesk.schema import Ticket, Translation


def retire(row: Any, *, actor: Actor) -> None:
    """Hide a row from choice; raises Invalid for the default. The row is held by the caller."""
    if row.is_retired:
        return
    _not_the_default(row)
    store(row, is_retired=True)
    record(events.LABEL_CHANGED, row, actor, {"is_retired": (False, True)})


def bring_back(row: Any, *, actor: Actor) -> None:
    """Let a retired row be chosen again."""
    if row.is_retired:
        store(row, is_retired=False)
        record(events.LABEL_CHANGED, row, actor, {"is_retired": (True, False)})


def delete(row: Any, *, actor: Actor) -> None:
    """Remove a row that no ticket has; raises Invalid. The row is held by the caller."""
    _not_the_default(row)
    if is_used(row):
        raise Invalid({"": _still_used()})
    Translation.delete().where(
        (Translation.noun == row.table) & (Translation.object_id == row.id)
    ).execute()
    try:
        with db.transaction():
            row.delete_instance()
    except db.IntegrityError as error:  # a ticket was given it this very moment
        raise Invalid({"": _still_used()}) from error
    record(events.LABEL_DELETED, row, actor, {"name": (row.name, None)})


def is_used(row: Table) -> bool:
    """Whether any ticket has it, also one in the trash; seen at present."""
    having = Ticket.select(Ticket.id).where(Ticket._meta.fields[row.table] == row.get_id())
    return bool(list(db.locked(having.limit(1))))


def _not_the_default(row: Any) -> None:
    if getattr(row, "is_default", False):
        raise Invalid({"": _("This is the default. Make another one the default first.")})


def _still_used() -> str:
    return _("There are tickets that have it. Move them to another one first.")
