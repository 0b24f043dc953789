"""Mails that wait in the outbox, as their recipients will read them."""

from email import message_from_bytes
from email.policy import default

from helpdesk.mail import composing
from helpdesk.schema import Outbox


def text_of(row: Outbox) -> str:
    """The plain text of a mail."""
    body = message_from_bytes(composing.compose(row).data, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())
