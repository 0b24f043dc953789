"""What a desk may hold: nothing, little, much, and what nobody expects."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from helpdesk import (
    announcements,
    attachments,
    customers,
    db,
    exporting,
    jobs,
    labels,
    organisations,
    roles,
    settings,
    statuses,
    teams,
    tickets,
)
from helpdesk.announcements import Draft
from helpdesk.attachments import Kept
from helpdesk.backup import kept, returning
from helpdesk.clock import now
from helpdesk.events import Actor
from helpdesk.schema import (
    Announcement,
    Category,
    Customer,
    Event,
    Job,
    Message,
    Organisation,
    Priority,
    Role,
    Staff,
    Status,
    Team,
    Ticket,
)
from tests.browser import texts
from tests.cast import Desk

GUEST = "cleo@example.com"


@dataclass(frozen=True)
class Shown:
    """The ticket that the pages of one ticket show; None on a desk that has none."""

    ticket: Ticket | None

    @property
    def track(self) -> str:
        """Its tracking ID."""
        return str(self.ticket.tracking_id) if self.ticket else ""

    @property
    def number(self) -> int:
        """Its number."""
        return int(self.ticket.id) if self.ticket else 0

    @property
    def others(self) -> dict[str, int]:
        """Its customer, their organisation, and what is announced."""
        return {
            "customer": int(self.ticket.customer_id) if self.ticket else 0,
            "organisation": Organisation.select(Organisation.id).limit(1).scalar() or 0,
            "announcement": Announcement.select(Announcement.id).limit(1).scalar() or 0,
        }


def nothing(desk: Desk) -> Shown:
    """As the wizard leaves it."""
    return Shown(None)


def little(desk: Desk) -> Shown:
    """One request that nobody has read yet."""
    _team(desk, "Workshop")
    one = desk.ticket()
    known(desk, one, "Marsh & Sons", "Workshop closed on Friday.")
    return Shown(one)


def much(desk: Desk) -> Shown:
    """Two pages of tickets in every state, one of them with a long conversation; many people."""
    _team(desk, "Workshop")
    _crowd(desk)
    rows = [desk.ticket(s, text=t, name=n, email=e) for s, t, n, e in texts.TICKETS * 4]
    for number, row in enumerate(rows):
        _spread(row, number, desk)
    one = desk.ticket(texts.SUBJECT, text=texts.FIRST, name="Aleksandra Wiśniewska", email=GUEST)
    _throw_away(desk, rows[:3])
    _talk(desk, one, texts.TALK)
    for _number in range(6):
        _talk(desk, one, texts.TALK[:2])
    known(desk, one, "Genossenschaft Stadtbote eG", "Workshop closed on Friday.", *texts.ANNOUNCED)
    return Shown(one)


def hostile(desk: Desk) -> Shown:
    """As long, as wide, as strange as the columns allow, in sixty rows."""
    wide = texts.HOSTILE
    with db.transaction():
        settings.change({"site.title": wide[0][:100], "site.footer": (wide[2] * 2)[:250]})
        for number, table in enumerate((Category, Priority, Status)):
            for row in table.select():
                labels.translate(row, "en", wide[(number + row.id) % len(wide)][:190])
        Staff.update(name=wide[1][:190]).where(Staff.email == "anna@example.com").execute()
    rows = []
    for number in range(60):
        texts_ = wide[number % len(wide)]
        email = f"{'x' * 60}.{number}@{'long-' * 12}example.com"
        rows.append(desk.ticket(texts_[:255], text=texts_ * 2, name=texts_[:190], email=email))
        _spread(rows[-1], number, desk)
    _throw_away(desk, rows[: len(wide)])
    files = tuple(keep(f"{text[:90]}.{kind}") for text in wide for kind in ("png", "pdf"))[:10]
    _team(desk, wide[0])
    one = desk.ticket(wide[0][:255], text=wide[0] * 4, name=wide[4][:190], email=GUEST, files=files)
    _talk(desk, one, [(who, text * 9) for who in ("staff", "note", "guest") for text in wide])
    known(desk, one, wide[0][:190], *(text[:190] for text in wide))
    for number in (0, 2):
        _beside(desk, one, wide[number][:190], f"wide{number}@example.com")
    return Shown(one)


SETS: dict[str, Callable[[Desk], Shown]] = {
    "nothing": nothing,
    "little": little,
    "much": much,
    "hostile": hostile,
}


def _team(desk: Desk, name: str) -> None:
    """A team with somebody in it, and a role of the desk's own; both the first of their kind."""
    with db.transaction():
        team = teams.add(name[:190], {str(desk.ben.id)}, actor=desk.anna.actor())
        Team.update(id=1).where(Team.id == team.id).execute()
        role = roles.add(name[:190], ["tickets.view", "tickets.note"], by=desk.anna)
        Role.update(id=3).where(Role.id == role.id).execute()
        old = {"name": f"{name[:180]} 2", "position": 9, "is_retired": True}
        Status.create(meaning="waiting", **old)
        Category.create(**old)


def _beside(desk: Desk, ticket: Ticket, name: str, email: str) -> None:
    """One more colleague, who works on it beside the owner."""
    operator = Role.get(Role.name == "Operator")
    with db.transaction():
        row = Staff.create(name=name, email=email, email_normal=email, role=operator)
        tickets.add_collaborator(ticket, row.id, actor=desk.anna.actor())


