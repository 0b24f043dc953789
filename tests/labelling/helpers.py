"""Short words for what the tests of statuses, priorities and categories do again and again."""

import json
from typing import Any

from helpdesk import db
from helpdesk.labelling import Names
from helpdesk.schema import Category, Event, Priority, Status
from tests.cast import Desk


def status(name: str) -> Status:
    """A status by its name."""
    found: Status = Status.get(Status.name == name)
    return found


def priority(name: str) -> Priority:
    """A priority by its name."""
    found: Priority = Priority.get(Priority.name == name)
    return found


def category(name: str) -> Category:
    """A category by its name."""
    found: Category = Category.get(Category.name == name)
    return found


def doing(desk: Desk, verb: Any, *given: Any, **more: Any) -> Any:
    """Anna does it, in a transaction of its own; names may be given as plain text."""
    given = tuple(Names(one) if isinstance(one, str) else one for one in given)
    with db.transaction():
        return verb(*given, actor=desk.anna.actor(), **more)


def told(name: str) -> list[dict[str, Any]]:
    """What the events of a name tell, oldest first."""
    rows = Event.select().where(Event.name == name).order_by(Event.id)
    return [json.loads(row.details) for row in rows]
