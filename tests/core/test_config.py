"""The configuration file: whole or not at all, made once, and read with care."""

import errno
import json
import os
import stat
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from helpdesk import config
from helpdesk.config import Config, Database
from helpdesk.errors import NotInstalled, Unavailable
from tests.crowd import run_together

MARIADB = Database(
    "mysql", host="db.example.com", port=3307, user="a/b@c", password="p:/?#%ä", name="n/x"
)
ADDRESSES = [
    Database("sqlite", path="/srv/desk/helpdesk.sqlite3"),
    Database("sqlite", path="/srv/100 % of #1?/desk.sqlite3", prefix="x_"),
    MARIADB,
    Database("mysql", host="::1", user="u", password="p", name="n", socket="/run/m.sock", tls="on"),
]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda a: a.engine)
def test_an_address_as_one_line_and_back(address: Database) -> None:
    assert Database.from_url(address.url(with_password=True)) == address


def test_the_password_is_shown_only_when_asked_for() -> None:
    assert "p%3A" not in MARIADB.url() and "p:" not in repr(MARIADB)
    assert "secret" not in repr(Config(Path(), MARIADB, "secret"))


def test_other_addresses_are_refused() -> None:
    with pytest.raises(ValueError, match="sqlite:///"):
        Database.from_url("postgres://user@host/name")


def test_written_and_read_again(tmp_path: Path) -> None:
    made = Config(tmp_path, MARIADB, "key", "/helpdesk", ("127.0.0.1",))
    config.create(made)
    assert config.load(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "config.json").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["config.json"]


def test_only_one_of_eight_makes_it(tmp_path: Path) -> None:
    def make(number: int) -> bool:
        try:
            config.create(Config(tmp_path, Database(), f"key {number}"))
        except FileExistsError:
            return False
        return True

    made = run_together([partial(make, n) for n in range(8)])
    assert made.count(True) == 1
    assert config.load(tmp_path).secret_key == f"key {made.index(True)}"
    assert [p.name for p in tmp_path.iterdir()] == ["config.json"]


def test_a_full_disk_leaves_the_old_one_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.create(Config(tmp_path, Database(), "old"))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        config.replace(Config(tmp_path, Database(), "new"))
    assert config.load(tmp_path).secret_key == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["config.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b'{"database": {"colour": 1}, "secret_key": "x"}', b"\xff\xfe"],
)
def test_a_broken_one_is_unavailable_and_never_the_wizards(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.json").write_bytes(content)
    assert config.exists(tmp_path)
    with pytest.raises(Unavailable):
        config.load(tmp_path)


def test_none_yet(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing", tmp_path / "file" / "below"):
        (tmp_path / "file").touch()
        assert not config.exists(folder)
    with pytest.raises(NotInstalled):
        config.load(tmp_path)


def test_a_folder_that_cannot_be_looked_into_is_not_the_wizards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_path: Path, **_named: object) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "stat", denied)
    assert config.exists(tmp_path)


def test_what_stands_in_the_file(tmp_path: Path) -> None:
    config.create(Config(tmp_path, Database("sqlite", path="x"), "key"))
    raw = json.loads((tmp_path / "config.json").read_text())
    assert set(raw) == {"database", "secret_key", "base_path", "trusted_proxies"}


@pytest.mark.parametrize(
    ("host", "places"),
    [
        ("db1", [("db1", 3306)]),
        ("::1", [("::1", 3306)]),
        ("db1,db2:3307", [("db1", 3306), ("db2", 3307)]),
        (
            " db1 , 10.0.0.2,[::1]:3308,[fe80::1]",
            [
                ("db1", 3306),
                ("10.0.0.2", 3306),
                ("::1", 3308),
                ("fe80::1", 3306),
            ],
        ),
    ],
)
def test_several_servers(host: str, places: list[tuple[str, int]]) -> None:
    found = Database("mysql", host=host, user="u", name="n")
    assert list(found.places) == places


def test_several_servers_in_one_line() -> None:
    found = Database.from_url("mysql://u:p%40@db1:3307,db2/desk?tls=off")
    assert (found.host, found.password, found.name) == ("db1:3307,db2", "p@", "desk")
    assert list(found.places) == [("db1", 3307), ("db2", 3306)]
    again = Database.from_url(found.url(with_password=True))
    assert again.places == found.places and replace(again, host=found.host) == found


@pytest.mark.parametrize("host", ["db1,", ",", "db1,db2:many", "db1,db 2", "db1,db2:123456"])
def test_what_is_no_list_of_servers(host: str) -> None:
    with pytest.raises(ValueError, match=","):
        assert Database("mysql", host=host).places
