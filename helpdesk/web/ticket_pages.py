"""What the portal's and the panel's page of a ticket have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from helpdesk import mail, tickets
from helpdesk.attachments import Shown
from helpdesk.clock import now
from helpdesk.mail import Fate
from helpdesk.schema import Participant, Ticket
from helpdesk.tickets import Entry
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
    is_mine: bool  # of the customer who looks at the page
    html: Markup
    files: list[ShownFile]
    text: str
    icon: str
    message: int = 0
    seconds: int = 0  # for so long it can still be taken back
    mail: Fate | None = None  # what became of its mails, where that isn't simply well


@dataclass(frozen=True)
class ShownPart:
    """Some entries, and the position before which earlier ones stand (0: there are none)."""

    entries: list[ShownEntry]
    earlier: int = 0


def part(call: Call, ticket: Ticket, *, below: int) -> ShownPart:
    """For staff: the newest entries before a position (0: of all), with the fate of their mails."""
    found = tickets.part_of_thread(ticket, below=below)
    return ShownPart(_for_staff(call, ticket, found.entries), found.earlier)


def said(found: Sequence[ShownEntry]) -> list[tuple[int, bool]]:
    """Position of each message, and whether it waits to be sent, for `pulse.ticket_cursor`."""
    return [(entry.position, entry.seconds > 0) for entry in found if entry.kind != "event"]


def entries(
    call: Call,
    ticket: Ticket,
    *,
    for_customer: bool,
    since: int = 0,
    viewer: int | None = None,
    followers: Sequence[Participant] | None = None,
) -> list[ShownEntry]:
    """The thread with the addresses of its files, as `tickets.thread` gives it."""
    found = tickets.thread(
        ticket,
        for_customer=for_customer,
        since=since,
        viewer=viewer,
        followers=followers,
    )
    if not for_customer:
        return _for_staff(call, ticket, found)
    reader, place = viewer, f"/ticket/{ticket.tracking_id}"
    if viewer is None:
        reader = ticket.customer_id
    return [_shown(call, place, entry, reader=reader) for entry in found]


def _for_staff(call: Call, ticket: Ticket, found: Sequence[Entry]) -> list[ShownEntry]:
    """With the fate of their mails."""
    fates = mail.fates([e.message for e in found if e.kind == "message" and e.is_staff])
    place = f"/admin/tickets/{ticket.id}"
    return [_shown(call, place, entry, fates.get(entry.message)) for entry in found]


def _shown(
    call: Call, place: str, entry: Entry, fate: Fate | None = None, *, reader: int | None = None
) -> ShownEntry:
    left = (entry.pending_until - now()).total_seconds() if entry.pending_until else 0
    return ShownEntry(
        entry.kind,
        entry.position,
        entry.created,
        entry.author_name,
        entry.author_id,
        entry.is_customer,
        entry.is_staff,
        reader is not None and entry.is_customer and entry.author_id == reader,
        Markup(entry.html),
        [_file(call, place, file) for file in entry.files],
        entry.text,
        entry.icon,
        entry.message,
        max(0, int(left)),
        fate,
    )


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
