"""The one configuration file: written whole, by one only, readable by its owner only."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from helpdesk import config
from helpdesk.config import Config, Database
from helpdesk.errors import NotInstalled, Unavailable


@pytest.fixture
def made(tmp_path: Path) -> Config:
    address = Database("mysql", host="db", user="u", password="p€ss/:@", name="n")
    return Config(tmp_path, address, "the key", "/helpdesk", ("10.0.0.1",))


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_comes_back_as_it_was_written(made: Config) -> None:
    config.create(made)
    assert config.load(made.folder) == made and left_over(made.folder) == ["config.json"]


def test_nobody_else_can_read_it(made: Config) -> None:
    config.create(made)
    assert stat.S_IMODE((made.folder / "config.json").stat().st_mode) == 0o600
    config.replace(made)
    assert stat.S_IMODE((made.folder / "config.json").stat().st_mode) == 0o600


def test_the_first_one_wins(made: Config) -> None:
    config.create(made)
    with pytest.raises(FileExistsError):
        config.create(replace(made, secret_key="other"))
    assert config.load(made.folder).secret_key == "the key"
    assert left_over(made.folder) == ["config.json"]


def test_replaced_as_a_whole(made: Config) -> None:
    config.create(made)
    config.replace(replace(made, base_path="/other"))
    assert config.load(made.folder).base_path == "/other"


def test_a_write_that_fails_leaves_the_old_one(
    made: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.create(made)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        config.replace(replace(made, secret_key="other"))
    assert config.load(made.folder).secret_key == "the key"


def test_none_there_is_not_installed(tmp_path: Path) -> None:
    assert not config.exists(tmp_path)
    with pytest.raises(NotInstalled):
        config.load(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"database": {"x": 1}}', "\xff"])
def test_a_broken_one_is_installed_and_unavailable(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_bytes(content.encode("latin-1"))
    assert config.exists(tmp_path)
    with pytest.raises(Unavailable):
        config.load(tmp_path)


def test_secrets_stay_out_of_logs(made: Config) -> None:
    assert "the key" not in repr(made) and "p€ss" not in repr(made)
    assert "p€ss" not in made.database.url()


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("sqlite:////var/lib/desk.db", Database("sqlite", path="/var/lib/desk.db")),
        ("sqlite:///C:/a%20b/desk.db", Database("sqlite", path="C:/a b/desk.db")),
        (
            "mysql://us%40er:p%2Fw@db.example:3307/name?prefix=x_",
            Database("mysql", "", "db.example", 3307, "", "us@er", "p/w", "name", "x_"),
        ),
        (
            "mariadb://user@localhost/name?socket=/run/s.sock&tls=off",
            Database("mysql", socket="/run/s.sock", user="user", name="name", tls="off"),
        ),
    ],
)
def test_addresses_are_read(url: str, address: Database) -> None:
    assert Database.from_url(url) == address


def test_an_address_and_back(made: Config) -> None:
    again = Database.from_url(made.database.url(with_password=True))
    assert again == made.database


@pytest.mark.parametrize("url", ["", "postgres://x/y", "/path/file.db", "http://example.com"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="starts with"):
        Database.from_url(url)
