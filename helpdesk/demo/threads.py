"""A ticket from its first message to where it stands, as rows of tickets, messages and events.

It follows the rules of the verbs in `helpdesk.tickets`, without a query: a reply of staff makes it
the customer's turn, a reply of the customer the desk's.
"""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, NamedTuple

from helpdesk import events, richtext
from helpdesk.clock import UTC
from helpdesk.demo import people, plan, stories, texts
from helpdesk.demo.people import Person
from helpdesk.demo.plan import Plan
from helpdesk.demo.state import Ids
from helpdesk.demo.vocabulary import Language, language
from helpdesk.statuses import HOLD, NEW, OPEN, OURS, RESOLVED, WAITING
from helpdesk.tickets import tracking

TICKET = """
id tracking_id subject snippet status priority category customer organisation owner is_open channel
language created updated first_answer resolved last_position last_message last_by_customer messages
staff_messages notes waiting_since
""".split()
MESSAGE = "id ticket position is_note channel customer staff author text policy created".split()
EVENT = """
name ticket position message actor_kind staff customer channel change_id details created
""".split()
_LEVELS, _LEVEL_WEIGHTS = ("urgent", "high", "normal", "low"), (3, 12, 93, 100)
_MEANINGS, _MEANING_WEIGHTS = (NEW, OPEN, WAITING, HOLD), (20, 57, 90, 100)
_NOTES = 0.08  # of what follows the first message
_LATER = 1800  # seconds until somebody says where it stands
Row = tuple[Any, ...]


@dataclass
class Rows:
    """What a bundle of tickets comes to; new messages get the ids from `next_message` on."""

    next_message: int
    tickets: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)  # customers by their ids

    @property
    def said(self) -> list[tuple[int, int, str]]:
        """Id, ticket and moment of each message."""
        return [(row[0], row[1], row[-1]) for row in self.messages]


class Colleague(NamedTuple):
    """Somebody who answers."""

    id: int
    name: str
    email: str


@dataclass
class World:
    """The ids that rows refer to."""

    plan: Plan
    statuses: dict[str, int]
    priorities: dict[str, int]
    categories: list[int]
    staff: list[Colleague]
    organisations: list[int]
    customers: Ids

    def __post_init__(self) -> None:
        self.category_weights = people.category_weights()


