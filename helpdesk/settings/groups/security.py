"""Limits against guessing and floods."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "security.login_tries",
        "whole",
        6,
        N_("Tries to sign in"),
        N_("After so many wrong passwords the account waits, from that address."),
        unit=N_("tries"),
        least=2,
        most=100,
    ),
    Entry(
        "security.login_wait",
        "whole",
        15,
        N_("Waiting time after wrong passwords"),
        N_("How many minutes the waiting takes."),
        unit=N_("minutes"),
        least=1,
        most=1440,
    ),
    Entry(
        "security.session_days",
        "whole",
        14,
        N_("Length of a session"),
        N_("After so many days without sending anything a browser has to sign in again."),
        unit=N_("days"),
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
    Entry(
        "security.cron_key",
        "whole",
        1,
        N_("Key of the address for timed work"),
        N_(
            "Raise this number when the address with the key has become known to somebody. The "
            "status page shows the new one; the old one leads nowhere."
        ),
        least=1,
        most=1_000_000,
    ),
    Entry(
        "security.frames",
        "origins",
        [],
        N_("Sites that may show the portal"),
        N_(
            "Addresses of sites that may show the customers' pages inside their own, in a frame. "
            "Browsers keep a visitor's cookies from frames of a foreign domain, so forms work "
            "only on sites of the same domain. The staff panel is never shown in a frame."
        ),
        example="https://www.example.com",
    ),
)
