"""Bundles of tickets as rows, made without the database, so that other processes can help."""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from multiprocessing import get_context
from random import Random
from types import TracebackType
from typing import Any

from helpdesk.demo import threads
from helpdesk.demo.threads import Rows, World
from helpdesk.search import documents
from helpdesk.search.documents import Document
from helpdesk.search.engines import Engine

SIZE = 500  # tickets


@dataclass(frozen=True)
class Bundle:
    """Which tickets, under which ids; equal ones are made equal."""

    world: World
    engine: Engine
    first: int  # number of the first ticket
    ticket: int  # its id
    message: int  # id of its first message

    @property
    def ids(self) -> tuple[int, int, int]:
        """What tells it from the others of a plan."""
        return self.first, self.ticket, self.message

    @property
    def numbers(self) -> range:
        """The tickets' numbers in the plan."""
        return range(self.first, min(self.first + SIZE, self.world.plan.total))

    @cached_property
    def counts(self) -> list[int]:
        """How many messages each ticket has; with dice of its own, so that the next bundle's ids
        are known before this one is made."""
        plan = self.world.plan
        dice = Random(f"messages {plan.seed} {self.first}")
        return [plan.messages(number, dice) for number in self.numbers]

    @property
    def next(self) -> "Bundle | None":
        """The one that follows if nobody else takes ids meanwhile; None after the last."""
        here = self.numbers
        if here.stop == self.world.plan.total:
            return None
        ticket, message = self.ticket + len(here), self.message + sum(self.counts)
        return replace(self, first=here.stop, ticket=ticket, message=message)


@dataclass(frozen=True)
class Made:
    """The rows of a bundle, and its messages as the search takes them."""

    rows: Rows
    prepared: Any


def make(bundle: Bundle) -> Made:
    """Tell all tickets of a bundle."""
    dice = Random(f"tickets {bundle.world.plan.seed} {bundle.first}")
    rows = Rows(bundle.message)
    for row, (number, count) in enumerate(
        zip(bundle.numbers, bundle.counts, strict=True), bundle.ticket
    ):
        threads.Thread(bundle.world, rows, dice, number, row, count).tell()
    return Made(rows, bundle.engine.prepared(_bags(bundle.world, rows)))


def _bags(world: World, rows: Rows) -> Iterator[tuple[int, set[str]]]:
    """What the search knows of each message."""
    tickets = {row[0]: dict(zip(threads.TICKET, row, strict=True)) for row in rows.tickets}
    emails = {colleague.id: colleague.email for colleague in world.staff}
    addresses = {number: [who.email] for number, who in rows.people.items()}
    for row in rows.messages:
        said = dict(zip(threads.MESSAGE, row, strict=True))
        ticket = tickets[said["ticket"]]
        document = Document(
            id=said["id"],
            ticket=ticket["id"],
            created=said["created"],
            position=said["position"],
            is_note=said["is_note"],
            author=said["author"],
            text=said["text"],
            subject=ticket["subject"],
            tracking_id=ticket["tracking_id"],
            category=ticket["category"],
            customer=ticket["customer"],
            customer_name=rows.people[ticket["customer"]].name,
            by_customer=said["customer"] or 0,
            staff_email=emails.get(said["staff"], ""),
        )
        yield document.id, documents.bag(document, addresses)


class Workers:
    """Makes the next bundles in other processes while this one writes."""

    def __init__(self, processes: int, ahead: int) -> None:
        # A fresh process shares no connection with this one.
        self._pool = ProcessPoolExecutor(processes, get_context("spawn"))
        self._ahead = ahead
        self._begun: dict[tuple[int, int, int], Future[Made]] = {}

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def make(self, bundle: Bundle) -> Made:
        """This one, and begin with those that follow it."""
        following = {each.ids: each for each in self._following(bundle)}
        for ids in self._begun.keys() - following:
            self._begun.pop(ids).cancel()  # somebody else took one
        for ids, each in following.items():
            if ids not in self._begun:
                self._begun[ids] = self._pool.submit(make, each)
        return self._begun.pop(bundle.ids).result()

    def _following(self, bundle: Bundle) -> Iterator[Bundle]:
        here: Bundle | None = bundle
        for _each in range(self._ahead):
            if here is None:
                return
            yield here
            here = here.next
