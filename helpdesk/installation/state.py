"""What the wizard has learnt so far: one file in the data folder, replaced as a whole.

It holds no password and no set-up code in plain: the administrator's password is a hash, the code a
digest. What was typed about the database lies in a file of its own, as the configuration will, and
what was typed about mail in another one, its password sealed with a key that is here.
"""

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from helpdesk import config, lock, security
from helpdesk import secrets as sealing
from helpdesk.errors import Conflict, NotInstalled, Unavailable
from helpdesk.i18n import _

NAME = "install.json"
LOCK = "install.lock"
DRAFT = "install-database.json"
MAIL = "install-mail.json"
CODE_FILES = "setup-code-*.txt"
SAFE, BY_HAND, EXPOSED, UNKNOWN = "safe", "by hand", "exposed", "unknown"
LOCK_SECONDS = 10.0

# Names like those of the real files, since servers decide by them what they give out.
PROBES = ("probe-{}.txt", "config-probe-{}.json", "helpdesk-probe-{}.sqlite3")


class AlreadyInstalled(Conflict):
    """Another browser or command has finished meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This desk is set up already."))


class Broken(Exception):
    """The file is there, and isn't what the wizard wrote."""


@dataclass
class State:
    """The answers so far. `installation` also marks the file for the exposure check."""

    installation: str = ""
    key: str = field(default="", repr=False)
    probes: dict[str, str] = field(default_factory=dict)  # file name: the word in it
    safety: str = ""  # '', or one of the four outcomes above
    exposed: list[str] = field(default_factory=list)  # addresses that gave a file away
    tried: int = 0  # how many addresses were tried
    code_file: str = ""
    code_digest: str = field(default="", repr=False)  # of the code in the file
    printed_digest: str = field(default="", repr=False)  # of the one printed at the start
    code_tries: int = 0
    code_locked_until: int = 0
    licence: bool = False
    server: bool = False
    desk: dict[str, str] = field(default_factory=dict, repr=False)
    mail: bool = False  # that step is done, or was left out
    claimed: str = ""  # the database whose tables are ours
    done: int = 0
    total: int = 0
    compiled: str = ""  # how far the program is, see `bytecode`

    @property
    def is_safe(self) -> bool:
        """Whether the exposure check lets the wizard go on."""
        return self.safety in (SAFE, BY_HAND)


def read(folder: Path | None) -> State | None:
    """What is known, None before the wizard has begun; raises Broken."""
    if folder is None:
        return None
    try:
        raw = json.loads((folder / NAME).read_text("utf-8"))
        return _checked(State(**raw))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise Broken from error


def key(folder: Path | None) -> str:
    """The key that signs the wizard's forms; '' before it has begun."""
    try:
        known = read(folder)
    except Broken:
        return ""
    return known.key if known else ""


def begin(folder: Path) -> State:
    """Make the data folder and the file, unless they are there; a broken file is made anew.

    Raises AlreadyInstalled.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        try:
            if known := read(folder):
                return known
        except Broken:
            _remove(folder)
        made = State(secrets.token_hex(12), security.token(48), new_probes())
        write_probes(folder, made.probes)
        _write(folder, made)
        return made


@contextmanager
def changing(folder: Path) -> Iterator[State]:
    """The state, to be changed by one at a time; written at the end of the block.

    Raises NotInstalled before the wizard has begun, AlreadyInstalled after it has ended.
    """
    with _alone(folder):
        known = read(folder)
        if known is None:
            raise NotInstalled
        yield known
        _write(folder, known)


def restore_probes(folder: Path) -> State:
    """Put the files back that somebody has removed."""
    with changing(folder) as known:
        write_probes(folder, known.probes)
    return known


def draft(folder: Path) -> dict[str, Any]:
    """What was typed about the database, and, once it works, how to reach it."""
    try:
        raw = json.loads((folder / DRAFT).read_text("utf-8"))
        return raw if isinstance(raw, dict) else {}
    except (OSError, ValueError):
        return {}


def keep_draft(folder: Path, typed: dict[str, str], database: config.Database | None) -> None:
    """Keep what was typed, password included: only the owner of the files can read it."""
    raw = {"typed": typed, "database": asdict(database) if database else None}
    with _alone(folder):
        config.write_whole(folder / DRAFT, json.dumps(raw).encode())


def database(folder: Path) -> config.Database | None:
    """The database that was chosen and works."""
    raw = draft(folder).get("database")
    try:
        return config.Database(**raw) if raw else None
    except TypeError:
        return None


def mail(folder: Path) -> dict[str, Any]:
    """What was typed about outgoing mail, by the settings' keys, the password opened."""
    try:
        raw = json.loads((folder / MAIL).read_text("utf-8"))
        known = read(folder)
        if not isinstance(raw, dict) or known is None:
            return {}
        if token := raw.pop("sealed", ""):
            raw["mail.password"] = sealing.decrypt(_mail_key(known), token).decode()
        return raw
    except (OSError, ValueError, Broken, sealing.Unreadable):
        return {}


