"""Where in a text the hits are. Parts are (text, is it a hit); the page makes them HTML."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from helpdesk.search import tokens
from helpdesk.search.query import Term
from helpdesk.search.scripts import RUNS

Part = tuple[str, bool]
SNIPPET = 180  # signs
LEAD = 36  # signs before the first hit
_PLACES = 60  # that are weighed for the best snippet
_LETTER, _NO_LETTER = rf"[^\W_{RUNS}]", rf"[\W_{RUNS}]"
_SPACE = re.compile(r"\s+")


def contains(text: str, term: Term) -> bool:
    """Whether a term's words stand side by side in a text."""
    return bool(_places(text, (term,), most=1))


def marked(text: str, terms: Sequence[Term]) -> list[Part]:
    """The whole text, in parts."""
    return _parts(text, 0, len(text), _places(text, terms))


def snippet(text: str, terms: Sequence[Term]) -> tuple[list[Part], int]:
    """The piece with the most different hits, and how many those are."""
    text = text[: tokens.MOST]
    before, piece = _surroundings(text, terms)
    places = _places(piece, terms)
    if not places and len(piece) < len(text):  # it was the beginning of another word
        before, piece, places = 0, text, _places(text, terms)
    at, different = _best(places)
    start = _word_start(piece, max(0, at - LEAD)) if at > LEAD else 0
    end = start + SNIPPET
    parts = _parts(piece, start, end, places)
    if before + start:
        parts.insert(0, ("…", False))
    if before + end < len(text.rstrip()):
        parts.append(("…", False))
    return parts, different


def _surroundings(text: str, terms: Sequence[Term]) -> tuple[int, str]:
    """Of a long text the part in which the only word is found as it was typed, and where that
    begins; else all of it. To fold the letters of it all would take longer than anything else."""
    if len(text) > 4 * SNIPPET and len(terms) == 1 and len(terms[0].units) == 1:
        unit = terms[0].units[0]
        for word in (unit, unit.capitalize()):
            at = text.find(word)
            while at > 0 and text[at - 1].isalnum():  # the middle of another word
                at = text.find(word, at + 1)
            if at >= 0:
                begin = max(0, at - SNIPPET)
                return begin, text[begin : at + 2 * SNIPPET]
    return 0, text


def _places(text: str, terms: Sequence[Term], most: int = 1000) -> list[tuple[int, int, int]]:
    """Start, end and number of the term, in order."""
    if not terms:
        return []
    pattern = _plainly(tuple(terms))
    level = None
    if pattern is not None:
        level = text.lower() if text.isascii() else tokens.levelled(text)
    if pattern is None or level is None:
        return list(islice(_in_any_script(text, terms), most))
    # Patterns that look back are slow to begin with; most of a long text holds none of the words.
    starts = [at for term in terms if (at := level.find(term.units[0])) >= 0]
    found = pattern.finditer(level, min(starts)) if starts else iter(())
    return [(m.start(), m.end(), m.lastindex or 0) for m in islice(found, most)]


@lru_cache
def _plainly(terms: tuple[Term, ...]) -> re.Pattern[str] | None:
    """The terms in a text whose letters are folded in their places, which this finds ten times as
    fast; None for terms with signs of scripts that are written without spaces."""
    if any(tokens.is_sign(unit) for term in terms for unit in term.units):
        return None
    words = [_plain(term) for term in sorted(terms, key=lambda term: -len(term.units))]
    return re.compile(f"(?<!{_LETTER})(?:{'|'.join(words)})")


def _plain(term: Term) -> str:
    *others, last = (re.escape(unit) for unit in term.units)
    cut = f"{_LETTER}*" if len(term.units[-1]) >= tokens.LONGEST or term.is_prefix else ""
    words = [f"{one}{_LETTER}*" if len(one) >= tokens.LONGEST else one for one in others]
    return "(" + f"{_NO_LETTER}+".join([*words, last + cut]) + f")(?!{_LETTER})"


def _in_any_script(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    spans = list(tokens.spans(text))
    first: dict[str, list[int]] = {}
    for number, term in enumerate(terms):
        first.setdefault(term.units[0], []).append(number)
    prefixes = [n for n, term in enumerate(terms) if term.is_prefix and len(term.units) == 1]
    for at, (start, _end, unit) in enumerate(spans):
        if unit not in first and not prefixes:
            continue
        for number in {*first.get(unit, ()), *prefixes}:
            term = terms[number]
            units = [unit for _start, _end, unit in spans[at : at + len(term.units)]]
            if _fits(units, term):
                yield start, spans[at + len(units) - 1][1], number


def _fits(units: Collection[str], term: Term) -> bool:
    if len(units) < len(term.units):
        return False
    *others, last = units
    *wanted, ending = term.units
    return others == wanted and (last.startswith(ending) if term.is_prefix else last == ending)


def _best(places: list[tuple[int, int, int]]) -> tuple[int, int]:
    best = (0, 0)
    for at, (start, _end, _number) in enumerate(places[:_PLACES]):
        near = {n for s, _e, n in places[at : at + _PLACES] if s < start + SNIPPET - LEAD}
        if len(near) > best[1]:
            best = (start, len(near))
    return best


def _word_start(text: str, at: int) -> int:
    space = _SPACE.search(text, at, at + LEAD // 2)
    return space.end() if space else at


def _parts(text: str, start: int, end: int, places: list[tuple[int, int, int]]) -> list[Part]:
    parts: list[Part] = []
    at = start
    for begin, stop, _number in places:
        begin, stop = max(begin, at), min(stop, end)
        if begin < stop:
            parts += [(_line(text[at:begin]), False), (_line(text[begin:stop]), True)]
            at = stop
    parts.append((_line(text[at:end]), False))
    return [part for part in parts if part[0]]


def _line(text: str) -> str:
    return _SPACE.sub(" ", text)
