"""How timed work can be set up on this host: the line for cron, and the address to call.

The key of the address is derived from the configuration's secret key and a number among the
settings, so that nothing secret is stored; a higher number makes a new key.
"""

import hmac
import shlex
import sys
from pathlib import Path

from helpdesk import paths, secrets, settings
from helpdesk.events import Actor
from helpdesk.mail import links

EVERY = "*/5 * * * *"  # five minutes: what hosts allow, and no mail waits long
NUMBER = "security.cron_key"
PATH = "/cron"
_PURPOSE = "cron"


def command(folder: Path) -> str:
    """What cron is to run, with absolute paths: it knows neither our folder nor our Python."""
    words = f"HELPDESK_DATA={shlex.quote(str(folder))} {shlex.quote(python())} -m helpdesk cron"
    is_wheel = paths.PACKAGE in paths.TEMPLATES.parents  # then Python finds it from everywhere
    return words if is_wheel else f"cd {shlex.quote(str(paths.ROOT))} && {words}"


def line(folder: Path) -> str:
    """The same as a line of a crontab, where a per cent sign would end it."""
    return f"{EVERY} " + command(folder).replace("%", r"\%")


def address() -> str:
    """What somebody else's clock is to call instead."""
    return links.page(f"{PATH}?key={key()}")


def key() -> str:
    """What whoever calls the address has to know."""
    return secrets.signature(_PURPOSE, str(settings.get("security.cron_key")))


def is_key(given: str) -> bool:
    """Whether this is the key; the time that it takes tells nothing."""
    return hmac.compare_digest(key().encode(), given.encode("utf-8", "replace"))


def new_key(actor: Actor) -> None:
    """Let the address that is known until now lead nowhere."""
    settings.change({NUMBER: settings.get("security.cron_key") + 1}, actor)


def python() -> str:
    """This Python; inside some web servers `sys.executable` names the server, or nothing."""
    name = Path(sys.executable or "").name
    if name.startswith(("python", "pypy")):
        return sys.executable
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    places = (Path(sys.exec_prefix) / "bin" / found for found in (version, "python3"))
    return next((str(place) for place in places if place.exists()), version)
