"""What an update will do, before anything is done."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from helpdesk import db, migrations
from helpdesk.db import size
from helpdesk.errors import Unavailable
from helpdesk.i18n import _
from helpdesk.updating import release
from helpdesk.version import __version__

SPARE = 20_000_000  # bytes beside the backup and the tables


@dataclass(frozen=True)
class Plan:
    """The releases, how much there is to do, and whether there is room for it; sizes in bytes."""

    old: str
    new: str
    scripts: int  # that have to run
    ran: int  # that have run already
    is_newer: bool  # the tables are of a newer release than the program
    size: int  # of the database
    free: int  # of the disk that the data folder is on

    @property
    def is_due(self) -> bool:
        """Whether the tables are older than the program."""
        return bool(self.scripts) and not self.is_newer

    @property
    def need(self) -> int:
        """Room for the backup, and for the tables once more should it be put back."""
        return 2 * self.size + SPARE

    @property
    def has_room(self) -> bool:
        """Whether that fits on the disk."""
        return self.free >= self.need


def look(folder: Path) -> Plan:
    """What there is to do, over the tables as they are. Raises Unavailable, also where they are no
    desk's."""
    with db.connection():
        found = migrations.progress()
        if not found.done:
            raise Unavailable(_("The database holds no desk, or lost it."))
        old, taken = release.noted(), size.measured() or 0
    left = found.total - found.done
    free = shutil.disk_usage(folder).free
    return Plan(old, __version__, left, found.done, bool(found.newer), taken, free)
