"""Settings: checked, stored only where they differ, noticed by others."""

import json
import subprocess
import sys
import time
from typing import Any

import pytest

from helpdesk import db, settings
from helpdesk.errors import Invalid
from helpdesk.schema import Setting
from helpdesk.settings.entry import Entry
from helpdesk.settings.kinds import parse
from helpdesk.settings.registry import REGISTRY
from tests.cast import Desk
from tests.crowd import in_thread
from tests.servers.mariadb import wait_until


def stored() -> dict[str, Any]:
    return {row.key: json.loads(row.value) for row in Setting.select()}


def test_only_what_differs_is_stored(desk: Desk) -> None:
    before = stored()
    settings.change({"list.rows": "25", "files.count": 5})
    assert settings.get("list.rows") == 25
    assert stored() == {**before, "list.rows": 25}
    settings.change({"list.rows": "30"})
    assert settings.get("list.rows") == 30
    settings.change({"list.rows": "50"})
    assert settings.get("list.rows") == 50
    assert stored() == before


def test_all_wrong_ones_are_named_and_nothing_is_stored(desk: Desk) -> None:
    before = stored()
    with pytest.raises(Invalid) as wrong:
        settings.change({"list.rows": "many", "site.title": " ", "files.count": "3"})
    assert set(wrong.value.errors) == {"list.rows", "site.title"}
    assert stored() == before and settings.get("files.count") == 5


def test_unknown_keys(desk: Desk) -> None:
    with pytest.raises(KeyError):
        settings.get("site.colour")
    with pytest.raises(KeyError):
        settings.change({"site.colour": "red"})


def test_a_change_that_is_rolled_back_was_never_seen(desk: Desk) -> None:
    with pytest.raises(RuntimeError), db.transaction():
        settings.change({"list.rows": 25})
        assert settings.get("list.rows") == 25
        raise RuntimeError
    assert settings.get("list.rows") == 50


def test_a_change_is_seen_from_the_commit_on(desk: Desk, engine: str) -> None:
    """Another thread that read the old value in between doesn't keep it for two seconds."""
    with db.transaction():
        settings.change({"list.rows": 25})

        def look() -> int:
            with db.connection():
                return int(settings.get("list.rows"))

        assert in_thread(look) == 50
    assert settings.get("list.rows") == 25


def test_a_broken_row_is_its_default(desk: Desk) -> None:
    Setting.create(key="list.rows", value="{")
    Setting.create(key="of.the.future", value="1")
    settings.forget()
    assert settings.get("list.rows") == 50
    assert settings.get("site.title") == "Harbour Lane Cycles"


def test_another_process_notices_within_two_seconds(desk: Desk) -> None:
    """The other one has read the old value a moment ago and answers one question per line."""
    code = (
        "import pathlib, sys\n"
        "from helpdesk import config, db, settings\n"
        f"db.use(config.load(pathlib.Path({str(desk.folder)!r})).database)\n"
        "for line in sys.stdin:\n"
        "    with db.connection(keep=True):\n"
        "        print(settings.get('list.rows'), flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        ask, told = other.stdin, other.stdout
        assert ask and told

        def asked() -> str:
            ask.write("?\n")
            ask.flush()
            return told.readline().strip()

        assert asked() == "50"
        settings.change({"list.rows": 25})
        changed = time.monotonic()
        assert wait_until(lambda: asked() == "25", changed + settings.NOTICED_WITHIN + 0.5)
        ask.close()


def entry(kind: str, default: Any = "", **more: Any) -> Entry:
    return Entry("x.y", kind, default, "", "", **more)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  Harbour ", "Harbour"),
        ("text", "", ""),
        ("text", "x" * 255, "x" * 255),
        ("url", "https://example.com/desk/", "https://example.com/desk"),
        ("url", "http://[::1]:8080", "http://[::1]:8080"),
        ("url", "", ""),
        ("whole", " 7 ", 7),
        ("whole", 7, 7),
        ("language", "en", "en"),
        ("timezone", "Europe/Madrid", "Europe/Madrid"),
        ("words", ".PNG, jpg  png", ["jpg", "png"]),
        ("words", ["b", "a"], ["a", "b"]),
        ("words", "", []),
        ("switch", "on", True),
        ("switch", "1", True),
        ("switch", True, True),
        ("switch", "", False),
        ("switch", False, False),
        ("switch", "0", False),
    ],
)
def test_taken(kind: str, typed: Any, value: Any) -> None:
    assert parse(entry(kind), typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "words", "more"),
    [
        ("text", "x" * 256, "255", {}),
        ("text", "  ", "empty", {"required": True}),
        ("url", "example.com", "https://", {}),
        ("url", "ftp://example.com", "https://", {}),
        ("url", "javascript:alert(1)", "https://", {}),
        ("url", "https://exa mple.com", "https://", {}),
        ("url", "https://example.com/?a=b", "https://", {}),
        ("url", "https://example.com/#a", "https://", {}),
        ("url", "https://me:secret@example.com/", "https://", {}),
        ("url", "https://[broken", "https://", {}),
        ("url", "https://example.com:port", "https://", {}),
        ("whole", "seven", "whole number", {}),
        ("whole", "7.5", "whole number", {}),
        ("whole", "", "whole number", {}),
        ("whole", "9" * 5000, "whole number", {}),
        ("whole", "1", "between 2 and 9", {"least": 2, "most": 9}),
        ("whole", "10", "between 2 and 9", {"least": 2, "most": 9}),
        ("language", "tlh", "language", {}),
        ("timezone", "Mars/Olympus", "Europe/Madrid", {}),
        ("timezone", "../etc/passwd", "Europe/Madrid", {}),
    ],
)
def test_refused(kind: str, typed: str, words: str, more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=words):
        parse(entry(kind, **more), typed)


@pytest.mark.parametrize("key", REGISTRY)
def test_every_default_is_valid_and_equal_to_what_it_parses_to(key: str) -> None:
    """Else typing the default would store a row."""
    found = REGISTRY[key]
    assert found.key == key and found.group and found.label and found.help.endswith(".")
    assert parse(found, found.default) == found.default