def _crowd(desk: Desk) -> None:
    """Sixty people and a dozen teams."""
    role = Role.get(Role.name == "Operator")
    with db.transaction():
        for number in range(60):
            name, email = texts.TICKETS[number % len(texts.TICKETS)][2], f"{number}@example.com"
            Staff.create(name=f"{name} {number}", email=email, email_normal=email, role=role)
        for number in range(12):
            Team.create(name=f"Team {number}")
        exporting.begin(actor=desk.anna.actor())
        _at_work("export.make")
    folder = desk.folder / "exports"
    folder.mkdir(exist_ok=True)
    for day in range(10, 14):
        with (folder / f"helpdesk-export-202611{day}-020000.zip").open("wb") as file:
            file.truncate(day**7)  # sizes without bytes
    backups(desk)


def backups(desk: Desk) -> None:
    """A whole one, one that is broken, one at work; and a restoring that failed."""
    with db.transaction():
        settings.change({"backup.nightly": True, "backup.passphrase": "x"})
    Job.delete().where(Job.name == kept.MAKE).execute()
    with db.transaction():
        kept.begin(actor=desk.anna.actor())
    while (mine := jobs.claim(name=kept.MAKE)) is not None:
        jobs.run(mine)
    with db.transaction():
        kept.begin(actor=desk.anna.actor())
        _at_work(kept.MAKE)
    (kept.folder() / "before-0.2.0-20261110-020000.tar").write_bytes(b"half")
    outcome: dict[str, str | None] = {
        "archive": "helpdesk-2026-11-09-0300.tar",
        "at": "2026-11-10T00:00:00+00:00",
    }
    outcome |= {"why": f"{texts.HOSTILE[0]} {'x' * 300}", "old": None, "pass": "x"}
    (desk.folder / returning.OUTCOME).write_text(json.dumps(outcome))


def _at_work(name: str) -> None:
    """Let a job be half done, by somebody else: else the page that looks on would go on with it."""
    until = now() + timedelta(days=1)
    at = {"done": 4_000, "total": 9_000, "claimed_by": "somebody", "claimed_until": until}
    Job.update(at).where(Job.unique_key == name).execute()


def known(desk: Desk, ticket: Ticket, group: str, *notices: str) -> None:
    """Let the ticket's customer belong somewhere and have a note; announce something."""
    actor, number = desk.anna.actor(), ticket.customer_id
    with db.transaction():
        organisations.add(name=group, note=group * 3, actor=actor)
        customers.change(number, actor=actor, organisation=group, note=f"{group}\n" * 5)
        for address in ("second@example.com", f"{'x' * 60}@{'long-' * 12}example.org"):
            customers.add_address(number, address, actor=actor)
        for at, title in enumerate(notices):
            style = announcements.STYLES[at % len(announcements.STYLES)]
            announcements.add(Draft(title, f"{title} " * 9, style), {}, actor=actor)


def _throw_away(desk: Desk, rows: list[Ticket]) -> None:
    """Let the trash hold something."""
    with db.transaction():
        for row in rows:
            tickets.trash(Ticket.get_by_id(row.id), actor=desk.anna.actor())


def keep(name: str, content: bytes = texts.PICTURE) -> Kept:
    """A file in the store of the desk."""
    return attachments.store().keep(io.BytesIO(content), name)


def _talk(desk: Desk, ticket: Ticket, said: list[tuple[str, str]]) -> None:
    """Messages of guest and staff, notes, and a status that comes and goes."""
    anna = desk.anna
    for who, text in said:
        with db.transaction():
            row = Ticket.get_by_id(ticket.id)
            if who == "guest":
                actor = Actor("customer", "portal", customer=row.customer_id)
                tickets.reply(row, actor=actor, author=row.customer.name, text=text)
            elif who == "note":
                tickets.note(row, actor=anna.actor(), author=anna.name, text=text)
            else:
                files = (keep("rim.png"), keep("Service invoice 2026-1093.pdf", b"%PDF-1.4"))
                tickets.reply(row, actor=anna.actor(), author=anna.name, text=text, files=files)
    with db.transaction():
        Ticket.update(owner=anna.id).where(Ticket.id == ticket.id).execute()


def _spread(ticket: Ticket, number: int, desk: Desk) -> None:
    """Give a ticket one of the statuses, priorities and owners, and some age."""
    meaning = statuses.MEANINGS[:4][number % 4]
    levels = list(Priority.select().order_by(Priority.position))
    owners = [desk.anna.id, None, desk.ben.id]
    with db.transaction():
        Ticket.update(
            status=statuses.default(meaning),
            priority=levels[number % len(levels)],
            owner=owners[number % 3],
            last_by_customer=meaning in (statuses.NEW, statuses.OPEN),
        ).where(Ticket.id == ticket.id).execute()
    age(ticket, timedelta(minutes=13 + 47 * number * number))


def age(ticket: Ticket, by: timedelta) -> None:
    """Let a ticket and its first entry have happened earlier."""
    then = now() - by
    with db.transaction():
        this = Ticket.id == ticket.id
        Ticket.update(created=then, updated=then, last_message=then).where(this).execute()
        waits = Ticket.waiting_since.is_null(False)
        Ticket.update(waiting_since=then).where(this & waits).execute()
        for table in (Message, Event):
            table.update(created=then).where(table.ticket == ticket.id).execute()
        Customer.update(created=then).where(Customer.id == ticket.customer_id).execute()
