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
    secret: bool = False
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
)

REGISTRY: dict[str, Entry] = {entry.key: entry for entry in _ENTRIES}
