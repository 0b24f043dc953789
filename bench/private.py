"""A MariaDB of the bench's own, kept for the next time."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from helpdesk.config import Database
from helpdesk.errors import Unavailable

# As a desk's server has it; durable as by default.
OPTIONS = ("--innodb-buffer-pool-size=2G", "--innodb-log-file-size=512M")


@contextmanager
def mariadb(home: Path, tickets: int) -> Iterator[Database]:
    """The address of a database for so many tickets; the server runs until the end of the block."""
    try:
        servers = import_module("tests.servers.mariadb")
    except ImportError:
        raise Unavailable("Here is no MariaDB to start; name one with --database.") from None
    if reason := servers.missing():
        raise Unavailable(reason)
    folder = home / "mariadb"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    running = servers.MariaDB(*OPTIONS, folder=folder)
    running.start()
    try:
        name = f"bench_{tickets}"
        running.run(f"CREATE DATABASE IF NOT EXISTS {name}")
        running.run(f"GRANT ALL ON {name}.* TO '{servers.USER}'@'%'")
        yield Database(
            "mysql",
            socket=str(running.socket),
            user=servers.USER,
            password=servers.PASSWORD,
            name=name,
            tls="off",
        )
    finally:
        running.stop()
