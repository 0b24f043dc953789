"""`backup` and `restore` as whoever has a shell uses them, also killed in the middle."""

import random
import signal
import subprocess
from pathlib import Path

import pytest

from helpdesk import config, db, underway
from helpdesk.schema import Ticket
from tests import plugin_skips
from tests.backup.fixtures import alone
from tests.backup.helpers import rows
from tests.cast import Desk
from tests.commands import run, started

ENGINES = ["sqlite", "mariadb"] if plugin_skips.thorough() else ["sqlite"]
pytestmark = pytest.mark.usefixtures("alone")
__all__ = ["alone"]
KILLS = 100 if plugin_skips.thorough() else 3


def test_a_desk_moves_to_an_empty_folder(desk: Desk, tmp_path: Path) -> None:
    """With its key, its rows, its files; whole and sealed."""
    desk.ticket("Moved \U0001f6b2")
    (tmp_path / "words").write_text("pässphrase\n")
    archive, sealed = str(tmp_path / "a.tar"), ("--passphrase-file", str(tmp_path / "words"))
    code, said = run(desk.folder, "backup", archive, *sealed)
    assert code == 0, said
    code, said = run(desk.folder, "backup", "--verify", archive, *sealed)
    assert (code, "Whole" in said) == (0, True), said
    home = tmp_path / "new"
    assert run(home, "restore", archive)[0] == 1
    assert not config.exists(home)
    code, said = run(home, "restore", archive, *sealed)
    assert code == 0, said
    found = config.load(home)
    assert found.secret_key == config.load(desk.folder).secret_key
    with db.elsewhere(found.database) as database:
        names = database.execute_sql(f"SELECT subject FROM {found.database.prefix}ticket")
        assert names.fetchall() == [("Moved \U0001f6b2",)]


def test_a_desk_goes_back_in_place(desk: Desk, tmp_path: Path) -> None:
    """What came later is gone from it, and still in the old tables."""
    desk.ticket("Before")
    assert run(desk.folder, "backup", str(tmp_path / "a.tar"))[0] == 0
    desk.ticket("Later")
    code, said = run(desk.folder, "restore", str(tmp_path / "a.tar"))
    assert code == 0, said
    assert "still there" in said
    assert not underway.is_running(desk.folder)
    assert desk.browser().get("/health").json["status"] == "ok"  # goes over by itself
    with db.connection():
        assert [row.subject for row in Ticket.select()] == ["Before"]


def test_a_broken_one_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    """It is refused before the desk is shut."""
    target = tmp_path / "a.tar"
    assert run(desk.folder, "backup", str(target))[0] == 0
    before = config.load(desk.folder)
    target.write_bytes(target.read_bytes()[:-3000])
    code, said = run(desk.folder, "restore", str(target))
    assert (code, "isn't whole" in said) == (1, True), said
    assert config.load(desk.folder) == before
    assert not underway.is_running(desk.folder)
    assert run(desk.folder, "backup", str(target))[1].count("is there already") == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_killed_at_random_moments(desk: Desk, tmp_path: Path) -> None:
    """Writing begins again, restoring goes on; in the end all is as it was."""
    for number in range(30):
        desk.ticket(f"Number {number}", email=f"c{number}@example.com")
    before, home, target = rows(), tmp_path / "new", tmp_path / "a.tar"
    chance = random.Random(4)
    _killed(chance, desk.folder, "backup", str(target))
    target.unlink(missing_ok=True)
    assert run(desk.folder, "backup", str(target))[0] == 0
    for _turn in range(KILLS):
        if not config.exists(home):
            _killed(chance, home, "restore", str(target))
    if not config.exists(home):
        code, said = run(home, "restore", str(target))
        assert code == 0, said
    with db.elsewhere(config.load(home).database):
        after = rows()
    for name in before.keys() - {"job", "outbox"}:
        assert after[name] == before[name], name


def _killed(chance: random.Random, folder: Path, *command: str) -> None:
    process = started(folder, *command)
    try:
        process.wait(chance.uniform(0.3, 3.0))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()
