"""Which message uses which file."""

from collections.abc import Iterable
from dataclasses import dataclass

from helpdesk import db
from helpdesk.attachments.checks import ending
from helpdesk.attachments.pictures import SHOWN_WHOLE
from helpdesk.attachments.store import Kept, store
from helpdesk.errors import NotFound
from helpdesk.i18n import _
from helpdesk.schema import Attachment, File, Message, Ticket, is_said


@dataclass(frozen=True)
class Shown:
    """A file as a page shows it."""

    id: int
    name: str
    size: int
    sha256: str
    media_type: str
    width: int
    height: int
    message: int
    has_preview: bool

    @property
    def is_picture(self) -> bool:
        """Whether it may be shown in a page."""
        return self.width > 0

    @property
    def kind_word(self) -> str:
        """What a person calls it: "Picture", or the ending of its name."""
        return _("Picture") if self.is_picture else (ending(self.name).upper() or _("File"))


def attach(files: Iterable[Kept], ticket: Ticket, message: Message) -> int:
    """Tie stored bytes to a message; returns how many."""
    count = 0
    for kept in files:
        Attachment.create(file=_file(kept), name=kept.name, ticket=ticket, message=message.id)
        count += 1
    return count


def hold(kept: Kept) -> None:
    """Keep stored bytes that belong to no message, such as the logo's, from being swept away."""
    _file(kept)


def for_messages(ids: list[int]) -> dict[int, list[Shown]]:
    """The files of messages, by message; one query."""
    found: dict[int, list[Shown]] = {}
    if ids:
        query = Attachment.select(Attachment, File).join(File)
        for file in _shown(query.where(Attachment.message.in_(ids)).order_by(Attachment.id)):
            found.setdefault(file.message, []).append(file)
    return found


def for_ticket(ticket: Ticket, number: int, *, public_only: bool) -> Shown:
    """One file of a ticket; of a message that customers may see if so asked. Raises NotFound."""
    query = (
        Attachment.select(Attachment, File)
        .join(File)
        .switch(Attachment)
        .join(Message, on=(Attachment.message == Message.id))
        .where((Attachment.id == number) & (Attachment.ticket == ticket.id))
    )
    if public_only:
        query = query.where(~Message.is_note & is_said())
    row = query.first()
    if row is None:
        raise NotFound
    return _shown([row])[0]


def _file(kept: Kept) -> File:
    row: File | None = File.get_or_none(File.sha256 == kept.sha256)
    if row is not None:
        return row
    values = {"size": kept.size, "media_type": kept.media_type}
    values |= {"width": kept.width, "height": kept.height}
    try:
        with db.transaction():
            created: File = File.create(sha256=kept.sha256, **values)
            return created
    except db.IntegrityError:
        query = File.select().where(File.sha256 == kept.sha256)
        found: File = db.locked(query).get()
        return found


def _shown(rows: Iterable[Attachment]) -> list[Shown]:
    rows = list(rows)
    large = {row.file.sha256 for row in rows if row.file.width and row.file.size > SHOWN_WHOLE}
    small = store().with_preview(list(large))
    return [
        Shown(
            row.id,
            row.name,
            row.file.size,
            row.file.sha256,
            row.file.media_type,
            row.file.width,
            row.file.height,
            row.message,
            has_preview=row.file.width > 0
            and (row.file.size <= SHOWN_WHOLE or row.file.sha256 in small),
        )
        for row in rows
    ]
