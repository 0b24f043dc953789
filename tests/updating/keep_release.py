"""Keeps a release's tables, so that every later one is tested against them.

At each release, in its tree, before the version is raised again:

    python -m tests.updating.keep_release

It makes a small desk on each engine (the cast of tests/cast.py, who ask and answer), and writes
`released/VERSION.sqlite3.gz` and `released/VERSION.sql.gz`. Commit both; the tests find them by
themselves. They are never made again: what is tested is what that release has really made.
"""

import gzip
import sqlite3
import sys
import tempfile
from pathlib import Path

from helpdesk import db, i18n, security, settings, tickets
from helpdesk.config import Database
from helpdesk.db import database
from helpdesk.events import Actor
from helpdesk.schema import Ticket
from helpdesk.staff import Member
from helpdesk.version import __version__
from tests.cast import Desk, installed
from tests.servers.mariadb import MariaDB

RELEASED = Path(__file__).parent / "released"
CHANGED = {"site.title": "Harbour Lane Cycles", "look.accent": "#7a3e9d", "site.footer": "1 · 2"}


def main() -> int:
    """Make both files."""
    security.passwords().update(pbkdf2_sha256__default_rounds=1000)
    RELEASED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, i18n.speaking("en"):
        folder = Path(name)
        file = folder / "helpdesk.sqlite3"
        _fill(folder, Database("sqlite", path=str(file)))
        _write("sqlite3", _whole(file))
    server = MariaDB()
    try:
        server.start()
        way = server.address(server.create_database("CHARACTER SET utf8mb4"))
        names = ("host", "port", "socket", "user", "password", "name", "tls")
        there = {name: getattr(way, name) for name in names}
        with tempfile.TemporaryDirectory() as name, i18n.speaking("en"):
            _fill(Path(name), Database("mysql", **there))
            _write("sql", "".join(f"{line};\n" for line in _statements()).encode())
    finally:
        server.remove()
    return 0


def _fill(folder: Path, address: Database) -> None:
    """A desk as somebody leaves it in the evening."""
    installed(folder, address)
    desk = Desk(folder, address)
    settings.forget()
    with db.connection():
        with db.transaction():
            settings.change(CHANGED)
        anna = desk.anna
        for number in range(1, 9):
            category = "Repairs" if number % 3 == 0 else "General"
            row = desk.ticket(f"Matter {number}", text=_text(number), category=category)
            if number % 2:
                _answer(row, anna)
            if number == 5:
                with db.transaction():
                    tickets.resolve(Ticket.get_by_id(row.id), actor=_customer(row))
        desk.ticket(
            "Ärger mit 🚲", text="Umlaute, 漢字 and NULs", email="dan@example.com", name="Dan"
        )
    desk.close()


def _answer(row: Ticket, anna: Member) -> None:
    with db.transaction():
        tickets.take(row, anna)
        tickets.reply(row, actor=anna.actor(), author=anna.name, text="We look at it today.")
        tickets.note(row, actor=anna.actor(), author=anna.name, text="Spare part ordered.")


def _customer(row: Ticket) -> Actor:
    return Actor("customer", "portal", customer=row.customer_id)


def _text(number: int) -> str:
    return f"The wheel number {number} rubs since Tuesday.\n\n" + "It is loud. " * number


def _whole(file: Path) -> bytes:
    """The file with what still stood in its journal, and nothing that was deleted."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("VACUUM")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    return file.read_bytes()


def _statements() -> list[str]:
    """The database as statements, each on a line of its own."""
    found = ["SET FOREIGN_KEY_CHECKS = 0", "SET NAMES utf8mb4"]
    with db.connection():
        for table in sorted(database.get_tables()):
            made = database.execute_sql(f"SHOW CREATE TABLE `{table}`").fetchone()[1]
            found.append(" ".join(made.split("\n")))
            for row in database.execute_sql(f"SELECT * FROM `{table}`").fetchall():
                values = ", ".join(str(database.connection().escape(value)) for value in row)
                found.append(f"INSERT INTO `{table}` VALUES ({values})")
    return found


def _write(kind: str, content: bytes) -> None:
    file = RELEASED / f"{__version__}.{kind}.gz"
    file.write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{file.name}: {file.stat().st_size} bytes of {len(content)}")


if __name__ == "__main__":
    sys.exit(main())
