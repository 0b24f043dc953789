"""The whole page as plain text to send to who helps: without anything that is nobody's business."""

from collections.abc import Iterable

from helpdesk.clock import now
from helpdesk.diagnostics.facts import BAD, WARN, Group

LANGUAGE = "en"  # whoever helps reads this one
_SIGNS = {WARN: "!", BAD: "!!"}


def text(groups: Iterable[Group]) -> str:
    """A line for each fact; what is private isn't in it, commands neither: they name folders."""
    lines = [f"{now():%Y-%m-%d %H:%M} UTC"]
    for group in groups:
        lines += ["", group.title]
        for fact in group.facts:
            told = " ".join(filter(None, (fact.code, fact.value)))
            lines.append(f"{_SIGNS.get(fact.how, ''):>2} {fact.title}: {told}".rstrip(": "))
    return "\n".join(lines) + "\n"
