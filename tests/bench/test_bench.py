"""The bench measures what there is, on either engine, and says it in the agreed form."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from bench import command, ground, pages, report
from bench.rounds import Measured, Times
from helpdesk import db, paths
from helpdesk.__main__ import main
from helpdesk.config import Database
from helpdesk.errors import Conflict
from helpdesk.schema import Customer, Event, Message, Ticket
from tests.servers.mariadb import MariaDB

KEYS = {"engine", "tickets", "floor_ms", "floor_write_ms", "start_ms", "memory_mb"}
KEYS |= {"first_visit_bytes", "pages", "throughput"}
PAGE = {"name", "median_ms", "p95_ms", "ratio", "queries", "bytes", "wire_bytes", "agrees"}
TICKETS = 300


@pytest.fixture
def address(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Database:
    """An empty database."""
    if engine == "sqlite":
        return Database("sqlite", path=str(tmp_path / "bench.sqlite3"))
    server: MariaDB = request.getfixturevalue("mariadb")
    found = server.address(server.create_database())
    return Database(
        "mysql",
        socket=str(server.socket),
        user=found.user,
        password=found.password,
        name=found.name,
        tls="off",
    )


def test_a_run(address: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form of the JSON, the pages of the contract, and a ground that stays as it was."""
    monkeypatch.setenv("HELPDESK_BENCH_DATA", str(tmp_path / "home"))
    monkeypatch.setattr("bench.load.SECONDS", 0.3)
    monkeypatch.setattr("bench.command.STARTS", 1)
    target = tmp_path / "figures.json"
    url = address.url(with_password=True)
    if address.socket:
        url += f"?socket={address.socket}&tls=off"
    chosen = Namespace(tickets=TICKETS, database=url, engine="", rounds=2, json=str(target))
    assert command.run(chosen) == 0
    found = json.loads(target.read_text())
    assert set(found) == KEYS and found["tickets"] == TICKETS
    assert [page["name"] for page in found["pages"]] == [page.name for page in pages.there()]
    for page in found["pages"]:
        assert set(page) == PAGE
        assert page["bytes"] or page["name"] in {"submit", "reply", "change", "pulse"}
    by_name = {page["name"]: page for page in found["pages"]}
    assert by_name["list"]["queries"] <= 8 and by_name["ticket"]["queries"] <= 10
    assert by_name["form"]["queries"] <= 4
    assert found["throughput"][0]["name"] == "list" and found["throughput"][0]["requests_s"] > 0
    with db.connection():
        assert Ticket.select().count() == TICKETS
        assert Customer.select().count() == TICKETS // 5
        assert not Message.select().where(Message.ticket > TICKETS).exists()
        assert not Event.select().where(Event.ticket > TICKETS).exists()


def test_a_strange_database_is_left_alone(address: Database, tmp_path: Path) -> None:
    """Where somebody's desk lives nothing is measured."""
    ground.prepare(tmp_path / "one", address, 20, lambda words: None)
    with pytest.raises(Conflict):
        ground.prepare(tmp_path / "other", address, 20, lambda words: None)


def test_a_wheel_says_that_it_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Plainly, and with an exit code."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    assert main(["bench"]) == 1
    assert "source tree" in capsys.readouterr().err


def test_runs_that_disagree_are_named() -> None:
    """A figure is believed when two runs say the same within a tenth."""
    steady = Times(runs=[[1.0, 1.1], [1.1, 1.1]], ms=[1.0], queries=[3])
    shaky = Times(runs=[[1.0, 1.0], [2.0, 2.0]], ms=[1.0], queries=[3])
    assert steady.agrees and not shaky.agrees
    measured = Measured({"list": steady, "home": shaky}, [1.0], [1.0])
    table = report.as_table(report.Outcome("sqlite", 1, measured, 1.0, 1.0, 1, []))
    assert [line for line in table.splitlines() if "differ" in line] == [
        line for line in table.splitlines() if line.startswith("home")
    ]
