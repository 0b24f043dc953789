"""Which message uses which file."""

import io

import peewee
import pytest

from helpdesk import attachments, db, settings
from helpdesk.errors import NotFound
from helpdesk.schema import Attachment, File, Ticket
from tests.cast import Desk
from tests.together import at_once


def kept(content: bytes, name: str = "a.txt") -> attachments.Kept:
    return attachments.store().keep(io.BytesIO(content), name)


def test_the_same_bytes_are_one_file_used_twice(desk: Desk) -> None:
    desk.ticket(files=(kept(b"x", "one.txt"), kept(b"x", "two.txt")))
    assert File.select().count() == 1
    assert sorted(row.name for row in Attachment.select()) == ["one.txt", "two.txt"]


def test_the_same_bytes_sent_at_the_same_moment(desk: Desk) -> None:
    file = kept(b"x")

    def send() -> int:
        for _ in range(10):
            try:
                return int(desk.ticket(email="", files=(file,)).id)
            except peewee.OperationalError as error:
                if not db.is_deadlock(error):
                    raise
        raise AssertionError

    settings.change({"tickets.email_required": False})
    assert len(at_once(*[send] * 4)) == 4
    assert File.select().count() == 1 and Attachment.select().count() == 4


def test_another_tickets_file_is_not_found(desk: Desk) -> None:
    desk.ticket(files=(kept(b"x"),))
    other = desk.ticket()
    with pytest.raises(NotFound):
        attachments.for_ticket(other, Attachment.get().id, public_only=False)


@pytest.mark.parametrize(
    ("name", "word"), [("a.txt", "TXT"), ("a.tar.gz", "GZ"), ("noending", "File")]
)
def test_says_what_it_is(desk: Desk, name: str, word: str) -> None:
    ticket = desk.ticket(files=(kept(b"x", name),))
    shown = attachments.for_ticket(ticket, Attachment.get().id, public_only=True)
    assert (shown.kind_word, shown.is_picture, shown.has_preview) == (word, False, False)
    assert Ticket.get().attachments == 1
