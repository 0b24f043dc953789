"""Finding tickets: the engine names documents, the database keeps to what the person may see.

Whatever the index says, a row is shown only if the join with its ticket lets it through.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from helpdesk import db, numbers, settings
from helpdesk.clock import now
from helpdesk.schema import Message, SearchDocument, Ticket
from helpdesk.search import documents, marking, narrowing, rows
from helpdesk.search.documents import Document
from helpdesk.search.engines import Plan, engine
from helpdesk.search.marking import Part
from helpdesk.search.narrowing import Filter, Narrowing
from helpdesk.search.query import Query, Term, parse
from helpdesk.staff import Member
from helpdesk.tickets import tracking
from helpdesk.tickets.access import in_sight_of, sight_of
from helpdesk.tickets.rows import Row

TOP = 1 << 62
BATCHES = (120, 480, 800, 800, 800, 800)  # documents looked at for one page, at most
AGAIN = 300  # entries looked at to see whether a ticket stood on a page before
_TRACKING = frozenset(tracking.SIGNS + "-")
SOME_CATEGORIES = 30  # that are worth asking the index for


@dataclass(frozen=True)
class Hit:
    """A ticket that was found: its row, and the entry that says why."""

    row: Row
    subject: list[Part]
    snippet: list[Part]
    position: int = 0
    author: str = ""
    is_note: bool = False
    written: datetime | None = None


@dataclass(frozen=True)
class Understood:
    """What the desk looked for."""

    words: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was left to look for."""
        return not (self.words or self.exact or self.without or self.filters)


@dataclass(frozen=True)
class Results:
    """A page of hits, newest first; `next_key` leads on, '' at the end."""

    rows: list[Hit]
    next_key: str
    understood: Understood


@dataclass
class _Search:
    """One search on its way."""

    query: Query
    narrow: Narrowing
    sight: Any  # a condition on tickets
    for_customer: bool
    size: int
    member: Member | None = None

    @property
    def plan(self) -> Plan:
        """What the index is asked for."""
        groups: list[tuple[str, ...]] = [(t,) for term in self.query.terms for t in term.tokens]
        groups = [*groups, *self.narrow.groups] or [(documents.EVERY,)]
        without = [term.tokens[0] for term in self.query.without if term.is_sure]
        return Plan(
            tuple(dict.fromkeys(groups)),
            tuple(dict.fromkeys([*without, *self.narrow.without])),
        )

    @property
    def needs_index(self) -> bool:
        """Whether it is about what was written, not just about properties of tickets."""
        authors = any(one.name == "from" for one in self.narrow.filters)
        return bool(self.query.terms or self.query.without or authors)

    @property
    def unsure(self) -> tuple[list[Term], list[Term]]:
        """Terms that only the text itself can tell: wanted ones, and ones to be without."""
        wanted = [term for term in self.query.terms if not term.is_sure]
        return wanted, [term for term in self.query.without if not term.is_sure]


def find(member: Member, text: str, *, after: str = "") -> Results:
    """The tickets in a staff member's sight that fit what was typed; never an error."""
    query = parse(text)
    narrow = narrowing.narrowed(query.operators, member)
    if member.categories and len(member.categories) <= SOME_CATEGORIES:
        narrow.groups.append(tuple(documents.category(c) for c in sorted(member.categories)))
    size = settings.get("list.rows")
    search = _Search(query, narrow, in_sight_of(member), False, size, member)
    return _results(search, text, after)


def find_for_customer(customer: int, text: str, *, after: str = "") -> Results:
    """A customer's own tickets, without notes and without what isn't sent yet."""
    query = parse(text, operators=("before", "after"))
    narrow = narrowing.narrowed(query.operators, None)
    narrow.groups.append((documents.customer(customer),))
    narrow.without.append(documents.NOTE)
    own = (Ticket.customer == customer) & Ticket.deleted.is_null()
    search = _Search(query, narrow, own, True, settings.get("list.rows"))
    return _results(search, text, after)


