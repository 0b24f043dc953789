"""A cleaned tree as plain text: the twin of a mail, the snippet, what is searched."""

import re
from typing import Any

_BLANK = re.compile(r"[ \t\r\n\f]+")
_LOOSE = frozenset({"div", "p", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3"})
_LOOSE |= {"h4", "h5", "h6", "#root"}
_LISTS = frozenset({"ul", "ol"})
_CLOSE = frozenset({"li", "tr", "hr", "thead", "tbody"})


def words(root: Any) -> str:
    """The text, with an empty line between paragraphs, marks before list entries and quotes."""
    writer = _Writer()
    writer.children(root)
    return "\n".join(line.rstrip() for line in writer.done()).strip("\n")


class _Writer:
    """Lines so far; `prefix` stands before each new one, `wanted` line ends are still due."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.prefix = ""
        self.wanted = 0
        self.gap_prefix = ""  # before empty lines: what both neighbours have in common
        self.began = False

    def done(self) -> list[str]:
        self.end(0)
        return self.lines

    def children(self, node: Any, *, kept: bool = False) -> None:
        number = 0
        for child in node.children or ():
            if child.name == "#text":
                self.text(child.data or "", kept)
            elif child.name == "li":
                number += 1
                self.entry(child, f"{number}. " if node.name == "ol" else "- ")
            elif not child.name.startswith("#"):
                self.element(child, kept)

    def element(self, node: Any, kept: bool) -> None:
        name = node.name
        gap = 2 if name in _LOOSE else 1 if name in _CLOSE else 0
        if name in _LISTS and _is_nested(node):
            gap = 1
        if gap:
            self.end(gap)
        if name == "br":
            self.new_line()
        elif name == "hr":
            self.text("---", kept)
        elif name == "a":
            self.link(node, kept)
        elif name == "blockquote":
            self.indented(node, "> ")
        else:
            self.children(node, kept=kept or name == "pre")
        if name in ("td", "th"):
            self.text(" \t", True)
        if gap:
            self.end(gap)

    def link(self, node: Any, kept: bool) -> None:
        address = node.attrs.get("href") or ""
        shown = _BLANK.sub(" ", node.to_text()).strip()
        self.children(node, kept=kept)
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        if address and shown.rstrip("/") not in (address.rstrip("/"), bare):
            self.text(f" ({bare})", kept)

    def entry(self, node: Any, mark: str) -> None:
        self.end(1)
        outer = self.prefix
        self.prefix = outer + mark
        self.began = False
        self.start()
        self.prefix = outer + " " * len(mark)
        self.children(node)
        self.end(1)
        self.prefix = outer

    def indented(self, node: Any, mark: str) -> None:
        outer, self.prefix = self.prefix, self.prefix + mark
        self.children(node)
        self.end(1)
        self.prefix = outer

    def text(self, text: str, kept: bool) -> None:
        if kept:
            first, *rest = text.split("\n")
            self.say(first)
            for line in rest:
                self.new_line()
                self.say(line)
            return
        text = _BLANK.sub(" ", text.replace("\xa0", " "))  # editors write every second blank so
        if not self.began or self.line.endswith(" "):
            text = text.lstrip(" ")
        self.say(text)

    def say(self, text: str) -> None:
        if text:
            self.start()
            self.line += text

    def start(self) -> None:
        """Begin a line, with the empty ones that belong before it."""
        if self.began:
            return
        if self.lines:
            self.lines += [self.gap_prefix.rstrip()] * (self.wanted - 1)
        self.wanted, self.began, self.line = 0, True, self.prefix

    def new_line(self) -> None:
        if self.wanted > 1:  # an empty line there is already
            return
        self.start()
        self.lines.append(self.line)
        self.began, self.wanted, self.gap_prefix = False, 1, self.prefix

    def end(self, gap: int) -> None:
        """End the line; the next one comes after so many line ends."""
        if self.began:
            self.lines.append(self.line)
            self.began = False
        if not self.wanted or len(self.prefix) < len(self.gap_prefix):
            self.gap_prefix = self.prefix
        self.wanted = max(self.wanted, gap)


def _is_nested(node: Any) -> bool:
    return node.parent is not None and node.parent.name == "li"
