"""An export in one go, into a file that somebody named."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from helpdesk.errors import Unavailable
from helpdesk.exporting.making import Wish, advance, begun
from helpdesk.i18n import _


def to_file(target: Path, *, with_passwords: bool, tell: Callable[[int, int], None]) -> None:
    """Make an export; `tell` gets how many of how many things are done. Raises Unavailable.

    Until it is whole it lies in a folder beside the file, so that no half of one has its name.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".export-", dir=target.parent) as folder:
            wish = Wish(Path(folder) / "making", target, with_passwords)
            known = begun(wish)
            while (more := advance(wish, known, _after(200))) is not None:
                known = more
                tell(known["done"], known["total"])
    except OSError as error:
        words = _("The export can't be written to %(folder)s.")
        raise Unavailable(words % {"folder": target.parent}) from error


def _after(looks: int) -> Callable[[], bool]:
    """Says once in a while that there is something to tell."""
    left = iter(range(looks))
    return lambda: next(left, None) is None
