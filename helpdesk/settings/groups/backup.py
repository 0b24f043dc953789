"""Backups that the desk makes by itself."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "backup.nightly",
        "switch",
        False,
        N_("Back up every night"),
        N_("Needs timed work at night, or a visitor: see Status. Copy backups to another machine."),
        since="0.2.0",
    ),
    Entry(
        "backup.hour",
        "whole",
        3,
        N_("At what hour"),
        N_("From 0 to 23, in the desk’s time zone."),
        most=23,
        since="0.2.0",
    ),
    Entry(
        "backup.keep",
        "whole",
        7,
        N_("How many to keep"),
        N_("When a new one is whole, the oldest beyond this number are deleted."),
        unit=N_("backups"),
        least=1,
        most=365,
        since="0.2.0",
    ),
    Entry(
        "backup.with_files",
        "switch",
        True,
        N_("With files"),
        N_("Without them backups are small, and attachments can’t be brought back from them."),
        since="0.2.0",
    ),
    Entry(
        "backup.passphrase",
        "secret",
        "",
        N_("Passphrase"),
        N_(
            "Seals the secret key in each new backup: passwords in the settings can’t be read "
            "without it. Write it down elsewhere; without it such a backup can’t be restored."
        ),
        secret=True,
        since="0.2.0",
    ),
)
