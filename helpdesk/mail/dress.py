"""Plain HTML as mail programs need it: cleaned, every element with its style beside it.

Templates and messages hold simple elements only (`<h1>`, `<p>`, `<a class="button">`); the look is
added here, the light colours in the elements and the dark ones by class, from the layout.
"""

import html as entities
from collections.abc import Iterator
from typing import Any

from helpdesk import look, richtext

# Class for the dark theme, style for the light one. {start}: the side where lines begin; the others
# are the desk's colour in its shades.
_INK = "color:#1e1c19"
_INK2 = "color:#514d45"
_QUOTE = "margin:20px 0 0;padding:4px 14px;border-{start}:3px solid #e3e0d9;font-size:14px;" + _INK2
_LOOK = {
    "h1": ("ink", f"margin:0 0 20px;font-size:20px;line-height:1.3;font-weight:600;{_INK}"),
    "h2": ("ink", f"margin:20px 0 8px;font-size:16px;line-height:1.3;font-weight:600;{_INK}"),
    "h3": ("ink", f"margin:16px 0 8px;font-size:16px;line-height:1.3;font-weight:600;{_INK}"),
    "p": ("ink", f"margin:0 0 12px;{_INK}"),
    "p.quoted": ("ink2", f"margin:4px 0 0;{_INK2}"),
    "p.small": ("ink2", f"margin:16px 0 0;font-size:14px;{_INK2}"),
    "ul": ("ink", f"margin:0 0 12px;padding:0;padding-{{start}}:24px;{_INK}"),
    "ol": ("ink", f"margin:0 0 12px;padding:0;padding-{{start}}:24px;{_INK}"),
    "li": ("ink", f"margin:0 0 4px;{_INK}"),
    "a": ("lnk", "color:{accent-ink}"),
    "hr": ("rule", "border:0;border-top:1px solid #e3e0d9;margin:20px 0"),
    "pre": (
        "ink",
        f"margin:0 0 12px;font-family:Consolas,Menlo,monospace;white-space:pre-wrap;{_INK}",
    ),
    "code": ("", "font-family:Consolas,Menlo,monospace"),
    "td": ("ink", f"padding:4px 12px 4px 0;vertical-align:top;{_INK}"),
    "th": ("ink", f"padding:4px 12px 4px 0;vertical-align:top;font-weight:600;{_INK}"),
    "blockquote": ("quote", _QUOTE),
    "div.quote": ("quote", _QUOTE),
}
_BUTTON = (
    '<table role="presentation" cellpadding="0" cellspacing="0" style="margin:20px 0 12px"><tr>'
    '<td class="btn" style="background:{accent};border-radius:6px"><a href="{href}" '
    'style="display:inline-block;padding:12px 22px;color:{on-accent};font-weight:600;'
    'text-decoration:none">{words}</a></td></tr></table>'
)


def cleaned(html: str) -> str:
    """A person's message for a mail: simple elements only, none that looks like ours."""
    return richtext.written(richtext.parsed(html))


def dressed(html: str, *, start: str = "left") -> str:
    """The same HTML, cleaned, in the look of the desk's mails."""
    root, values = richtext.parsed(html, "class"), {"start": start, **look.shades(dark=False)}
    for element in list(_elements(root)):
        _dress(element, values)
    return richtext.written(root)


def _elements(node: Any) -> Iterator[Any]:
    """All elements below a node; without recursion, for nesting knows no limit."""
    waiting = list(reversed(node.children or ()))
    while waiting:
        child = waiting.pop()
        if not child.name.startswith("#"):
            yield child
            waiting.extend(reversed(child.children or ()))


def _dress(element: Any, values: dict[str, str]) -> None:
    ours = element.attrs.pop("class", None) or ""
    if (element.parent.attrs or {}).get("class") == "quote":
        ours = "quoted"
    if element.name == "a" and ours == "button":
        _make_button(element, values)
        return
    found = _LOOK.get(f"{element.name}.{ours}") or _LOOK.get(element.name)
    if found:
        name, style = found
        if name:
            element.attrs["class"] = name
        element.attrs["style"] = style.format(**values)


def _make_button(link: Any, values: dict[str, str]) -> None:
    """A link as a button that Outlook shows as one too; a paragraph of its own makes room."""
    words, href = link.to_text(), link.attrs.get("href") or ""
    made = _BUTTON.format(href=entities.escape(href), words=entities.escape(words), **values)
    table = richtext.parsed(made, trusted=True).children[0]
    place = link
    if link.parent.name == "p" and len(_filled(link.parent)) == 1:
        place = link.parent
    place.parent.replace_child(table, place)


def _filled(node: Any) -> list[Any]:
    """Children that aren't mere blanks."""
    return [c for c in node.children if c.name != "#text" or (c.data or "").strip()]