class Thread:
    """One ticket while it is told."""

    def __init__(
        self, world: World, rows: Rows, dice: Random, number: int, row_id: int, count: int
    ) -> None:
        self.world, self.rows, self.dice, self.id = world, rows, dice, row_id
        who = people.someone(world.plan, dice)
        self.customer, self.customer_id = people.customer(world.plan, who), world.customers[who]
        self.spoken: Language = language(self.customer.language)
        self.channel = "portal" if dice.random() < 0.6 else "mail"
        self.wanted = self._wanted(number)
        self.owner = self._owner(number)
        self.meaning, self.position = NEW, 0
        self.last = self.updated = self.first_answer = 0
        self.by_customer, self.snippet = True, ""
        self.said = {"customer": 0, "staff": 0, "note": 0}
        self.story = stories.request(number) if world.plan.total <= stories.MOST else None
        rows.people[self.customer_id] = self.customer
        created = world.plan.created(number, dice)
        self.moments = plan.moments(dice, created, world.plan.end, count)
        self.waits = self.moments[0]  # since when, 0 while it isn't our turn

    def tell(self) -> None:
        """Everything that is said and done, then the ticket's own row."""
        self._say("customer", self.moments[0])
        for moment in self.moments[1:]:
            self._say(self._next_speaker(), moment)
        if self.meaning != self.wanted:
            self.updated = min(self.last + self.dice.randrange(_LATER), self.world.plan.end)
            self._set(self.wanted, self._change(), "staff", self.updated)
        self.rows.tickets.append(self._row())

    def _wanted(self, number: int) -> str:
        if not self.world.plan.is_open(number):
            return RESOLVED
        meaning = self.dice.choices(_MEANINGS, cum_weights=_MEANING_WEIGHTS)[0]
        return OPEN if meaning == NEW and self.world.plan.is_busy(number) else meaning

    def _owner(self, number: int) -> Colleague | None:
        if self.wanted == NEW:
            return None
        if self.wanted != RESOLVED and self.world.plan.is_busy(number):
            return self.world.staff[0]
        return self.dice.choice(self.world.staff[1 if self.wanted != RESOLVED else 0 :])

    def _next_speaker(self) -> str:
        if self.owner is None:
            return "customer"
        if self.dice.random() < _NOTES:
            return "note"
        return "staff" if self.dice.random() < (0.75 if self.by_customer else 0.3) else "customer"

    def _say(self, who: str, moment: int) -> None:
        text = self._text(who)
        self.position += 1
        self.said[who] += 1
        self.updated, change = moment, self._change()
        first, ours = self.position == 1, who != "customer"
        name = events.SUBMITTED if first else events.NOTED if who == "note" else events.REPLIED
        self._message(text, who, moment)
        self._event(name, self.rows.next_message, change, ours, moment, '{"v": 1}')
        self.rows.next_message += 1
        if who != "note":
            self.last, self.by_customer, self.snippet = moment, not ours, richtext.snippet(text)
            self._follow(ours, change, moment)

    def _text(self, who: str) -> str:
        if self.story is None:
            return texts.message(self.dice, self.spoken, texts.length(self.dice))
        return self.story[1] if self.position == 0 else stories.message(self.dice, who)

    def _follow(self, ours: bool, change: str, moment: int) -> None:
        """Whose turn it is after a message."""
        if ours:
            self.first_answer = self.first_answer or moment
            if self.meaning in (NEW, OPEN):
                self._set(WAITING, change, "staff", moment)
        elif self.meaning in (WAITING, RESOLVED, HOLD):
            self._set(OPEN, change, "customer", moment)

    def _set(self, meaning: str, change: str, who: str, moment: int) -> None:
        old, new = self.world.statuses[self.meaning], self.world.statuses[meaning]
        details = f'{{"v": 1, "changes": {{"status": [{old}, {new}]}}}}'
        self.position += 1
        if (meaning in OURS) != (self.meaning in OURS):
            self.waits = moment if meaning in OURS else 0
        self.meaning = meaning
        self._event(events.CHANGED, None, change, who == "staff", moment, details)

    def _message(self, text: str, who: str, moment: int) -> None:
        ours = who != "customer" and self.owner is not None
        by = self.owner if ours else None
        self.rows.messages.append(
            (
                self.rows.next_message,
                self.id,
                self.position,
                who == "note",
                "panel" if ours else self.channel,
                None if ours else self.customer_id,
                by.id if by else None,
                by.name if by else self.customer.name,
                text,
                richtext.POLICY,
                stamp(moment),
            )
        )

    def _event(
        self, name: str, message: int | None, change: str, ours: bool, moment: int, details: str
    ) -> None:
        self.rows.events.append(
            (
                name,
                self.id,
                self.position,
                message,
                "staff" if ours else "customer",
                self.owner.id if ours and self.owner else None,
                None if ours else self.customer_id,
                "panel" if ours else self.channel,
                change,
                details,
                stamp(moment),
            )
        )

    def _row(self) -> Row:
        dice, world, customer = self.dice, self.world, self.customer
        resolved = self.meaning == RESOLVED
        level = dice.choices(_LEVELS, cum_weights=_LEVEL_WEIGHTS)[0]
        return (
            self.id,
            tracking_id(dice),
            self.story[0] if self.story else texts.subject(dice, self.spoken),
            self.snippet,
            world.statuses[self.meaning],
            world.priorities[level],
            dice.choices(world.categories, cum_weights=world.category_weights)[0],
            self.customer_id,
            organisation(world, customer),
            self.owner.id if self.owner else None,
            not resolved,
            self.channel,
            customer.language,
            stamp(self.moments[0]),
            stamp(self.updated),
            stamp(self.first_answer) if self.first_answer else None,
            stamp(self.updated) if resolved else None,
            self.position,
            stamp(self.last),
            self.by_customer,
            self.said["customer"] + self.said["staff"],
            self.said["staff"],
            self.said["note"],
            stamp(self.waits) if self.waits else None,
        )

    def _change(self) -> str:
        return f"{self.dice.getrandbits(64):016x}"


def organisation(world: World, customer: Person) -> int | None:
    """The id of a customer's organisation."""
    number = customer.organisation
    return world.organisations[number] if number is not None else None


def tracking_id(dice: Random) -> str:
    """Like the real ones, but by the seeded dice."""
    signs = "".join(dice.choices(tracking.SIGNS, k=10))
    return f"{signs[:3]}-{signs[3:6]}-{signs[6:]}"


def stamp(seconds: int) -> str:
    """A moment as the database takes it."""
    return str(datetime.fromtimestamp(seconds, UTC))[:19]
