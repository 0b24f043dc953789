"""What one machine has written is seen on the other, at once and by all."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from helpdesk import beats, db, outbox, settings, work
from helpdesk.jobs import Slice
from helpdesk.schema import Outbox
from tests.cast import PASSWORD
from tests.robust.servers import LONG, Answer, Browser, Serving
from tests.rules.tree import ROOT
from tests.scaling.farm import Farm, first_category, signed_in
from tests.servers.mariadb import wait_until

Machines = Callable[[int], list[Serving]]
CLAIM = """
import sys
from helpdesk import config, db, mail, outbox
db.use(config.Database.from_url(sys.argv[1]))
with db.connection():
    while row := outbox.claim("me", ["mail"]):
        print(row.id)
"""
WAITING = "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'SET STATEMENT%'"


def test_what_one_has_just_written_is_read_on_the_other(farm: Farm, machines: Machines) -> None:
    """The second machine's node is kept from taking in anything: its page waits until it has."""
    one, two = machines(2)
    category, behind = first_category(farm), farm.galera.nodes[1]
    browser = Browser(one)
    assert Browser(two).get("/").status == 200
    behind.run("SET GLOBAL wsrep_desync = ON")
    with behind._administrator() as held, held.cursor() as cursor:
        cursor.execute("FLUSH TABLES WITH READ LOCK")
        fields = {"name": "Cleo", "email": "cleo@example.com", "subject": "Just now"}
        fields |= {"message": "Here.", "category": category, "priority": ""}
        fields["csrf"] = browser.token()
        sent = browser.send("/submit", fields, [("a.txt", b"its file")])
        assert sent.status == 303
        page = "/".join(sent.location.split("/")[:-1])
        browser.server = two
        answers: list[Answer] = []
        asking = threading.Thread(target=lambda: answers.append(browser.get(page)), daemon=True)
        asking.start()
        assert wait_until(lambda: not asking.is_alive() or held_up(cursor), time.monotonic() + LONG)
        assert answers == [], "it answered without what was written a moment ago"
        cursor.execute("UNLOCK TABLES")
        asking.join(LONG)
    behind.run("SET GLOBAL wsrep_desync = OFF")
    assert answers[0].status == 200 and "Just now" in answers[0].text and "a.txt" in answers[0].text


def held_up(cursor: Any) -> bool:
    """Whether a page waits for what was written elsewhere."""
    cursor.execute(WAITING)
    return bool(cursor.fetchone()[0])


def test_all_notice_a_changed_setting(farm: Farm, machines: Machines) -> None:
    """Not the one machine by which it was changed only; within two seconds of the next question."""
    both, name = machines(2), "Bicycles of Harbour Lane"
    assert all(name not in Browser(machine).get("/").text for machine in both)
    with farm.seen_from(farm.galera.nodes[2]):
        settings.change({"site.title": name})
    for machine in both:
        assert machine.until(partial(says, machine, name))


def says(machine: Serving, words: str) -> bool:
    """Whether its first page has these words."""
    return words in Browser(machine).get("/").text


def test_signed_in_on_one_is_signed_in_on_the_other(farm: Farm, machines: Machines) -> None:
    """Nothing has to lead a browser to the same machine again: sessions, forms, files."""
    one, two = machines(2)
    anna = signed_in(one, "anna@example.com", PASSWORD)
    anna.server = two
    page = anna.get("/admin/")
    assert page.status == 200 and "Anna Lindgren" in page.text
    token = anna.token("/admin/")
    anna.server = one
    assert anna.post("/admin/logout", {"csrf": token}).status == 303
    anna.server = two
    assert anna.get("/admin/").status == 303


def test_a_killed_node_is_not_noticed_by_those_who_read(farm: Farm, machines: Machines) -> None:
    """The connection that was kept ends in the middle of nothing; the next node answers."""
    (one,) = machines(1)
    assert Browser(one).get("/").status == 200
    farm.galera.nodes[0].kill()
    assert Browser(one).get("/").status == 200
    fields = {"name": "Cleo", "email": "cleo@example.com", "subject": "Still here"}
    category = first_category(farm, farm.galera.nodes[1])
    browser = Browser(one)
    fields |= {"message": "Hello.", "category": category, "csrf": browser.token(), "priority": ""}
    assert browser.send("/submit", fields, []).status == 303


def test_a_mail_goes_out_once_when_the_node_dies_meanwhile(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was handed over already when the database is to be told so; the nodes that are left take
    some seconds until they know that they are the majority."""
    first, second, _third = farm.galera.nodes
    handed_over: list[int] = []

    def deliver(row: Outbox) -> None:
        handed_over.append(row.id)
        first.kill()

    monkeypatch.setitem(
        outbox._transports, "mail", replace(outbox._transports["mail"], deliver=deliver)
    )
    with farm.seen_from(first, second):
        for number in range(3):
            outbox.put("mail", f"{number}@example.com", {})
        with db.patience(work.PATIENCE[beats.THREAD]):
            assert outbox.deliver(Slice(None, None, seconds=60)) is None
        rows = {row.id: row.state for row in Outbox.select()}
    assert list(rows.values()) == ["sent"] * 3 and sorted(handed_over) == sorted(rows)


def test_two_who_work_on_two_nodes_do_each_job_once(farm: Farm) -> None:
    """Both may believe to have taken it until they commit; then one of them hears that it lost."""
    with farm.seen_from(farm.galera.nodes[0]):
        for number in range(40):
            outbox.put("mail", f"{number}@example.com", {})
    command = [sys.executable, "-c", CLAIM]
    works = []
    for node in farm.galera.nodes:
        url = farm.at(node).url(with_password=True)
        works.append(subprocess.Popen([*command, url], cwd=ROOT, stdout=subprocess.PIPE, text=True))
    taken = [line for work in works for line in work.communicate(timeout=LONG)[0].split()]
    assert [work.returncode for work in works] == [0, 0, 0]
    assert len(taken) == len(set(taken)) == 40


def test_an_update_on_one_machine_stops_the_other(farm: Farm, machines: Machines) -> None:
    """Its program is older than the tables from then on; it must not go on writing."""
    (one,) = machines(1)
    assert Browser(one).get("/").status == 200
    table = f"`{farm.address.name}`.{farm.address.prefix}schema_migration"
    node = farm.galera.nodes[1]
    node.run(f"INSERT INTO {table} (name, applied) VALUES ('9999_newer', '2030-01-01')")
    try:
        assert one.until(lambda: Browser(one).get("/").status == 503)
    finally:
        node.run(f"DELETE FROM {table} WHERE name = '9999_newer'")