def find_among(tickets: Collection[int], customers: Collection[int], text: str) -> set[int]:
    """The numbers of those of these tickets of these customers that fit, without notes and without
    what isn't sent yet; as many as a page of hits has."""
    query = parse(text, operators=("before", "after"))
    narrow = narrowing.narrowed(query.operators, None)
    narrow.groups.append(tuple(documents.customer(each) for each in sorted(customers)))
    narrow.without.append(documents.NOTE)
    own = Ticket.id.in_(list(tickets)) & Ticket.deleted.is_null()
    search = _Search(query, narrow, own, True, settings.get("list.rows"))
    return {hit.row.number for hit in _results(search, text, "").rows}


def understood(query: Query, filters: list[Filter]) -> Understood:
    """In the words that were typed."""
    return Understood(
        words=[term.text for term in query.terms if not term.is_exact],
        exact=[term.text for term in query.terms if term.is_exact],
        without=[term.text for term in query.without],
        filters=filters,
    )


def _results(search: _Search, text: str, after: str) -> Results:
    told = understood(search.query, search.narrow.filters)
    kind, below = _parsed(after)
    if search.query.is_empty or search.narrow.is_impossible:
        return Results([], "", told)
    if not search.needs_index:
        return _by_tickets(search, told, below if kind == "t" else TOP)
    first = [] if after else _named_directly(search, text)
    found, next_key = _by_documents(search, below if kind == "d" else TOP)
    known = {hit.row.number for hit in first}
    return Results([*first, *(h for h in found if h.row.number not in known)], next_key, told)


def _by_documents(search: _Search, below: int) -> tuple[list[Hit], str]:
    """Read the index batch by batch until a page is full."""
    first, tickets = below, dict[int, dict[str, int]]()
    plan, asked, fits = search.plan, engine(), _fitting(search)
    loaded: dict[int, Document] = {}
    for batch in BATCHES:
        ids = asked.hits(plan, below, batch)
        found = _allowed(search, ids) if ids else []
        if any(search.unsure):
            numbers = [row["document"] for row in found]
            loaded.update((d.id, d) for d in documents.load(numbers, with_addresses=True))
            found = [row for row in found if fits(loaded.get(row["document"]))]
        if first < TOP:
            found = _not_before(search, found, first)
        for row in found:
            tickets.setdefault(row["ticket"], row)
        below = ids[-1] if ids else below
        if len(ids) < batch:
            below = 0
        if len(tickets) > search.size or not below:
            break
    page = list(tickets.values())[: search.size]
    if len(tickets) > search.size:
        below = page[-1]["document"]
    return _hits(search, page, loaded), f"d{below}" if below else ""


def _fitting(search: _Search) -> Callable[[Document | None], bool]:
    """Whether a document's text has the phrases, and not those that it mustn't have."""
    wanted, without = search.unsure

    def fits(doc: Document | None) -> bool:
        if doc is None:
            return False
        fields = doc.fields
        return all(any(marking.contains(text, term) for text in fields) for term in wanted) and (
            not any(marking.contains(text, term) for text in fields for term in without)
        )

    return fits


def _allowed(search: _Search, ids: list[int]) -> list[dict[str, int]]:
    """Those documents that may be shown, with their tickets, newest first."""
    narrow = search.narrow
    if search.member and not (narrow.tickets or narrow.since or narrow.until):
        return rows.in_sight(ids, sight_of(search.member))
    return rows.of_documents(ids, _condition(search))


def _condition(search: _Search) -> Any:
    condition = search.sight
    for one in search.narrow.tickets:
        condition &= one
    if search.narrow.since:
        condition &= SearchDocument.created >= search.narrow.since
    if search.narrow.until:
        condition &= SearchDocument.created < search.narrow.until
    if search.for_customer:
        sent = Message.pending_until.is_null() | (Message.pending_until <= now())
        public = Message.select(Message.id).where(
            (Message.id == SearchDocument.id) & ~Message.is_note & sent
        )
        condition &= SearchDocument.id.in_(public)
    return condition


