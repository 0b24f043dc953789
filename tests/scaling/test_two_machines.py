"""What one machine has written is seen on the other, at once and by all."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from helpdesk import db, settings
from tests.cast import PASSWORD
from tests.robust.servers import LONG, Answer, Browser, Serving
from tests.scaling.farm import Farm, first_category, signed_in
from tests.servers.mariadb import wait_until

Machines = Callable[[int], list[Serving]]
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


def test_an_update_on_one_machine_stops_the_other(farm: Farm, machines: Machines) -> None:
    """Its program is older than the tables from then on; it must not go on writing."""
    (one,) = machines(1)
    assert Browser(one).get("/").status == 200
    with farm.seen_from(farm.galera.nodes[1]):
        sql = f"INSERT INTO {db.prefix()}schema_migration (name, applied) VALUES (%s, %s)"
        db.database.execute_sql(sql, ("9999_of_a_newer_release", "2030-01-01 00:00:00"))
    assert one.until(lambda: Browser(one).get("/").status == 503)
