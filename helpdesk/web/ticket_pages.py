"""What the portal's and the panel's page of a ticket have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from helpdesk import tickets
from helpdesk.attachments import Shown
from helpdesk.labels import Label
from helpdesk.schema import Ticket
from helpdesk.web.call import Call


@dataclass(frozen=True)
class ShownFile:
    """A file with its addresses."""

    id: int
    name: str
    size: int
    kind_word: str
    is_picture: bool
    width: int
    height: int
    url: str
    preview_url: str


@dataclass(frozen=True)
class ShownEntry:
    """An entry of the thread, ready for a template; its HTML was sanitised when it was stored."""

    kind: str
    position: int
    created: datetime
    author_name: str
    author_id: int
    is_customer: bool
    is_staff: bool
    html: Markup
    files: list[ShownFile]
    text: str
    icon: str


def entries(
    call: Call,
    ticket: Ticket,
    *,
    for_customer: bool,
    names: Sequence[Label] | None = None,
    since: int = 0,
) -> list[ShownEntry]:
    """The thread, or what stands from a position of it on, with the addresses of its files;
    `names`: the statuses, if at hand already."""
    place = f"/ticket/{ticket.tracking_id}" if for_customer else f"/admin/tickets/{ticket.id}"
    return [
        ShownEntry(
            entry.kind,
            entry.position,
            entry.created,
            entry.author_name,
            entry.author_id,
            entry.is_customer,
            entry.is_staff,
            Markup(entry.html),
            [_file(call, place, file) for file in entry.files],
            entry.text,
            entry.icon,
        )
        for entry in tickets.thread(ticket, for_customer=for_customer, names=names, since=since)
    ]


def _file(call: Call, place: str, file: Shown) -> ShownFile:
    address = call.url(f"{place}/files/{file.id}")
    return ShownFile(
        file.id,
        file.name,
        file.size,
        file.kind_word,
        file.has_preview,
        file.width,
        file.height,
        address,
        f"{address}/preview" if file.has_preview else "",
    )
