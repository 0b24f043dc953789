"""Nothing grows past what one can read in one go."""

import ast
from collections.abc import Iterator

from tests.rules import tree

CODE = (*tree.CODE, "run.py", "wsgi.py", "passenger_wsgi.py", "release", "tests", "bench")
FILE_LINES = 400
FUNCTION_LINES = 60
TEMPLATE_LINES = 150
SHORT = 25  # most functions stay within this


def test_files() -> None:
    """A module that grows longer becomes a package."""
    tree.none_found(
        f"{path}: {lines} lines, {FILE_LINES} are allowed"
        for path in tree.files(".py", under=CODE)
        if (lines := len(tree.text(path).splitlines())) > FILE_LINES
    )


def test_templates() -> None:
    """A page that grows longer gets partials."""
    tree.none_found(
        f"{path}: {lines} lines, {TEMPLATE_LINES} are allowed"
        for path in tree.files(".html", ".txt", under=("templates",))
        if (lines := len(tree.text(path).splitlines())) > TEMPLATE_LINES
    )


def test_functions() -> None:
    """A function that grows longer is several."""
    tree.none_found(
        f"{where}: {lines} lines, {FUNCTION_LINES} are allowed"
        for where, lines in _functions()
        if lines > FUNCTION_LINES
    )


def test_most_functions_are_short() -> None:
    """Nine of ten can be seen at a glance."""
    sizes = [(lines, where) for where, lines in _functions()]
    longest = sorted((s for s in sizes if s[0] > SHORT), reverse=True)
    assert len(longest) <= len(sizes) / 10, longest


def _functions() -> Iterator[tuple[str, int]]:
    for path in tree.files(".py", under=CODE):
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path}:{node.lineno}: {node.name}", lines
