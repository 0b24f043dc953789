"""Somebody's HTML as a few simple elements: safe, and the same for every reader."""

import html as entities
import re
from collections.abc import Iterator
from typing import Any

from helpdesk.richtext import policy, wording
from helpdesk.richtext.plain import REL, from_text, linked

HTML_MOST = 1_000_000  # characters
TAGS_MOST, DEPTH_MOST = 50_000, 60  # far more than people write
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = frozenset("blockquote div hr li ol p pre table tbody td th thead tr ul".split()) | HEADINGS
_DIRECTED = frozenset({"p", "blockquote", "ul", "ol", "pre", "td", "th"})
_KEPT = {"a": ("href",), "td": ("colspan",), "th": ("colspan",)}
_EMPTY = frozenset({"br", "hr"})
_BLANK = re.compile(r"[ \t\r\n\f]+")
_MARKUP = re.compile(r"<[^>]{0,10000}>?")
_UNSEEN = re.compile(r"<(script|style|title)\b.*?(?:</\1\b|\Z)", re.IGNORECASE | re.DOTALL)


def clean(html: str) -> tuple[str, str]:
    """The HTML made harmless, and the same as plain text.

    The time is linear in the length; what no person writes (too long, nested without end) comes
    back as its mere words.
    """
    if len(html) > HTML_MOST or html.count("<") > TAGS_MOST:
        return _mere_words(html)
    root = policy.parsed(html)
    if _depth(root) > DEPTH_MOST:
        return _mere_words(html)
    return _blocks(root), wording.words(root)


def _mere_words(html: str) -> tuple[str, str]:
    shown = _MARKUP.sub(" ", _UNSEEN.sub(" ", html[: 2 * HTML_MOST]))
    text = _BLANK.sub(" ", entities.unescape(shown)).strip()[:HTML_MOST]
    return from_text(text), text


def _depth(root: Any) -> int:
    """How deep the elements are nested; without recursion."""
    deepest, waiting = 0, [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in node.children or ())
    return deepest


def _blocks(node: Any) -> str:
    """Children as blocks: what stands loose between blocks becomes paragraphs."""
    parts: list[str] = []
    for kind, nodes in _runs(node.children or ()):
        if kind == "inline":
            parts += [_paragraph(piece) for piece in _split(nodes)]
        else:
            parts.append(_block(nodes[0]))
    return "".join(parts)


def _block(node: Any) -> str:
    name = node.name
    if name == "div":
        return _blocks(node)
    if name in HEADINGS or (name == "p" and _holds_blocks(node)):
        loose = not _holds_blocks(node)
        return _paragraph(node.children or (), bold=True) if loose else _blocks(node)
    if name == "p":
        return "".join(_paragraph(piece) for piece in _split(node.children or ()))
    if name in _EMPTY:
        return f"<{name}>"
    return _element(node)


def _paragraph(nodes: Any, bold: bool = False) -> str:
    inside = "".join(_inline(node) for node in nodes).strip()
    if not inside.replace("<br>", ""):
        return ""
    inside = re.sub(r"^(?:<br>)+|(?:<br>)+$", "", inside)
    return f'<p dir="auto">{f"<strong>{inside}</strong>" if bold else inside}</p>'


def _element(node: Any) -> str:
    """An element with what is in it; blocks inside are written as blocks."""
    name = node.name
    kept = "".join(
        f' {key}="{entities.escape(node.attrs.get(key) or "")}"'
        for key in _KEPT.get(name, ())
        if node.attrs.get(key)
    )
    if name == "a" and kept:
        kept += f' rel="{REL}"'
    if name in _DIRECTED:
        kept += ' dir="auto"'
    inside = "".join(
        _block(child) if child.name in BLOCKS else _inline(child, raw=name in ("pre", "code"))
        for child in node.children or ()
    )
    # A parser drops a line end right behind <pre>; one more keeps the text's own.
    if name in ("a", "span") and not kept:
        return inside
    return f"<{name}{kept}>{chr(10) if name == 'pre' else ''}{inside}</{name}>"


def _inline(node: Any, raw: bool = False) -> str:
    if node.name == "#text":
        text = node.data or ""
        if raw or _within(node, ("pre", "code", "a")):
            return entities.escape(text, quote=False)
        return linked(_BLANK.sub(" ", text))
    if node.name.startswith("#"):
        return ""
    if node.name in _EMPTY:
        return "<br>"
    return _element(node)


def _within(node: Any, names: tuple[str, ...]) -> bool:
    above = node.parent
    while above is not None:
        if above.name in names:
            return True
        above = above.parent
    return False


def _holds_blocks(node: Any) -> bool:
    return any(child.name in BLOCKS for child in node.children or ())


def _runs(nodes: Any) -> Iterator[tuple[str, list[Any]]]:
    """Neighbours without a block between them, and each block alone."""
    loose: list[Any] = []
    for node in nodes:
        if node.name in BLOCKS or (not node.name.startswith("#") and _holds_blocks(node)):
            if loose:
                yield "inline", loose
                loose = []
            yield "block", [node]
        else:
            loose.append(node)
    if loose:
        yield "inline", loose


def _split(nodes: Any) -> Iterator[list[Any]]:
    """Paragraphs that an editor has told apart by two line breaks."""
    piece: list[Any] = []
    breaks: list[Any] = []
    for node in nodes:
        if node.name == "br" or (breaks and node.name == "#text" and not (node.data or "").strip()):
            breaks.append(node)
            continue
        if sum(b.name == "br" for b in breaks) >= 2:
            yield piece
            piece, breaks = [], []
        piece += [*breaks, node]
        breaks = []
    if piece:
        yield piece
