"""The databases that are measured: made once per engine and size, outside the tree, used again."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.floor import Written
from helpdesk import attachments, config, db, demo, paths, security, settings
from helpdesk.config import Database
from helpdesk.db import bulk
from helpdesk.demo import removing
from helpdesk.errors import Conflict
from helpdesk.installation import seed
from helpdesk.schema import ALL, Customer, CustomerAddress, Once, Session, Ticket

NOTE = "bench.json"
EMAIL = "administrator@desk.test"
LIMITS = {
    "security.requests_per_hour": 10_000,  # one address sends them all
    "portal.check": "never",
    "portal.least_seconds": 0,  # and in no time
    "site.title": "Bench",
}
Say = Callable[[str], None]


@dataclass(frozen=True)
class Ground:
    """A desk to measure on."""

    folder: Path
    engine: str
    tickets: int
    password: str


@dataclass(frozen=True)
class Mark:
    """How far the tables went before the bench wrote into them."""

    tickets: int
    customers: int


def prepare(home: Path, address: Database, tickets: int, say: Say) -> Ground:
    """The desk of so many tickets at an address; made, or what is missing of it."""
    name = hashlib.sha256(address.url().encode()).hexdigest()[:8]
    folder = home / f"{address.engine}-{tickets}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.use(address)
    attachments.store(folder)
    if not (folder / paths.CONFIG_NAME).exists():
        _refuse_strangers(folder)
    password = _password(folder)
    while not seed.make_tables(address).finished:
        pass
    if not (folder / paths.CONFIG_NAME).exists():
        hashed = security.hash_password(password)
        plan = seed.Plan("Bench", "http://127.0.0.1", "en", "UTC", "Administrator", EMAIL, hashed)
        seed.complete(folder, address, plan)
    config.replace(config.Config(folder, address, config.load(folder).secret_key))
    with db.connection():
        _fill(tickets, say)
    return Ground(folder, address.engine, tickets, password)


def mark() -> Mark:
    """Remember where the rows of the ground end."""
    return Mark(bulk.highest(Ticket), bulk.highest(Customer))


def clean(there: Mark) -> None:
    """Remove what the bench wrote, so that the next one finds the same ground."""
    while ids := [
        r.id for r in Ticket.select(Ticket.id).where(Ticket.id > there.tickets).limit(200)
    ]:
        with db.transaction():
            removing.erase(ids)
    with db.transaction():
        newer = CustomerAddress.customer > there.customers
        CustomerAddress.delete().where(newer).execute()
        Customer.delete().where(Customer.id > there.customers).execute()
        for table in (Session, Once, Written):
            table.delete().execute()


def _fill(tickets: int, say: Say) -> None:
    with db.transaction():
        settings.change({key: value for key, value in LIMITS.items() if key in settings.REGISTRY})
    Written.create_table(safe=True)
    demo.load(tickets)
    demo.load_all(lambda line: say(f"making the ground: {line} tickets"))
    if db.is_mysql():
        db.database.execute_sql(f"ANALYZE TABLE {Ticket._meta.table_name}")


def _refuse_strangers(folder: Path) -> None:
    """A database that this bench didn't make is nobody's to write into."""
    if (folder / NOTE).exists():
        return
    with db.connection():
        there = set(db.database.get_tables()) & {table._meta.table_name for table in ALL}
    if there:
        raise Conflict("There is a desk in this database. Give the bench an empty one.")


def _password(folder: Path) -> str:
    note = folder / NOTE
    if not note.exists():
        note.touch(mode=0o600)
        note.write_text(json.dumps({"password": secrets.token_urlsafe(16)}))
    return str(json.loads(note.read_text())["password"])
