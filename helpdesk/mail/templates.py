"""The words of mails: the files', or what administrators write in their place.

Own words know placeholders such as `{subject}` and nothing else: they are never a program. Where
they are broken (a brace too many, a placeholder that this kind doesn't have) the file's words are
sent, and the pages say so.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from helpdesk import db, events, i18n
from helpdesk.clock import now
from helpdesk.errors import Invalid, NotFound
from helpdesk.events import Actor
from helpdesk.i18n import _
from helpdesk.mail import composer
from helpdesk.mail.kinds import PLACEHOLDERS, REGISTRY, Kind
from helpdesk.schema import MailTemplate

PARTS = ("subject", "text", "html")
FILE, OWN, BROKEN = "file", "own", "broken"
SUBJECT_MOST, TEXT_MOST = 255, 50_000
_PIECE = re.compile(r"\{([a-z_]+)\}|[{}]")


@dataclass(frozen=True)
class Words:
    """A template as the editor shows it: text and state of each part, and what is wrong."""

    kind: Kind
    language: str
    parts: dict[str, str]
    states: dict[str, str]
    problems: dict[str, str]

    @property
    def state(self) -> str:
        """The worst of its parts."""
        found = set(self.states.values())
        return BROKEN if BROKEN in found else OWN if OWN in found else FILE


def filled(
    name: str,
    values: Mapping[str, Any],
    rich: Mapping[str, Any],
    typed: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Subject, text and simple HTML of a mail in the language spoken; `rich` are HTML's values,
    `typed` words that stand in place of one's own."""
    own = _row(name, i18n.language()) if typed is None else None
    found = {}
    for part in PARTS:
        given = rich if part == "html" else values
        mine = getattr(own, part) if own else (typed or {}).get(part, "")
        if mine and not problem(REGISTRY[name], mine):
            found[part] = _fill(mine, given, escape=part == "html")
        else:
            found[part] = composer.words(name, part, given)
    return found


def show(name: str, language: str) -> Words:
    """A template for its editor; what isn't one's own is the file's."""
    kind, mine = _kind(name), _own(name, language)
    if language not in i18n.available():
        raise NotFound
    problems = {part: wrong for part in PARTS if (wrong := problem(kind, mine[part]))}
    with i18n.speaking(language):
        parts = {part: mine[part] or composer.source(name, part) for part in PARTS}
    states = {p: BROKEN if p in problems else OWN if mine[p] else FILE for p in PARTS}
    return Words(kind, language, parts, states, problems)


def overview() -> dict[tuple[str, str], str]:
    """The state of every template that isn't just the file's, by kind and language; one query."""
    found = {}
    for row in MailTemplate.select():
        if kind := REGISTRY.get(row.name):
            wrong = any(problem(kind, getattr(row, part)) for part in PARTS)
            found[row.name, row.language] = BROKEN if wrong else OWN
    return found


def checked(name: str, language: str, typed: Mapping[str, str]) -> dict[str, str]:
    """The words of the editor as they would be kept; raises Invalid per part."""
    kind = _kind(name)
    if language not in i18n.available():
        raise NotFound
    given = {part: typed.get(part, "").strip() for part in PARTS}
    given["subject"] = " ".join(given["subject"].split())
    errors = {part: wrong for part in PARTS if (wrong := problem(kind, given[part]))}
    for part, most in (("subject", SUBJECT_MOST), ("text", TEXT_MOST), ("html", TEXT_MOST)):
        if len(given[part]) > most:
            errors[part] = _("At most %(num)d characters.") % {"num": most}
    if errors:
        raise Invalid(errors)
    return given


def save(
    name: str, language: str, *, subject: str, text: str, html: str, actor: Actor | None = None
) -> None:
    """Keep own words; what equals the file's, or is empty, isn't kept. Raises Invalid per part."""
    given = checked(name, language, {"subject": subject, "text": text, "html": html})
    with i18n.speaking(language):
        kept = {p: "" if given[p] == composer.source(name, p) else given[p] for p in PARTS}
    before = _own(name, language)
    if any(kept.values()):
        keys = {"name": name, "language": language}
        db.upsert(MailTemplate, keys, {**kept, "changed": now()})
    else:
        _remove(name, language)
    _tell(name, language, before, kept, actor)


def reset(name: str, language: str, *, actor: Actor | None = None) -> None:
    """Back to the file's words."""
    _kind(name)
    before = _own(name, language)
    _remove(name, language)
    _tell(name, language, before, dict.fromkeys(PARTS, ""), actor)


def help_for(name: str) -> list[tuple[str, str]]:
    """The placeholders of a kind, each with what it stands for."""
    return [("{" + each + "}", _(PLACEHOLDERS[each])) for each in _kind(name).placeholders]


def problem(kind: Kind, words: str) -> str:
    """What is wrong with own words, or ''."""
    for piece in _PIECE.finditer(words):
        if piece[1] is None:
            return _(
                "A curly bracket stands alone here: %(around)s. They go only around placeholders."
            ) % {"around": words[max(0, piece.start() - 10) : piece.end() + 10]}
        if piece[1] not in kind.placeholders:
            return _("%(placeholder)s isn't known in this mail.") % {"placeholder": piece[0]}
    return ""


def _fill(words: str, values: Mapping[str, Any], *, escape: bool) -> str:
    def value(piece: re.Match[str]) -> str:
        found = values[piece[1]]
        return html.escape(str(found)) if escape and not isinstance(found, Markup) else str(found)

    return _PIECE.sub(value, words)


def _own(name: str, language: str) -> dict[str, str]:
    own = _row(name, language)
    return {part: getattr(own, part) if own else "" for part in PARTS}


def _remove(name: str, language: str) -> None:
    mine = (MailTemplate.name == name) & (MailTemplate.language == language)
    MailTemplate.delete().where(mine).execute()


def _tell(
    name: str,
    language: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    actor: Actor | None,
) -> None:
    changes = {p: (before[p], after[p]) for p in PARTS if before[p] != after[p]}
    if actor is not None and changes:
        events.record(
            events.TEMPLATE_CHANGED, actor, changes=changes, template=name, language=language
        )


def _kind(name: str) -> Kind:
    if name not in REGISTRY:
        raise NotFound
    return REGISTRY[name]


def _row(name: str, language: str) -> MailTemplate | None:
    mine = (MailTemplate.name == name) & (MailTemplate.language == language)
    found: MailTemplate | None = MailTemplate.get_or_none(mine)
    return found
