"""What is said: messages and notes, their files, and mail on its way in and out."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
)

from helpdesk.clock import now
from helpdesk.db import Bytes, LongText, Table, UtcDateTime
from helpdesk.schema.tickets import Ticket


class Message(Table):
    """A message to or from the customer, or a note among staff (`is_note`).

    `html` is empty where `text` says all (`richtext.shown`), else sanitised under the policy
    version named beside it; `original` is what came in where that was HTML. While `pending_until`
    lies ahead only staff see it.
    """

    table = "message"
    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="RESTRICT", index=False)
    position = IntegerField()
    is_note = BooleanField(default=False)
    channel = CharField(20, default="portal")
    customer = BigIntegerField(null=True, index=True)
    staff = BigIntegerField(null=True, index=True)
    author = CharField(255, default="")
    text = LongText(default="")
    html = LongText(default="")
    original = LongText(null=True)
    policy = IntegerField(default=0)
    created = UtcDateTime(default=now)
    pending_until = UtcDateTime(null=True, index=True)

    class Meta:
        indexes = ((("ticket", "position"), True),)


def is_said() -> Any:
    """The condition that leaves out replies which may still be taken back."""
    return Message.pending_until.is_null() | (Message.pending_until <= now())


class MailId(Table):
    """A Message-ID (RFC 5322) that came in or went out, by which replies find their ticket."""

    table = "mail_id"
    id = BigAutoField()
    message_id = CharField(190, unique=True)
    is_incoming = BooleanField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
    message = BigIntegerField(null=True)
    created = UtcDateTime(default=now)


class File(Table):
    """Bytes in the file store, once per content; `sha256` names them there."""

    table = "file"
    id = BigAutoField()
    sha256 = CharField(64, unique=True)
    size = BigIntegerField()
    media_type = CharField(100)
    width = IntegerField(default=0)
    height = IntegerField(default=0)
    created = UtcDateTime(default=now)


class FileContent(Table):
    """A file's bytes where they are kept in the database: whole once it has a `name`, its SHA-256
    or that of the picture whose small one it is (`.preview`). Without one it is on its way in or
    out. `touched` is when somebody last sent it, for the sweep."""

    table = "file_content"
    id = BigAutoField()
    name = CharField(80, null=True, unique=True)
    size = BigIntegerField(default=0)
    touched = UtcDateTime(default=now, index=True)


class FileChunk(Table):
    """A part of a file's bytes; all but the last of a file are of the same size."""

    table = "file_chunk"
    content = BigIntegerField()
    position = IntegerField()
    data = Bytes()

    class Meta:
        primary_key = CompositeKey("content", "position")


class Attachment(Table):
    """A use of a file: on a message of a ticket, or kept (`token`) for a form not yet sent."""

    table = "attachment"
    id = BigAutoField()
    file = ForeignKeyField(File, on_delete="RESTRICT")
    name = CharField(255)
    ticket = ForeignKeyField(Ticket, null=True, on_delete="RESTRICT")
    message = BigIntegerField(null=True, index=True)
    created = UtcDateTime(default=now)


class Outbox(Table):
    """Something that goes out after the commit: one mail or call to one recipient.

    Rows of one ticket leave in the order of their `position`. `state` is one of waiting, sent,
    failed (for a person to look at), expired (due for so long that it would only surprise).
    `message` is what it brings to the recipient, if it is one; `payload` is JSON.
    """

    table = "outbox"
    id = BigAutoField()
    kind = CharField(20)
    ticket = ForeignKeyField(Ticket, null=True, on_delete="CASCADE")
    position = IntegerField(default=0)
    recipient = CharField(255)
    payload = LongText(default="{}")
    state = CharField(20, default="waiting")
    due = UtcDateTime(default=now)
    attempts = IntegerField(default=0)
    error = LongText(default="")
    claimed_by = CharField(64, default="")
    claimed_until = UtcDateTime(null=True)
    created = UtcDateTime(default=now)
    sent = UtcDateTime(null=True)
    message = BigIntegerField(null=True, index=True)

    class Meta:
        indexes = (
            (("state", "due", "id"), False),
            (("state", "sent"), False),
        )
