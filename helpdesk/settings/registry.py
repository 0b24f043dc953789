"""Every setting of the desk: key, group, kind, default, label, help, unit, since.

An entry drives default, parsing, the page with its [?], search, export and documentation. A test
finds keys that are read and not registered, and registered ones that nobody reads.
"""

from dataclasses import dataclass
from typing import Any

from helpdesk.i18n import N_


@dataclass(frozen=True)
class Entry:
    """One setting. `label` and `help` are keys for gettext."""

    key: str
    kind: str
    default: Any
    label: str
    help: str
    least: int = 0
    most: int = 2**31 - 1
    required: bool = False
    secret: bool = False  # stored sealed, never shown again
    choices: tuple[tuple[str, str], ...] = ()  # value and label of each, for the kind "choice"
    since: str = "0.1.0"

    @property
    def group(self) -> str:
        """The part of the settings page that it belongs to."""
        return self.key.partition(".")[0]


_TYPES = [
    "7z",
    "avi",
    "bmp",
    "csv",
    "doc",
    "docx",
    "eml",
    "gif",
    "gz",
    "heic",
    "jpeg",
    "jpg",
    "json",
    "key",
    "log",
    "m4a",
    "md",
    "mov",
    "mp3",
    "mp4",
    "msg",
    "numbers",
    "odp",
    "ods",
    "odt",
    "ogg",
    "opus",
    "pages",
    "pdf",
    "png",
    "ppt",
    "pptx",
    "rar",
    "rtf",
    "tar",
    "tif",
    "tiff",
    "txt",
    "wav",
    "webm",
    "webp",
    "xls",
    "xlsx",
    "xml",
    "zip",
]

