"""The set-up code: who can read the files is the owner, and nobody else goes on."""

import secrets
import time
from pathlib import Path

from helpdesk import config, security
from helpdesk.i18n import _, ngettext
from helpdesk.installation import state

TRIES = 10
LOCKED_SECONDS = 15 * 60
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another
_GROUPS, _LENGTH = 3, 4


def new() -> str:
    """A code of 60 bits, in groups that can be read out."""
    groups = ("".join(secrets.choice(_SIGNS) for _n in range(_LENGTH)) for _g in range(_GROUPS))
    return "-".join(groups)


def digest(code: str) -> str:
    """What is kept of a code; case, blanks and dashes don't matter."""
    return security.digest("".join(sign for sign in code.upper() if sign.isalnum()))


def write(folder: Path) -> None:
    """Make the code and its file, unless they are there; called once the folder is safe."""
    with state.changing(folder) as known:
        if known.code_file and (folder / known.code_file).exists():
            return
        made = new()
        known.code_file = f"setup-code-{secrets.token_hex(12)}.txt"
        known.code_digest = digest(made)
        text = _("The code for setting up your help desk: %(code)s") % {"code": made}
        config.write_whole(folder / known.code_file, f"{text}\n".encode())


def withdraw(folder: Path, known: state.State) -> None:
    """Forget a code that somebody may have downloaded."""
    if known.code_file:
        (folder / known.code_file).unlink(missing_ok=True)
    known.code_file = known.code_digest = ""


def problem(folder: Path, typed: str) -> str:
    """'' when the code is right, else what to say. Tries are counted before they are compared."""
    with state.changing(folder) as known:
        left = known.code_locked_until - int(time.time())
        if left > 0:
            return _locked(left)
        if _fits(known, typed):
            known.code_tries = 0
            return ""
        known.code_tries += 1
        if known.code_tries >= TRIES:
            known.code_tries, known.code_locked_until = 0, int(time.time()) + LOCKED_SECONDS
            return _locked(LOCKED_SECONDS)
    if not typed.strip():
        return _("Enter the code from the file.")
    return _("This isn't the code. Copy it from the file, with or without the dashes.")


def _fits(known: state.State, typed: str) -> bool:
    mine = digest(typed).encode()
    in_file, printed = known.code_digest.encode(), known.printed_digest.encode()
    # Both are always compared, so that the time tells nothing.
    return security.same(mine, in_file) | security.same(mine, printed)


def _locked(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many wrong codes. It can be tried again in %(num)d minute.",
        "Too many wrong codes. It can be tried again in %(num)d minutes.",
        minutes,
    ) % {"num": minutes}
