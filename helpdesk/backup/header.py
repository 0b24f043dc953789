"""What a backup says of itself, and the secret key in it, sealed where there is a passphrase."""

import base64
import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from helpdesk import db, migrations, secrets
from helpdesk.backup import tables
from helpdesk.backup.archive import CONFIG, HEADER, Reader, Refused
from helpdesk.clock import now
from helpdesk.config import Config
from helpdesk.i18n import _
from helpdesk.version import __version__

FORMAT = 1
# scrypt: 32 MB and a tenth of a second for each guess at a passphrase.
_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 1 << 26, "dklen": 32}


@dataclass(frozen=True)
class Header:
    """`made` is UTC; `migrations` are the scripts that made its tables; `salt` is '' unless its
    secret key is sealed."""

    format: int
    version: str
    engine: str
    made: str
    migrations: tuple[str, ...]
    tables: tuple[str, ...]
    with_files: bool
    salt: str = ""

    @property
    def is_sealed(self) -> bool:
        """Whether a passphrase is needed."""
        return bool(self.salt)

    @property
    def when(self) -> datetime:
        """The moment at which it was begun."""
        return datetime.fromisoformat(self.made)


def make(passphrase: str, *, with_files: bool) -> Header:
    """The header of a backup that begins now."""
    return Header(
        FORMAT,
        __version__,
        "mysql" if db.is_mysql() else "sqlite",
        now().isoformat(),
        tuple(tables.migrations()),
        tuple(tables.names()),
        with_files,
        base64.b64encode(os.urandom(16)).decode() if passphrase else "",
    )


def as_json(header: Header) -> dict[str, Any]:
    """As it stands in the archive."""
    return asdict(header)


def read(archive: Reader) -> Header:
    """The header of an archive; raises Refused where this program can't take it."""
    raw = archive.json(0, HEADER)
    try:
        newer = raw["format"] > FORMAT or set(raw["migrations"]) - set(migrations.known())
        if newer:
            raise Refused(
                _(
                    "The backup was made by version %(theirs)s of the help desk, this is version "
                    "%(ours)s. Update the help desk first, then restore."
                )
                % {"theirs": raw["version"], "ours": __version__}
            )
        lists = {name: tuple(raw[name]) for name in ("migrations", "tables")}
        return Header(**{**raw, **lists})
    except (KeyError, TypeError) as error:
        raise Refused(_("This file is no backup of a help desk.")) from error


def configuration(config: Config, header: Header, passphrase: str) -> dict[str, Any]:
    """The member with what no table holds: the secret key above all."""
    key = config.secret_key
    if header.is_sealed:
        token = secrets.encrypt(
            _key(header, passphrase), key.encode(), at=int(time.time()), iv=os.urandom(secrets.IV)
        )
        return {"sealed": token, "base_path": config.base_path}
    return {"secret_key": key, "base_path": config.base_path}


def secret_key(archive: Reader, header: Header, passphrase: str) -> str:
    """The secret key; raises Refused without the right passphrase."""
    raw: Mapping[str, Any] = archive.json(archive.entry(0).after, CONFIG)
    if not header.is_sealed:
        return str(raw["secret_key"])
    if not passphrase:
        raise Refused(_("This backup is sealed: give the passphrase it was made with."))
    try:
        return secrets.decrypt(_key(header, passphrase), raw["sealed"]).decode()
    except secrets.Unreadable as error:
        raise Refused(_("The passphrase isn't the one that the backup was made with.")) from error


def _key(header: Header, passphrase: str) -> bytes:
    salt = base64.b64decode(header.salt)
    return hashlib.scrypt(passphrase.encode(), salt=salt, **_COST)
