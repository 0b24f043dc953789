"""The one configuration file: database address and secret key; everything else is a setting.

It lies in the data folder as `config.json`, mode 600, and is only ever replaced as a whole.
A desk is installed when this file says so.
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from helpdesk import paths
from helpdesk.errors import NotInstalled, Unavailable
from helpdesk.i18n import _

_PLACE = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::([0-9]{1,5}))?")


@dataclass(frozen=True)
class Database:
    """Which database, and how to reach it, as the wizard found it to work.

    `host` may name several that hold the same data (a Galera cluster): `db1,db2,db3:3307`.
    """

    engine: str = "sqlite"
    path: str = ""
    host: str = "localhost"
    port: int = 3306
    socket: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    name: str = ""
    prefix: str = "hd_"
    tls: str = "auto"

    @classmethod
    def from_url(cls, url: str) -> "Database":
        """Read `sqlite:///PATH` or `mysql://user:password@host:port/name[?prefix=…&socket=…]`,
        where several hosts have commas between them."""
        parts, extra = urlsplit(url), {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
        prefix = extra.get("prefix", "hd_")
        if parts.scheme == "sqlite":
            return cls("sqlite", path=unquote(parts.path)[1:], prefix=prefix)
        if parts.scheme not in ("mysql", "mariadb"):
            raise ValueError(_("A database address starts with sqlite:/// or mysql://."))
        hosts = parts.netloc.rpartition("@")[2]
        several = "," in hosts
        return cls(
            "mysql",
            host=hosts if several else parts.hostname or "localhost",
            port=3306 if several else parts.port or 3306,
            socket=extra.get("socket", ""),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            name=unquote(parts.path.lstrip("/")),
            prefix=prefix,
            tls=extra.get("tls", "auto"),
        )

    def url(self, *, with_password: bool = False) -> str:
        """The address as one line; without the password unless it is asked for."""
        usual = Database()
        names = ("prefix", "socket", "tls")
        more = {n: v for n in names if (v := getattr(self, n)) != getattr(usual, n)}
        extra = f"?{urlencode(more)}" if more else ""
        if self.engine == "sqlite":
            return f"sqlite:///{quote(self.path)}{extra}"
        user, name = quote(self.user, safe=""), quote(self.name, safe="")
        secret = f":{quote(self.password, safe='')}" if with_password and self.password else ""
        where = ",".join(f"[{h}]:{p}" if ":" in h else f"{h}:{p}" for h, p in self.places)
        return f"mysql://{user}{secret}@{where}/{name}{extra}"

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """Host and port of each server; raises ValueError for a list that is none."""
        if "," not in self.host:
            return ((self.host, self.port),)
        found = [_PLACE.fullmatch(part.strip()) for part in self.host.split(",")]
        if not all(found):
            raise ValueError(self.host)
        return tuple((m[1] or m[2], int(m[3] or self.port)) for m in found if m)


@dataclass(frozen=True)
class Config:
    """What must be known before the database answers."""

    folder: Path
    database: Database
    secret_key: str = field(repr=False)
    base_path: str = ""
    trusted_proxies: tuple[str, ...] = ()


def load(folder: Path | None = None) -> Config:
    """Read the configuration; raises NotInstalled when there is none, else Unavailable."""
    folder = folder or paths.data_folder()
    if folder is None:
        raise NotInstalled
    try:
        raw = json.loads((folder / paths.CONFIG_NAME).read_text("utf-8"))
        return Config(
            folder,
            Database(**raw["database"]),
            raw["secret_key"],
            raw.get("base_path", ""),
            tuple(raw.get("trusted_proxies", ())),
        )
    except FileNotFoundError:
        raise NotInstalled from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(_("The configuration file can't be read.")) from error


def exists(folder: Path | None = None) -> bool:
    """Whether a desk is installed; true also while its configuration or database is broken."""
    folder = folder or paths.data_folder()
    try:
        return folder is not None and bool((folder / paths.CONFIG_NAME).stat())
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # not for us to look into, so it isn't for the wizard either
        return True


def create(config: Config) -> None:
    """Write a first configuration; raises FileExistsError when somebody was faster."""
    target = config.folder / paths.CONFIG_NAME
    temporary = _written(config.folder, target.name, _as_json(config))
    try:
        os.link(temporary, target)
    finally:
        temporary.unlink()


def replace(config: Config) -> None:
    """Change the configuration as a whole, or not at all."""
    write_whole(config.folder / paths.CONFIG_NAME, _as_json(config))


def write_whole(target: Path, content: bytes) -> None:
    """Replace a file so that a reader or a power cut meets the old or the new one, never a part."""
    temporary = _written(target.parent, target.name, content)
    temporary.replace(target)


def _written(folder: Path, name: str, content: bytes) -> Path:
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        Path(temporary).unlink()
        raise
    return Path(temporary)


def _as_json(config: Config) -> bytes:
    raw: Mapping[str, Any] = {
        "database": asdict(config.database),
        "secret_key": config.secret_key,
        "base_path": config.base_path,
        "trusted_proxies": list(config.trusted_proxies),
    }
    return json.dumps(raw, indent=2, ensure_ascii=False).encode()
