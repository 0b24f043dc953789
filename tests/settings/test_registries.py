"""Every key that is read is registered, and every registered key is read."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from helpdesk import permissions, settings
from tests.rules import tree

# Registered before the page that asks for them; whoever adds that page takes them out here.
LATER_PERMISSIONS: dict[str, str] = {}
LATER_SETTINGS: dict[str, str] = {}


def test_settings() -> None:
    read = set(_settings_read())
    assert read - set(settings.REGISTRY) == set(), "read and not registered"
    unread = set(settings.REGISTRY) - read
    assert unread == set(LATER_SETTINGS), "registered and read by nobody"


def test_permissions() -> None:
    used = set(_permissions_used())
    assert used - set(permissions.REGISTRY) == set(), "asked for and not registered"
    unused = set(permissions.REGISTRY) - used
    assert unused == set(LATER_PERMISSIONS), "registered and asked for by nobody"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('settings.get("a.b")', ["a.b"]),
        ('desk_settings.get("a.b", 1)', ["a.b"]),
        ('settings.remembered("a.b")', ["a.b"]),
        ('Throttle("x", "a.b", 3600)', ["a.b"]),
        ('other.get("a.b")', []),
        ("settings.get(key)", []),
    ],
)
def test_the_walk_itself(code: str, found: list[str]) -> None:
    assert list(_in_tree(ast.parse(code), _setting)) == found


def _settings_read() -> Iterator[str]:
    for path in tree.files(".py", under=tree.CODE):
        yield from _in_tree(tree.parsed(path), _setting)


def _permissions_used() -> Iterator[str]:
    for path in tree.files(".py", under=tree.CODE):
        yield from _in_tree(tree.parsed(path), _permission)
    for path in tree.files(".html", under=("templates",)):
        yield from re.findall(r"""\bcan\(\s*['"]([a-z_.]+)['"]""", tree.text(path))


def _in_tree(parsed: ast.AST, find: Callable[[ast.Call], ast.expr | None]) -> Iterator[str]:
    for node in ast.walk(parsed):
        key = find(node) if isinstance(node, ast.Call) else None
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def _setting(call: ast.Call) -> ast.expr | None:
    name = ast.unparse(call.func)
    if re.fullmatch(r"(\w+\.)?(desk_)?settings\.(get|remembered)", name):
        return call.args[0]
    return call.args[1] if name.split(".")[-1] == "Throttle" and len(call.args) > 1 else None


def _permission(call: ast.Call) -> ast.expr | None:
    if ast.unparse(call.func).split(".")[-1] == "can" and call.args:
        return call.args[0]
    if re.fullmatch(r"section\.(get|post|other)", ast.unparse(call.func)):
        wanted = next((k.value for k in call.keywords if k.arg == "access"), None)
        return wanted if isinstance(wanted, ast.Constant) else None
    return None