_ENTRIES = (
    Entry(
        "site.title",
        "text",
        "Help desk",
        N_("Title"),
        N_("The name of your desk, at the top of every page and in mails."),
        required=True,
    ),
    Entry(
        "site.url",
        "url",
        "",
        N_("Address"),
        N_("Where the desk is reached from outside; links in mails begin with it."),
    ),
    Entry(
        "site.language",
        "language",
        "en",
        N_("Language"),
        N_("Used where a person's own language isn't known or not offered."),
    ),
    Entry(
        "site.timezone",
        "timezone",
        "UTC",
        N_("Time zone"),
        N_("Times are shown in this zone, and due days begin and end in it."),
    ),
    Entry(
        "site.footer",
        "text",
        "",
        N_("Footer"),
        N_("A line at the bottom of the customers' pages, such as your address."),
    ),
    Entry(
        "tickets.email_required",
        "switch",
        True,
        N_("E-mail address required"),
        N_("Whether a request can be sent without an e-mail address."),
    ),
    Entry(
        "tickets.priority_choice",
        "switch",
        True,
        N_("Customers choose the priority"),
        N_("Whether the form asks how pressing the request is."),
    ),
    Entry(
        "tickets.customer_reopens",
        "switch",
        True,
        N_("A reply reopens"),
        N_(
            "Whether a customer's reply to a resolved request opens it again. If not, the customer "
            "is asked to send a new request."
        ),
    ),
    Entry(
        "files.count",
        "whole",
        5,
        N_("Files per message"),
        N_("How many files may be added at once; 0 switches files off."),
        most=50,
    ),
    Entry(
        "files.size",
        "whole",
        10,
        N_("Size of a file"),
        N_("The largest file that is taken, in megabytes."),
        least=1,
        most=1000,
    ),
    Entry(
        "files.types",
        "words",
        _TYPES,
        N_("Types of files"),
        N_("Endings of the names of files that are taken, with spaces between them."),
    ),
    Entry(
        "list.rows",
        "whole",
        50,
        N_("Rows in a list"),
        N_("How many tickets a page of the list shows."),
        least=10,
        most=200,
    ),
    Entry(
        "security.login_tries",
        "whole",
        6,
        N_("Tries to sign in"),
        N_("After so many wrong passwords the account waits, from that address."),
        least=2,
        most=100,
    ),
    Entry(
        "security.login_wait",
        "whole",
        15,
        N_("Waiting time after wrong passwords"),
        N_("How many minutes the waiting takes."),
        least=1,
        most=1440,
    ),
    Entry(
        "security.session_days",
        "whole",
        14,
        N_("Length of a session"),
        N_("After so many days without sending anything a browser has to sign in again."),
        least=1,
        most=365,
    ),
    Entry(
        "security.requests_per_hour",
        "whole",
        20,
        N_("Requests per hour"),
        N_("How many requests one network address may send in an hour."),
        least=1,
        most=10000,
    ),
    Entry(
        "security.lookups_per_hour",
        "whole",
        30,
        N_("Look-ups per hour"),
        N_("How often one network address may try a tracking ID in an hour."),
        least=3,
        most=10000,
    ),
    # Mail
    Entry(
        "mail.method",
        "choice",
        "off",
        N_("Mails go out"),
        N_(
            "By a mail server that you name below (SMTP), or by the sendmail program of this "
            "machine. While it is off, mails wait for up to three days."
        ),
        choices=(
            ("off", N_("not at all")),
            ("smtp", N_("by a mail server (SMTP)")),
            ("sendmail", N_("by sendmail of this machine")),
        ),
    ),
    Entry(
        "mail.from_address",
        "email",
        "",
        N_("Sender's address"),
        N_(
            "Mails come from this address. Your mail server has to allow it, so it is usually the "
            "address of the mailbox whose user name and password you enter."
        ),
    ),
    Entry(
        "mail.from_name",
        "text",
        "",
        N_("Sender's name"),
        N_("Shown beside the address; if empty, the title of the desk is."),
    ),
    Entry(
        "mail.reply_to",
        "email",
        "",
        N_("Answers go to"),
        N_("Where answers to the desk's mails arrive; if empty, at the sender's address."),
    ),
    Entry(
        "mail.host",
        "text",
        "",
        N_("Mail server"),
        N_("The name of the server that takes outgoing mail, such as smtp.example.com."),
    ),
    Entry(
        "mail.port",
        "whole",
        587,
        N_("Port"),
        N_("587 goes with STARTTLS, 465 with TLS, 25 with neither."),
        least=1,
        most=65535,
    ),
    Entry(
        "mail.security",
        "choice",
        "starttls",
        N_("Encryption"),
        N_(
            "How the way to the mail server is protected. Without encryption anybody on the way "
            "can read mails and password; it is meant for a server on the same machine."
        ),
        choices=(
            ("starttls", N_("STARTTLS (port 587)")),
            ("tls", N_("TLS (port 465)")),
            ("none", N_("none")),
        ),
    ),
    Entry(
        "mail.user",
        "text",
        "",
        N_("User name"),
        N_("For the mail server, often the whole address. If empty, nobody signs in."),
    ),
    Entry(
        "mail.password",
        "secret",
        "",
        N_("Password"),
        N_(
            "For the mail server. Some providers want an app password here in place of the one "
            "that you read your mail with. It is stored encrypted and never shown again."
        ),
        secret=True,
    ),
    Entry(
        "mail.verify",
        "switch",
        True,
        N_("Check the certificate"),
        N_(
            "Whether the mail server has to prove that it is the one it says. Switch it off only "
            "for a server of your own with a certificate made by hand."
        ),
    ),
    Entry(
        "mail.timeout",
        "whole",
        20,
        N_("Patience with the mail server"),
        N_("After so many seconds without an answer a mail is tried again later."),
        least=1,
        most=30,
    ),
    Entry(
        "mail.to_reserved",
        "switch",
        False,
        N_("Mails to example addresses"),
        N_(
            "Whether mails are also made for addresses that end in .example, .test or .invalid. "
            "Only tests and demo data have them; nobody can receive anything there."
        ),
    ),
)

REGISTRY: dict[str, Entry] = {entry.key: entry for entry in _ENTRIES}
