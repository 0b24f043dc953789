"""What `python -m helpdesk bench` does."""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import ground, load, pages, private, processes, report, rounds, words
from bench.client import Browser
from bench.ground import Ground
from bench.pages import Visit
from helpdesk import db
from helpdesk.config import Database
from helpdesk.schema import Ticket

USUAL = 4  # messages of the tickets that are read
STARTS = 3


def run(chosen: argparse.Namespace) -> int:
    """Make the ground, measure, tell."""
    home = _home()
    with _database(chosen, home) as address:
        outcome = _measured(ground.prepare(home, address, chosen.tickets, say), chosen.rounds)
    if chosen.json == "-":
        sys.stdout.write(report.as_json(outcome))
        return 0
    print(report.as_table(outcome))
    if chosen.json:
        Path(chosen.json).write_text(report.as_json(outcome))
    return 0


def say(words: str) -> None:
    """Tell how far it is, away from the outcome."""
    print(words, file=sys.stderr, flush=True)


def _home() -> Path:
    named = os.environ.get("HELPDESK_BENCH_DATA") or os.environ.get("HELPDESK_DATA")
    return Path(named).resolve() if named else Path.home() / ".cache" / "helpdesk-bench"


@contextmanager
def _database(chosen: argparse.Namespace, home: Path) -> Iterator[Database]:
    if chosen.database:
        yield Database.from_url(chosen.database)
    elif chosen.engine == "mariadb":
        with private.mariadb(home, chosen.tickets) as address:
            yield address
    else:
        yield Database("sqlite", path=str(home / f"bench-{chosen.tickets}.sqlite3"))


def _measured(there: Ground, count: int) -> report.Outcome:
    starts = median(processes.start_ms(there.folder) for _number in range(STARTS))
    with db.connection():
        mark = ground.mark()
        usual = _usual_tickets()
        db.database.close()
        try:
            with processes.served(there.folder, 1) as server:
                visit = _visit(server.port, there, usual, mark.tickets)
                measured = rounds.measure(visit, pages.there(), count, say)
                weight = first_visit(server.port)
                memory = max(processes.memory_mb(pid) for pid in server.servers)
            with processes.served(there.folder, os.cpu_count() or 1) as server:
                throughput = [_under_load(server.port, there)]
                memory = max(memory, *(processes.memory_mb(pid) for pid in server.servers))
        finally:
            db.database.connect(reuse_if_open=True)
            ground.clean(mark)
    return report.Outcome(there.engine, there.tickets, measured, starts, memory, weight, throughput)


def _usual_tickets() -> list[int]:
    found = Ticket.select(Ticket.id).where((Ticket.messages == USUAL) & Ticket.is_open)
    ids = [row.id for row in found.order_by(Ticket.last_message.desc()).limit(20)]
    return ids or [row.id for row in Ticket.select(Ticket.id).limit(1)]


def _visit(port: int, there: Ground, usual: list[int], before: int) -> Visit:
    staff, guest = _signed_in(port, there), Browser(port)
    with db.connection():
        rare, common = words.rare_and_common()
    visit = Visit(port, staff, guest, usual, [], rare, common)
    for _number in range(5):
        browser, raw = pages.submit(visit)
        if browser.send(raw).status != 303:
            raise RuntimeError("the form isn't taken")
    with db.connection():
        visit.written = [row.id for row in Ticket.select(Ticket.id).where(Ticket.id > before)]
    visit.deep = pages.deepest(staff)
    return visit


def _signed_in(port: int, there: Ground) -> Browser:
    staff = Browser(port)
    form = staff.get("/admin/login")
    fields = {"csrf": form.token, "email": ground.EMAIL, "password": there.password}
    if staff.post("/admin/login", fields).status != 303:
        raise RuntimeError("the administrator can't sign in")
    # Whoever works here has been shown around.
    staff.post("/admin/account/tour", {"csrf": staff.get("/admin/tickets").token})
    return staff


def _under_load(port: int, there: Ground) -> load.Throughput:
    staff = _signed_in(port, there)
    page, floor = (staff.request("GET", path) for path in ("/admin/tickets", "/bench/floor"))
    say("under load: floor and list in turn")
    return load.compare("list", port, page, floor)


def first_visit(port: int) -> int:
    """What a browser without a cache fetches for the portal's first page, in bytes on the wire."""
    guest = Browser(port)
    home = guest.get("/")
    parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', home.text))
    return home.wire_bytes + sum(guest.get(path).wire_bytes for path in sorted(parts))
