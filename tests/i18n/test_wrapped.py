"""What the walk through the pages may never reach: texts in the code itself.

The command line speaks English on purpose, and so does the log.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.i18n.visible import forgotten
from tests.rules import tree

WRAPPERS = {"_", "N_", "gettext", "ngettext", "pgettext"}
# Calls whose texts no visitor reads: the log, programming errors, the shell, SQL.
UNREAD = {"RuntimeError", "ImportError", "KeyError", "TypeError", "AssertionError", "print"}
UNREAD |= {"add_argument", "debug", "info", "warning", "error", "exception", "execute_sql"}
ENGLISH = (
    "helpdesk/commands/",
    "helpdesk/demo/people.py",
    "helpdesk/demo/stories.py",
    "helpdesk/entry.py",  # before the desk is there: the languages may be what is missing
    "helpdesk/plain.py",
    "helpdesk/exporting/nouns/",  # the words of docs/export.md
    "helpdesk/exporting/readme.py",
    "helpdesk/exporting/fields.py",
    "helpdesk/__main__.py",
    "helpdesk/migrations/0",
)
SENTENCE = re.compile(r"(?:[A-Z][a-z][\w'’]*|A|“.*?”) [\w'’“”(]+(?: |[.:!?…]$|$)")
# A language's own name; what a desk is called at first; people who never lived.
NAMES = {"Bahasa Indonesia", "Help desk", "Cleo Marsh", "Ben Okafor"}
TEMPLATE_CODE = re.compile(
    r"(?s)\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{%.*?%\}|\{\{.*?\}\}"
)
# Blocks and macros that stand inside a tag when the page is put together.
INSIDE_A_TAG = re.compile(r"""<\[document\]>: '[^<]*(?:="|\bhd-\w)""")


def test_templates() -> None:
    """Between tags and in attributes stand only texts from `_(…)` and `{% trans %}`."""
    tree.none_found(
        f"{path}: {found}"
        for path in tree.files(".html", under=("templates",))
        for found in forgotten(TEMPLATE_CODE.sub("", tree.text(path)))
        if not INSIDE_A_TAG.match(found)
    )


def test_code() -> None:
    """Sentences in the code are wrapped, unless nobody but an administrator's shell shows them."""
    tree.none_found(
        f"{path}:{line}: {text!r}"
        for path in tree.files(".py", under=tree.CODE)
        if not str(path).startswith(ENGLISH)
        for line, text in _bare_sentences(tree.parsed(path))
    )


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('raise Invalid({"": "Write a message."})', 1),
        ('raise Invalid({"": _("Write a message.")})', 0),
        ('raise NotFound(f"No ticket {number} here")', 1),
        ('Told(404, "This page is missing", "")', 1),
        ('log.info("The queue is empty")', 0),
        ('"""A docstring is no text."""', 0),
        ('name = "Content-Type"', 0),
    ],
)
def test_the_guard_itself(code: str, found: int) -> None:
    """It finds what it is for and nothing else."""
    assert len(list(_bare_sentences(ast.parse(code)))) == found


def test_the_guard_of_pages_itself() -> None:
    """Text, attributes and texts for scripts are found; brackets span elements; data is let be."""
    wrong = '<p>Hello</p><img alt="A cat"><b data-done="It is done">⟦a <i>b</i> c⟧ d</b>'
    assert len(list(forgotten(wrong))) == 4
    right = '<p title="⟦a⟧">⟦a <i>Anna</i> b⟧ Anna, 2026-01-01 10:00 UTC</p><textarea>c</textarea>'
    assert not list(forgotten(right, ("Anna",)))


def _bare_sentences(module: ast.Module) -> Iterator[tuple[int, str]]:
    yield from _below(module)


def _below(node: ast.AST) -> Iterator[tuple[int, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _name(child.func) in WRAPPERS | UNREAD:
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if SENTENCE.match(child.value) and child.value not in NAMES:
                yield child.lineno, child.value
            continue
        yield from _below(child)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
