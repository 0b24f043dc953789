"""Nodes and machines die under load: what was acknowledged is there once, with its file, on every
node that is left; what was to be sent is sent."""

import hashlib
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from helpdesk import attachments
from helpdesk.clock import now
from helpdesk.schema import Attachment, Event, File, FileContent, Job, Message, Outbox, Ticket
from tests.plugin_skips import thorough
from tests.robust.servers import LONG, Serving, run_threads
from tests.scaling.farm import Customer, Farm, first_category
from tests.servers.galera import Node

Machines = Callable[[int], list[Serving]]
CUSTOMERS = 8 if thorough() else 4
KILLS = 12 if thorough() else 2  # by turns of a node and of a machine
EACH = 60 if thorough() else 8  # acknowledged requests between two


def test_nodes_and_machines_are_killed_under_load(farm: Farm, machines: Machines) -> None:
    both, category = machines(2), first_category(farm)
    with at_work(both, category) as customers:
        for number in range(KILLS):
            wait_for_more(customers, both)
            if number % 2 == 0:
                victim = random.choice(farm.galera.nodes)
                victim.kill()
                wait_for_more(customers, both)
                if number < KILLS - 2:
                    assert farm.galera.whole()
            else:
                machine = random.choice(both)
                machine.kill()
                wait_for_more(customers, both)
                machine.start()
        wait_for_more(customers, both)
    assert [words for customer in customers for words in customer.strange] == []
    left = [node for node in farm.galera.nodes if node.running]
    assert len(left) == 2
    for node in left:
        assert_each_once(farm, node, customers)
    assert_mails_are_sent(farm, left[0], customers)


@contextmanager
def at_work(both: list[Serving], category: str) -> Iterator[list[Customer]]:
    """Customers who send until the end."""
    ended = threading.Event()
    customers = [Customer(f"customer {n}", both, ended, category) for n in range(CUSTOMERS)]
    threads = run_threads([customer.work for customer in customers])
    try:
        yield customers
    finally:
        ended.set()
        for thread in threads:
            thread.join(120)
    assert not any(thread.is_alive() for thread in threads)


def wait_for_more(customers: list[Customer], both: list[Serving]) -> None:
    """Go on until some more requests are taken."""
    wanted = count(customers) + EACH

    def enough() -> bool:
        return count(customers) >= wanted or any(customer.strange for customer in customers)

    assert both[0].until(enough), "nobody gets through any more"


def count(customers: list[Customer]) -> int:
    """How many requests were acknowledged."""
    return sum(len(customer.taken) for customer in customers)


def assert_each_once(farm: Farm, node: Node, customers: list[Customer]) -> None:
    """Compare what they were told with what one node has."""
    taken = {k: v for customer in customers for k, v in customer.taken.items()}
    replied = Counter(words for customer in customers for words in customer.replied)
    with farm.seen_from(node):
        rows = list(Ticket.select())
        assert Counter(row.subject for row in rows) == Counter(list(taken)), (
            "each once, and no others"
        )
        assert len({row.tracking_id for row in rows}) == len(rows)
        for row in rows:
            digest, track = taken[row.subject]
            assert row.tracking_id == track
            assert_whole(row, digest, replied)
        said = Message.select(Message.text).where(Message.position > 1)
        assert Counter(row.text for row in said) == replied, "and so is each reply"
        unfinished = FileContent.select().where(FileContent.name.is_null())
        assert unfinished.count() <= CUSTOMERS * KILLS


def assert_whole(ticket: Ticket, digest: str, replied: Counter[str]) -> None:
    """Message, reply, event and file with its bytes."""
    has_reply = f"More about {ticket.subject}." in replied
    assert ticket.messages == ticket.last_position == 1 + has_reply
    assert Message.select().where(Message.ticket == ticket.id).count() == 1 + has_reply
    assert Event.select().where(Event.ticket == ticket.id).count() == 1 + has_reply
    file = File.select().join(Attachment).where(Attachment.ticket == ticket.id).get()
    assert file.sha256 == digest
    with attachments.store().stream(digest) as stream:
        content = stream.read()
    assert hashlib.sha256(content).hexdigest() == digest and len(content) == file.size


def assert_mails_are_sent(farm: Farm, node: Node, customers: list[Customer]) -> None:
    """Each once; of the one that a machine had just handed over when it was killed nobody can know.
    A node that is killed makes none go out twice."""
    for machine in farm.machines:
        assert machine.end() == 0
    with farm.seen_from(node):
        let_time_pass()
        for machine in farm.machines:
            machine.start()
        while left := waiting():  # thousands, of which they send some twenty a second
            fewer = partial(at_most, max(0, left - EACH))
            assert farm.machines[0].until(fewer, LONG), "no more mails go out"
        rows = list(Outbox.select(Outbox.id, Outbox.message, Outbox.recipient))
    sent = Counter(str(mail["Message-ID"]) for mail in farm.mails.mails)
    assert len(rows) == 2 * count(customers) + sum(len(c.replied) for c in customers)
    assert len(sent) == len(rows), "none is missing"
    assert sum(sent.values()) - len(sent) <= KILLS // 2, "and hardly any came twice"


def let_time_pass() -> None:
    """As if some minutes had passed since the killed ones took their work, and since a mail or a
    job was put off because the database had just gone away; nobody is at work meanwhile."""
    for table in (Outbox, Job):
        taken = table.claimed_until.is_null(False)
        table.update(claimed_until=now() - timedelta(seconds=1)).where(taken).execute()
        table.update(due=now()).where(table.due > now()).execute()


def waiting() -> int:
    """How many mails haven't gone out yet."""
    return int(Outbox.select().where(Outbox.state != "sent").count())


def at_most(number: int) -> bool:
    """Whether no more than so many are left."""
    return waiting() <= number
