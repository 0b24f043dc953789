"""A mail as bytes: multipart/alternative with plain text and HTML, and the headers around it."""

from dataclasses import dataclass
from email.charset import BASE64, QP, Charset
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime

from helpdesk import addresses, settings
from helpdesk.clock import now
from helpdesk.mail import headers

_CRLF = compat32.clone(linesep="\r\n")


@dataclass(frozen=True)
class Letter:
    """A mail ready to be handed over: who sends it, to whom, and its bytes."""

    sender: str
    recipient: str
    data: bytes
    needs_utf8: bool = False  # an address that only servers with SMTPUTF8 take


@dataclass(frozen=True)
class Composed:
    """The words of a mail, complete."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Sender:
    """Whom a mail comes from, and where answers go."""

    address: str
    name: str
    reply_to: str = ""

    @classmethod
    def from_settings(cls) -> "Sender":
        """As the settings say."""
        name = settings.get("mail.from_name") or settings.get("site.title")
        return cls(settings.get("mail.from_address"), name, settings.get("mail.reply_to"))


def built(
    composed: Composed,
    *,
    to: str,
    to_name: str = "",
    message_id: str,
    references: list[str],
    auto: str,
    by: Sender | None = None,
) -> Letter:
    """Put a mail together; raises addresses.Unusable for an address that can't be written to."""
    by = by or Sender.from_settings()
    sender = addresses.on_the_wire(by.address)
    recipient = addresses.on_the_wire(to)
    lines = [
        ("From", headers.mailbox(by.name, sender, "From")),
        ("To", headers.mailbox(to_name, recipient, "To")),
        ("Subject", headers.phrase(composed.subject)),
        ("Date", format_datetime(now())),
        ("Message-ID", message_id),
    ]
    if by.reply_to:
        lines.insert(2, ("Reply-To", headers.mailbox("", addresses.on_the_wire(by.reply_to))))
    if references:
        lines.append(("In-Reply-To", references[-1]))
        lines.append(("References", headers.ids(references)))
    lines.append(("Auto-Submitted", auto))
    lines.append(("X-Auto-Response-Suppress", "OOF, AutoReply"))
    data = headers.block(lines) + _body(composed)
    return Letter(sender, recipient, data, not recipient.isascii())


def _body(composed: Composed) -> bytes:
    whole = MIMEMultipart("alternative")
    whole.attach(_part(composed.text, "plain"))
    whole.attach(_part(composed.html, "html"))
    return whole.as_bytes(policy=_CRLF)


def _part(text: str, kind: str) -> MIMEText:
    """Readable in the raw where most of it is ASCII, else compact; never a line over 76 signs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = text.encode("utf-8", "replace").decode()
    charset = Charset("utf-8")
    charset.body_encoding = QP if len(text.encode()) < 1.3 * len(text) else BASE64
    return MIMEText(text, kind, charset)  # type: ignore[arg-type]
