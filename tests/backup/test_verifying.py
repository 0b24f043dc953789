"""What can't be taken is refused before anything is touched, and says why."""

import json
from pathlib import Path

import pytest

from helpdesk import config
from helpdesk.backup import archive, header, restoring, switching, verifying
from helpdesk.backup.archive import Refused
from helpdesk.errors import Unavailable
from tests.backup.helpers import backup, restored
from tests.cast import Desk


@pytest.fixture
def made(desk: Desk, tmp_path: Path) -> Path:
    """A backup of a small desk."""
    desk.ticket()
    return backup(desk.folder, tmp_path / "a.tar")


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    """An archive is the same on both."""
    return str(request.param)


def test_a_whole_one_tells_what_it_is(made: Path) -> None:
    """Its version, its engine, its moment."""
    found = verifying.verify(made)
    assert (found.format, found.engine, found.is_sealed) == (1, "sqlite", False)
    assert found.migrations[0] == "0001_setting"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_truncated_one_is_refused(made: Path, share: float) -> None:
    """Wherever it ends."""
    content = made.read_bytes()
    made.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Refused, match="isn't whole"):
        verifying.verify(made)


def test_every_changed_byte_is_found(made: Path) -> None:
    """In a member's content, and its name is told."""
    with archive.Reader(made) as reader:
        members = reader.manifest()["members"]
    content = made.read_bytes()
    for name, offset, length, _sum in members:
        changed = bytearray(content)
        changed[offset + archive.BLOCK + length // 2] ^= 1
        made.write_bytes(changed)
        with pytest.raises(Refused, match=name if "backup.json" not in name else ""):
            verifying.verify(made)


def test_something_else_is_refused(tmp_path: Path) -> None:
    """A picture, an empty file, a missing one."""
    for content in (b"", b"GIF89a" * 1000, bytes(10240)):
        (tmp_path / "x.tar").write_bytes(content)
        with pytest.raises(Refused):
            verifying.verify(tmp_path / "x.tar")
    with pytest.raises(Refused, match="can't be read"):
        verifying.verify(tmp_path / "y.tar")


def test_a_newer_one_is_refused_with_both_versions(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that everybody knows what to do first."""
    with monkeypatch.context() as newer:
        newer.setattr(header, "__version__", "9.8.7")
        newer.setattr(header, "FORMAT", 2)
        made = backup(desk.folder, tmp_path / "a.tar")
    with pytest.raises(Refused, match=r"9\.8\.7.*0\.2\.0"):
        verifying.look(made)


def test_the_secret_key_is_sealed_by_the_passphrase(desk: Desk, tmp_path: Path) -> None:
    """It isn't in the file, and only the right one opens it."""
    made = backup(desk.folder, tmp_path / "a.tar", passphrase="pässphrase")
    key = config.load(desk.folder).secret_key
    assert key.encode() not in made.read_bytes()
    assert restoring.key_of(made, "pässphrase") == key
    for wrong, words in (("", "sealed"), ("other", "isn't the one")):
        with pytest.raises(Refused, match=words):
            verifying.verify(made, wrong)


def test_a_refused_one_leaves_no_trace(desk: Desk, made: Path) -> None:
    """Restoring looks at all of it first."""
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    into = switching.place(desk.folder, desk.address)
    with pytest.raises(Refused):
        restored(desk.folder, made, into)
    assert switching.is_free(into)


def test_a_database_that_does_not_answer_is_told(desk: Desk, made: Path, tmp_path: Path) -> None:
    """As something that may be better later."""
    into = config.Database("sqlite", path=str(tmp_path / "no" / "folder.sqlite3"))
    with pytest.raises(Unavailable):
        restored(desk.folder, made, into)
    assert json.loads(json.dumps(verifying.slice_of(made, None, 0).checkpoint))
