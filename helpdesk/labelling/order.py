"""The order in which statuses, priorities and categories stand in every list."""

from typing import Any

from helpdesk import events
from helpdesk.events import Actor
from helpdesk.labelling.saving import locked, present, record, store


def move(table: type[Any], number: int, *, by: int, actor: Actor) -> None:
    """Let a row change places with the next one before (-1) or behind it (1)."""
    rows = locked(table)
    row = present(rows, number)
    order = [other for other in rows if other.is_retired == row.is_retired]
    place = order.index(row)
    wanted = min(max(place + by, 0), len(order) - 1)
    if wanted == place:
        return
    order.insert(wanted, order.pop(place))
    before = row.position
    rest = [other for other in rows if other.is_retired != row.is_retired]
    for position, other in enumerate([*order, *rest] if not row.is_retired else [*rest, *order]):
        if other.position != position:
            store(other, position=position)
    record(events.LABEL_CHANGED, row, actor, {"position": (before, row.position)})
