"""Imports go downwards only: sections, web, domain, core."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rules import tree

CORE = {"clock", "config", "db", "colours", "errors", "events", "i18n", "jobs", "migrations"}
CORE |= {"outbox", "paths", "permissions", "places", "richtext", "schema", "security", "settings"}
CORE |= {"addresses", "bytecode", "dates", "lazily", "lock", "mentions", "secrets", "throttle"}
CORE |= {"integrity", "logs", "plain", "restart", "underway", "vendor", "vendored", "version"}
SECTIONS = {"admin", "api", "install", "portal"}
TOP = {"app", "__main__", "commands", "entry", "work"}
LAYERS = ("core", "domain", "web", "sections", "top")
# Which files alone may import a library.
ONLY = {
    "bottle": (
        *("helpdesk/web/", "helpdesk/portal/", "helpdesk/api/", "admin/", "install/"),
        "helpdesk/app.py",  # joins the sections
    ),
    "jinja2": ("helpdesk/web/render", "helpdesk/web/template_code", "helpdesk/mail/compose"),
}


@dataclass(frozen=True)
class Import:
    """One imported module or name, and where it is written."""

    file: Path
    line: int
    target: str

    def says(self, why: str) -> str:
        """The offence, so that an editor can jump to it."""
        return f"{self.file}:{self.line}: imports {self.target}; {why}"


def test_imports_go_downwards() -> None:
    """No module imports from a layer above its own, and no section another."""
    tree.none_found(_wrong_ways(_imports()))


def test_only_web_and_sections_know_bottle_and_only_three_modules_jinja() -> None:
    """The domain knows neither HTTP nor templates."""
    tree.none_found(
        found.says(f"only {' '.join(allowed)} may")
        for found in _imports()
        for library, allowed in ONLY.items()
        if found.target.split(".")[0] == library and not str(found.file).startswith(allowed)
    )


def test_private_names_stay_at_home() -> None:
    """What starts with an underscore is imported by its own noun only."""
    tree.none_found(
        found.says("a private name of another noun")
        for found in _imports()
        if _noun(tree.module_name(found.file)) != _noun(found.target)
        and re.match(r"helpdesk\b(.*)\._(?!_)", found.target)
        and found.target != "helpdesk.i18n._"
    )


@pytest.mark.parametrize(
    ("file", "line", "offence"),
    [
        ("helpdesk/clock.py", "from helpdesk.tickets import submit", "core imports domain"),
        ("helpdesk/clock.py", "import helpdesk.web.forms", "core imports web"),
        ("helpdesk/tickets/a.py", "from helpdesk.web import forms", "domain imports web"),
        ("helpdesk/tickets/a.py", "from ..web import forms", "domain imports web"),
        ("helpdesk/web/a.py", "from helpdesk import admin", "web imports sections"),
        ("helpdesk/web/a.py", "def f():\n  from helpdesk.app import x", "web imports top"),
        ("admin/a.py", "from helpdesk.portal.home import x", "sections never import each other"),
        ("admin/a.py", "from helpdesk import tickets", None),
        ("admin/a.py", "from helpdesk.admin import b", None),
        ("helpdesk/app.py", "from helpdesk import admin", None),
    ],
)
def test_the_guard_itself(file: str, line: str, offence: str | None) -> None:
    """Each kind of offence is found, and what is allowed is let through."""
    found = list(_wrong_ways(_imports_in(Path(file), ast.parse(line))))
    assert len(found) == (1 if offence else 0)
    assert not offence or (offence in found[0] and found[0].startswith(f"{file}:"))


def _wrong_ways(imports: Iterator[Import]) -> Iterator[str]:
    for found in imports:
        if not found.target.startswith("helpdesk."):
            continue
        mine, theirs = tree.module_name(found.file), found.target
        if LAYERS.index(_layer(theirs)) > LAYERS.index(_layer(mine)):
            yield found.says(f"{_layer(mine)} imports {_layer(theirs)}, which is above it")
        elif _layer(mine) == _layer(theirs) == "sections" and _noun(mine) != _noun(theirs):
            yield found.says("sections never import each other")


def _layer(module: str) -> str:
    noun = _noun(module)
    if noun in TOP:
        return "top"
    if noun in SECTIONS:
        return "sections"
    return "web" if noun == "web" else "core" if noun in CORE or not noun else "domain"


def _noun(module: str) -> str:
    """The part after `helpdesk.`: the name of a module, package or section."""
    return module.removeprefix("helpdesk").removeprefix(".").split(".")[0]


def _imports() -> Iterator[Import]:
    for path in tree.files(".py", under=tree.CODE):
        yield from _imports_in(path, tree.parsed(path))


def _imports_in(path: Path, module: ast.Module) -> Iterator[Import]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(path, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(path, node)
            for alias in node.names:
                yield Import(path, node.lineno, f"{source}.{alias.name}")


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    """The full name of what `from X import` names, also for `from .X import`."""
    if not node.level:
        return node.module or ""
    package = tree.module_name(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])
