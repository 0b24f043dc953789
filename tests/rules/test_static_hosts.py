"""Pages load nothing from another host, and obey the strict content security policy."""

import re
from pathlib import Path

import pytest

from tests.rules import tree

# Names of formats, which nobody fetches, and the machine itself, as the wizard's advice shows it.
HARMLESS = r"www\.w3\.org/(?:\d{4}|XML|ns)|127\.0\.0\.1\b"
HOST = rf"""(?:https?:|(?<=["'(\s=]))//(?!{HARMLESS})[a-z0-9-]+(?:\.[a-z0-9-]+)+"""
COMMENTS = {
    ".css": r"(?s)/\*.*?\*/",
    ".js": r"(?s)/\*.*?\*/|(?m)^\s*//.*$",
    ".svg": r"(?s)<!--.*?-->",
    ".html": r"(?s)\{#.*?#\}|<!--.*?-->",
    ".txt": r"(?s)\{#.*?#\}",
}
# What a page must not contain: the policy would block it, and an attacker's would look the same.
INLINE = {
    "a script in the page": r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=.application/json)",
    "a style sheet in the page": r"<style\b",
    "a style attribute": r"""<[^>]*\sstyle\s*=""",
    "an on... handler": r"""<[^>]*\son[a-z]+\s*=""",
    "a javascript: address": r"(?i)[\"'=\s]javascript:",
    "a form that posts to a folder of the release": r"<form\b(?=[^>]*method=.post)"
    r"""[^>]*\saction=.\{\{\s*url\(['"]/(?:admin|docs|helpdesk|install|static|templates|tests)/?['"]""",
}


@pytest.mark.parametrize("ending", COMMENTS)
def test_no_other_host(ending: str) -> None:
    """Not in templates, style sheets, scripts or pictures, vendored ones included."""
    tree.none_found(
        f"{path}:{line}: {found}"
        for path in _served(ending)
        for line, found in _found(HOST, _without_comments(path))
    )


def test_no_inline_code() -> None:
    """Scripts and styles are files of their own. Mails are no pages: there they must be inline."""
    tree.none_found(
        f"{path}:{line}: {what}: {found}"
        for path in _served(".html")
        if path.parts[:2] != ("templates", "mail")
        for what, pattern in INLINE.items()
        for line, found in _found(pattern, _without_comments(path))
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('<script src="https://cdn.example.com/x.js">', True),
        ("@import url(//fonts.example.com/css)", True),
        ('<svg xmlns="http://www.w3.org/2000/svg">', False),
        ("{{ static('js/app.js') }}", False),
    ],
)
def test_hosts_are_recognised(text: str, wrong: bool) -> None:
    """The pattern finds what would be fetched and nothing else."""
    assert bool(re.search(HOST, text)) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "<script>x()</script>",
        '<p class="a" style="color:red">',
        '<a\n  onclick="x()">',
        '<a href="javascript:x()">',
        """<form method="post" action="{{ url('/admin/') }}">""",
    ],
)
def test_inline_code_is_recognised(text: str) -> None:
    """Each kind is found."""
    assert any(re.search(pattern, text) for pattern in INLINE.values())


def _served(ending: str) -> list[Path]:
    return [
        path
        for path in tree.project_files()
        if path.suffix == ending and path.parts[0] in ("templates", "static")
    ]


def _without_comments(path: Path) -> str:
    """The text with comments blanked, so that line numbers stay right."""
    pattern = COMMENTS[path.suffix]
    # Inline flags may only stand at the start of an expression: apply them one by one.
    text = tree.text(path)
    for part in pattern.split("|(?m)"):
        flags = re.M if part.startswith("^") else 0
        text = re.sub(part, lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=flags)
    return text


def _found(pattern: str, text: str) -> list[tuple[int, str]]:
    return [
        (text.count("\n", 0, match.start()) + 1, match[0][:80])
        for match in re.finditer(pattern, text)
    ]
