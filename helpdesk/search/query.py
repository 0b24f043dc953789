"""What a person typed into the search field, understood; nothing that is typed is an error.

`brake wheel` both words · `"rear wheel"` side by side · `-spam` without it · `bra*` how it begins ·
`status:open from:ann owner:me category:repairs before:2026-01-01 after:2025-12-24`. An operator
that nobody knows is words like others.
"""

import re
from dataclasses import dataclass

from helpdesk.search import tokens

OPERATORS = ("status", "from", "owner", "category", "before", "after")
LONGEST = 1000  # signs that are read
TERMS = 20
TOKENS = 24  # of one term

_PIECE = re.compile(r'(-?)(?:([a-z]+):)?("[^"]*"?|\S+)', re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))


@dataclass(frozen=True)
class Term:
    """Words to be found side by side; mostly it is one."""

    text: str
    units: tuple[str, ...]
    tokens: tuple[str, ...]
    is_exact: bool = False

    @property
    def is_prefix(self) -> bool:
        """Whether the last unit may go on."""
        return self.text.endswith("*") and not self.is_exact

    @property
    def is_sure(self) -> bool:
        """Whether a document that has the tokens has the term; else its text must be looked at."""
        return len(self.tokens) == 1


@dataclass(frozen=True)
class Operator:
    """`name:value`, or `-name:value`."""

    name: str
    value: str
    is_not: bool


@dataclass(frozen=True)
class Query:
    """Everything that a document must have, must not have, and how its ticket must be."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    operators: tuple[Operator, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.terms or self.without or self.operators)


def parse(text: str, operators: tuple[str, ...] = OPERATORS) -> Query:
    """Read what was typed, as far as it goes."""
    terms: list[Term] = []
    without: list[Term] = []
    known: list[Operator] = []
    for minus, name, value in _pieces(text):
        plain = value.strip('"').strip()
        if name.lower() in operators and plain:
            known.append(Operator(name.lower(), plain, bool(minus)))
            continue
        whole = f"{name}:{value}" if name else value
        term = _term(whole.replace('"', " ").strip(), is_exact=value.startswith('"'))
        if term.tokens:
            (without if minus else terms).append(term)
    return Query(_once(terms), _once(without), tuple(dict.fromkeys(known[:TERMS])))


def _pieces(text: str) -> list[tuple[str, str, str]]:
    found = [match.groups("") for match in _PIECE.finditer(text[:LONGEST].translate(_QUOTES))]
    if len(text) > LONGEST and len(found) > 1:
        found.pop()  # it may be half a word
    return [(minus, name, value) for minus, name, value in found]


def _term(text: str, *, is_exact: bool) -> Term:
    units = tuple(tokens.units(text)[:TOKENS])
    if not units:
        return Term(text, (), ())
    if tokens.is_email(text):
        return Term(text, units, (tokens.whole(text),), is_exact)
    wanted = tokens.wanted(text)[:TOKENS]
    if text.endswith("*") and not is_exact and wanted and _may_go_on(units[-1], wanted[-1]):
        wanted[-1] += "*"
    else:
        text = text.rstrip("*")
    return Term(text, units, tuple(wanted), is_exact)


def _may_go_on(unit: str, token: str) -> bool:
    """A prefix of one letter would be half of the index."""
    return len(unit) > 1 and unit == token


def _once(terms: list[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))[:TERMS]
