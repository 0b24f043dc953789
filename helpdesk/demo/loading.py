"""Making the demo data, in bundles of one transaction each."""

from collections.abc import Callable
from datetime import date

import peewee

from helpdesk import db, permissions, search, statuses
from helpdesk.customers import normal_email, normal_name
from helpdesk.db import bulk
from helpdesk.demo import bundles, people, state, threads
from helpdesk.demo.bundles import Bundle, Made
from helpdesk.demo.plan import Plan
from helpdesk.demo.state import Ids, State
from helpdesk.errors import Conflict
from helpdesk.i18n import _
from helpdesk.priorities import every as every_priority
from helpdesk.schema import (
    Category,
    Customer,
    CustomerAddress,
    Message,
    Organisation,
    Role,
    Staff,
    StaffCategory,
    Ticket,
)
from helpdesk.schema import Event as EventRow
from helpdesk.search.engines import engine

PEOPLE = 5000  # customers
TRIES = 5
Maker = Callable[[Bundle], Made]
_LIMITED = 3  # of the staff see a few categories only


def begin(total: int, today: date, seed: int = 1) -> State:
    """Note what is wanted, and make what is small; goes on with what was begun with this total."""
    with db.transaction():
        found = state.read(lock=True)
        if found is None:
            found = State(total, today.isoformat(), seed)
            _small_things(found)
            state.write(found)
    if found.removing or found.total != total:
        raise Conflict(_("There is other demo data already. Remove it first."))
    return found


def step(make: Maker = bundles.make, many: int = 1) -> State | None:
    """Some customers, or so many bundles of tickets; None when there is nothing to load."""
    for attempt in range(TRIES):
        try:
            with db.transaction():
                return _some(make, many)
        except (db.IntegrityError, peewee.OperationalError) as error:
            # Somebody took one of the ids meanwhile, or writes at the same moment.
            known = isinstance(error, db.IntegrityError) or db.is_deadlock(error)
            if not known or attempt == TRIES - 1:
                raise
    raise AssertionError


def _some(make: Maker, many: int) -> State | None:
    found = state.read(lock=True)
    if found is None or found.removing or found.complete:
        return found
    plan = Plan(found.total, found.seed, date.fromisoformat(found.today))
    if found.customers < plan.customers:
        _customers(found, plan)
    else:
        _tickets(found, plan, make, many)
    state.write(found)
    return found


def _customers(found: State, plan: Plan) -> None:
    numbers = range(found.customers, min(found.customers + PEOPLE, plan.customers))
    first = bulk.highest(Customer) + 1
    made = [(first + n, people.customer(plan, number)) for n, number in enumerate(numbers)]
    since = threads.stamp(plan.start)
    bulk.insert(
        Customer,
        ("id", "name", "name_normal", "organisation", "language", "created"),
        [
            (row, who.name, normal_name(who.name), _organisation(found, who), who.language, since)
            for row, who in made
        ],
    )
    bulk.insert(
        CustomerAddress,
        ("customer", "email", "email_normal"),
        [(row, who.email, normal_email(who.email)) for row, who in made],
    )
    state.add(found.customer_ids, first, first + len(made) - 1)
    found.customers += len(made)


def _tickets(found: State, plan: Plan, make: Maker, many: int) -> None:
    bundle: Bundle | None = Bundle(
        _world(found, plan),
        engine(),
        found.tickets,
        bulk.highest(Ticket) + 1,
        bulk.highest(Message) + 1,
    )
    said, prepared = [], []
    for _each in range(many):
        if bundle is None:
            break
        made = make(bundle)
        _write(made.rows)
        said += made.rows.said
        prepared.append(made.prepared)
        state.add(found.ticket_ids, bundle.ticket, bundle.ticket + len(bundle.numbers) - 1)
        found.tickets += len(bundle.numbers)
        bundle = bundle.next
    search.add_many(said, prepared)


def _write(rows: threads.Rows) -> None:
    bulk.insert(Ticket, threads.TICKET, rows.tickets)
    bulk.insert(Message, threads.MESSAGE, rows.messages)
    bulk.insert(EventRow, threads.EVENT, rows.events)


def _world(found: State, plan: Plan) -> threads.World:
    rows = {row.id: row for row in Staff.select(Staff.id, Staff.name, Staff.email)}
    colleagues = [rows[number] for number in found.staff]
    return threads.World(
        plan,
        found.statuses,
        found.priorities,
        found.categories,
        [threads.Colleague(row.id, row.name, row.email) for row in colleagues],
        found.organisations,
        Ids(found.customer_ids),
    )


def _organisation(found: State, who: people.Person) -> int | None:
    return None if who.organisation is None else found.organisations[who.organisation]


def _small_things(found: State) -> None:
    plan = Plan(found.total, found.seed, date.fromisoformat(found.today))
    found.statuses = {meaning: statuses.default(meaning).id for meaning in statuses.MEANINGS}
    levels = {label.row.level: label.id for label in reversed(every_priority())}
    usual = next(iter(levels.values()))
    found.priorities = {
        level: levels.get(level, usual) for level in ("urgent", "high", "normal", "low")
    }
    last = Category.select(peewee.fn.MAX(Category.position)).scalar() or 0
    found.categories = [
        Category.create(name=name, position=last + number).id
        for number, name in enumerate(people.CATEGORIES, 1)
    ]
    found.organisations = [
        Organisation.create(name=name, name_normal=normal_name(name)).id
        for name in map(people.company, range(plan.organisations))
    ]
    found.staff = [_colleague(found, number, name) for number, name in enumerate(people.STAFF)]


def _colleague(found: State, number: int, name: str) -> int:
    """Somebody who answers and can't sign in; one whom an earlier demo left behind works again."""
    email = f"{normal_email(name).replace(' ', '.')}@staff.example"
    row: Staff = Staff.get_or_none(Staff.email_normal == normal_email(email)) or Staff(
        name=name, email=email, email_normal=normal_email(email), role=_role()
    )
    row.is_active = True
    row.all_categories = number < len(people.STAFF) - _LIMITED
    row.save()
    if not row.all_categories:
        for category in found.categories[number % _LIMITED :: _LIMITED]:
            keys = {"staff": row.id, "category": category}
            StaffCategory.get_or_create(**keys)
    return int(row.id)


def _role() -> Role:
    """The role with the fewest permissions of those that may answer."""
    rows: list[Role] = sorted(Role.select(), key=lambda role: len(role.permissions))
    return next((role for role in rows if permissions.OPERATOR[1] in role.permissions), rows[0])