def _not_before(search: _Search, found: list[dict[str, int]], first: int) -> list[dict[str, int]]:
    """Without tickets that an entry newer than this page's has brought to a page before."""
    tickets = {row["ticket"] for row in found}
    query = Message.select(Message.id).where(
        db.among(Message.ticket, tickets) & (Message.id >= first)
    )
    numbers = [n for (n,) in query.order_by(Message.id.desc()).limit(AGAIN).tuples()]
    if not numbers:
        return found
    docs, fits = documents.load(numbers, with_addresses=True), _fitting(search)
    visible = {row["document"] for row in _allowed(search, numbers)}
    bags = documents.bags(doc for doc in docs if doc.id in visible and fits(doc))
    known = {doc.ticket for doc in docs if doc.id in bags and _has(bags[doc.id], search.plan)}
    return [row for row in found if row["ticket"] not in known]


def _has(bag: Collection[str], plan: Plan) -> bool:
    def there(token: str) -> bool:
        return any(t.startswith(token[:-1]) for t in bag) if token[-1] == "*" else token in bag

    groups = all(any(there(token) for token in group) for group in plan.groups)
    return groups and not any(there(token) for token in plan.without)


def _by_tickets(search: _Search, told: Understood, below: int) -> Results:
    """Only properties are asked for: the tickets themselves, the highest number first."""
    condition = search.sight & (Ticket.id < below)
    for one in search.narrow.tickets:
        condition &= one
    if search.narrow.since:
        condition &= Ticket.created >= search.narrow.since
    if search.narrow.until:
        condition &= Ticket.created < search.narrow.until
    found = rows.of_tickets(condition, search.size + 1)
    next_key = f"t{found[search.size - 1]['id']}" if len(found) > search.size else ""
    return Results(_plain(found[: search.size]), next_key, told)


def _named_directly(search: _Search, text: str) -> list[Hit]:
    """The ticket whose number or tracking ID was typed, and nothing else."""
    typed = text.strip().lstrip("#")
    named = Ticket.id == numbers.row_id(typed)
    tracking_id = tracking.normal(typed)
    if len(tracking_id) == 12 and set(tracking_id) <= _TRACKING:
        named |= Ticket.tracking_id == tracking_id
    elif not numbers.is_id(typed):
        return []
    return _plain(rows.of_tickets(search.sight & named, 2))


def _hits(search: _Search, page: list[dict[str, int]], loaded: dict[int, Document]) -> list[Hit]:
    wanted = [row["document"] for row in page if row["document"] not in loaded]
    loaded |= {doc.id: doc for doc in documents.load(wanted)}
    shown = {row.number: row for row in rows.of_page([row["ticket"] for row in page])}
    return [
        _hit(search.query, shown[row["ticket"]], loaded[row["document"]])
        for row in page
        if row["document"] in loaded and row["ticket"] in shown
    ]


def _hit(query: Query, row: Row, doc: Document) -> Hit:
    """The entry's text, or the name of its file if that is where the words are."""
    snippets = [marking.snippet(text, query.terms) for text in (doc.text, *doc.files)]
    best, _different = max(snippets, key=lambda one: one[1])
    return Hit(
        row,
        marking.marked(doc.subject, query.terms),
        best,
        doc.position,
        doc.author,
        doc.is_note,
        doc.created,
    )


def _plain(found: list[dict[str, Any]]) -> list[Hit]:
    return [Hit(row, [(row.subject, False)], [(row.snippet, False)]) for row in rows.as_rows(found)]


def _parsed(key: str) -> tuple[str, int]:
    fits = key[:1] in ("d", "t") and key[1:].isdecimal() and len(key) < 20
    return (key[0], int(key[1:])) if fits else ("", TOP)