def keep_mail(folder: Path, values: Mapping[str, Any], *, done: bool) -> None:
    """Keep what was typed about mail, the password sealed from the first moment; `done` says that
    the step is over."""
    with changing(folder) as known:
        raw = {key: value for key, value in values.items() if key != "mail.password"}
        if password := values.get("mail.password"):
            data, moment = str(password).encode(), int(time.time())
            raw["sealed"] = sealing.encrypt(
                _mail_key(known), data, at=moment, iv=os.urandom(sealing.IV)
            )
        config.write_whole(folder / MAIL, json.dumps(raw).encode())
        known.mail = done


def _mail_key(known: State) -> bytes:
    return sealing.hkdf(known.key.encode(), b"helpdesk set-up: mail", 32)


def standalone_code(folder: Path) -> str:
    """A set-up code to print at the start of a desk of one's own; a new one each time."""
    from helpdesk.installation import code

    begin(folder)
    made = code.new()
    with changing(folder) as known:
        known.printed_digest = code.digest(made)
    return made


def clear(folder: Path) -> None:
    """Remove everything that only the wizard needed, once the desk is official."""
    with _alone(folder, ended=True):
        _remove(folder)


def _remove(folder: Path) -> None:
    try:
        probes = list((read(folder) or State()).probes)
    except Broken:
        probes = []
    patterns = (*(p.format("*") for p in PROBES), CODE_FILES)
    found = [file for pattern in patterns for file in folder.glob(pattern)]
    names = (*probes, NAME, DRAFT, MAIL)
    for file in (*found, *(folder / name for name in names)):
        file.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path, *, ended: bool = False) -> Iterator[None]:
    """Nobody else writes meanwhile, and nothing is written any more once there is a desk."""
    with lock.held(folder / LOCK, wait=LOCK_SECONDS) as mine:
        if not mine:
            raise Unavailable(_("Somebody else is setting up this desk at the same moment."))
        if not ended and config.exists(folder):
            raise AlreadyInstalled
        yield


def new_probes() -> dict[str, str]:
    """Names that nobody can guess, for files like the real ones, and the word in each."""
    return {pattern.format(secrets.token_hex(6)): secrets.token_hex(16) for pattern in PROBES}


def write_probes(folder: Path, probes: Mapping[str, str]) -> None:
    """Put the files there that nobody must be able to download. Raises OSError."""
    for name, word in probes.items():
        file = folder / name
        if file.exists():
            continue
        # As the real ones are written: the configuration for us alone, the rest by the host's rule.
        if file.suffix == ".json":
            config.write_whole(file, f'{{"word": "{word}"}}\n'.encode())
        else:
            file.write_text(word + "\n", "utf-8")


def _checked(known: State) -> State:
    for each in fields(State):
        if type(getattr(known, each.name)) is not type(getattr(State(), each.name)):
            raise ValueError(each.name)
    if not known.key or not known.installation:
        raise ValueError("key")
    plain = all("/" not in name and "\\" not in name for name in (*known.probes, known.code_file))
    texts = (*known.probes.items(), *known.desk.items())
    if not plain or not all(isinstance(part, str) for pair in texts for part in pair):
        raise ValueError("names")
    return known


def _write(folder: Path, known: State) -> None:
    config.write_whole(folder / NAME, json.dumps(asdict(known), indent=1).encode())
