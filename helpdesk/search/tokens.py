"""The one tokeniser: what of a text can be found, whatever the language and the engine.

A *unit* is a word, folded: lower case, without accents, or one sign of a script without spaces.
A *token* is what the index holds: a word, a pair of such signs, the last sign of their run, or a
whole e-mail address. Tokens of other kinds (category, author …) begin with `_`, which no word has.
Everything is linear in the text's length, and no token is longer than `LONGEST`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from helpdesk.search.scripts import MARKS, RUNS, UNSEEN

LONGEST = 64  # signs of a word that count
MOST = 200_000  # signs of a text that are indexed
EMAILS = 1000  # whole addresses of one text

_LETTERS = "йї"  # letters of their own, though Unicode takes them apart; ё is typed as е
_ALIKE = str.maketrans(
    {
        **{"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "ð": "d"},
        **{"þ": "th", "ŋ": "n", "ґ": "г", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه"},
        **{"ۀ": "ه", "ہ": "ه", "ھ": "ه"},
    }
)


def bag(texts: Iterable[str]) -> set[str]:
    """All tokens of some texts, each once: what the index holds of a document."""
    found: set[str] = set()
    for text in texts:
        text = text[:MOST]
        if text.isascii():
            found.update({word[:LONGEST] for word in _re().plain.findall(text.lower())})
        else:
            words = {word[:LONGEST] for word in _re().lettered.findall(text)}
            found.update(*map(_tokens, words), *map(_pairs, set(_re().signs.findall(text))))
        if "@" in text:
            found.update(map(whole, emails(text)))
    return found


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Every unit of a text in order, with where it stands: start, end, unit."""
    for match in _re().word.finditer(text):
        start = match.start()
        if match.lastindex:
            for at, sign in enumerate(match.group(), start):
                for unit in _folded(sign):
                    yield at, at + 1, unit
        else:
            for unit in _folded(match.group()[:LONGEST]):
                yield start, match.end(), unit


def levelled(text: str) -> str | None:
    """The text with each letter folded in its place; None where one letter becomes several or none,
    or hangs on another."""
    level = text.translate(_LEVEL)
    return None if _UNEVEN in level else level


def units(text: str) -> list[str]:
    """The units of a text in order."""
    return [unit for _start, _end, unit in spans(text)]


def wanted(text: str) -> list[str]:
    """The tokens that a document must have to contain this text; `*` ends one that may go on."""
    found: list[str] = []
    for match in _re().word.finditer(text):
        own = _of(match.group())
        for at, unit in enumerate(own):
            before = at > 0 and is_sign(own[at - 1])
            after = at + 1 < len(own) and is_sign(own[at + 1])
            if not is_sign(unit):
                found.append(unit)
            elif after:
                found.append(unit + own[at + 1])
            elif not before:
                found.append(unit + "*")  # it may begin a pair, or end a run by itself
    return list(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def is_sign(unit: str) -> bool:
    """Whether a unit is one sign of a script that is written without spaces."""
    return len(unit) == 1 and _re().run.match(unit) is not None


def emails(text: str) -> list[str]:
    """The e-mail addresses in a text, as far as they are plainly written."""
    found: list[str] = []
    at = text.find("@")
    while at >= 0 and len(found) < EMAILS:
        name = _re().aside.split(text[max(0, at - 64) : at])[-1].lstrip(".-+")
        host = _re().aside.split(text[at + 1 : at + 191], maxsplit=1)[0].rstrip(".-+")
        if name and host:
            found.append(f"{name}@{host}")
        at = text.find("@", at + 1)
    return found


def is_email(text: str) -> bool:
    """Whether a text is a whole address: what is typed as ann@example may go on."""
    return emails(text) == [text] and "." in text.partition("@")[2]


def whole(email: str) -> str:
    """The token of a whole e-mail address."""
    normal = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", email).casefold())
    return "_m" + re.sub(r"[^\w.@+\-]", "", normal)[:LONGEST]


@lru_cache(maxsize=20_000)
def _tokens(word: str) -> tuple[str, ...]:
    own = _folded(word)
    return own if len(own) < 2 else _paired(own)


def _pairs(run: str) -> tuple[str, ...]:
    run = _re().unseen.sub("", run)
    if unicodedata.is_normalized("NFKC", run):  # as nearly all are: each sign is a unit already
        return (*map("".join, pairwise(run)), *run[-1:])
    return _paired(_of(run))


def _paired(own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        unit + after if is_sign(unit) and is_sign(after) else unit
        for unit, after in zip(own, (*own[1:], ""), strict=False)
    )


def _of(word: str) -> tuple[str, ...]:
    if _re().run.match(word):
        # Long, and hardly ever the same twice: only its signs are worth remembering.
        return tuple(unit for sign in _re().unseen.sub("", word) for unit in _folded(sign))
    return _folded(word[:LONGEST])


@lru_cache(maxsize=20_000)
def _folded(word: str) -> tuple[str, ...]:
    """The units of a word: mostly one; compatibility signs such as "½" make several."""
    if word.isascii():
        return (word.lower(),)
    plain = unicodedata.normalize("NFKC", _re().unseen.sub("", word)).casefold()
    plain = unicodedata.normalize("NFKC", plain).translate(_PLAIN)
    found: list[str] = []
    for match in _re().word.finditer(unicodedata.normalize("NFC", plain)):
        found.extend(match.group() if match.lastindex else [match.group()[:LONGEST]])
    return tuple(found)


def _without_accents(sign: str) -> str:
    if sign.isascii() or sign in _LETTERS or _re().run.match(sign):
        return sign
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    return _re().accents.sub("", unicodedata.normalize("NFKD", sign)).translate(_ALIKE)


class _Plain(dict[int, str]):
    """What each sign is without its accents, found once: `str.translate` looks here for it."""

    def __missing__(self, code: int) -> str:
        if len(self) > 20_000:  # hostile texts have signs enough to fill the memory
            self.clear()
        self[code] = _without_accents(chr(code))
        return self[code]


_PLAIN = _Plain()
_UNEVEN = "\ue000"  # of the private use area: no letter


class _Level(dict[int, str]):
    """What each sign is when it is folded, as long as that is one sign again."""

    def __missing__(self, code: int) -> str:
        if len(self) > 20_000:
            self.clear()
        sign = chr(code)
        units = () if _re().hanging.match(sign) else _folded(sign)
        whole = "".join(units)
        is_word = sign.isalnum() or _re().hanging.match(sign)
        self[code] = whole if len(whole) == 1 else _UNEVEN if is_word else sign
        return self[code]


_LEVEL = _Level()


class _Patterns(NamedTuple):
    run: re.Pattern[str]  # one sign of a script without spaces
    signs: re.Pattern[str]  # a run of those
    lettered: re.Pattern[str]  # a word: letters and digits, with the marks that hang on them
    word: re.Pattern[str]  # either; a run is group 1
    plain: re.Pattern[str]  # a word of ASCII, which is most of them
    unseen: re.Pattern[str]
    hanging: re.Pattern[str]  # what belongs to the letter before it, or to nothing
    aside: re.Pattern[str]  # what ends the name or the host of an e-mail address
    accents: re.Pattern[str]  # and vowel signs that people leave out when they type


@cache
def _re() -> _Patterns:
    """Compiled at the first use: it takes 20 ms, which most requests under CGI can save."""
    signs = f"[{RUNS}][{RUNS}{UNSEEN}]*"
    lettered = rf"[^\W_{RUNS}]+(?:[{MARKS}{UNSEEN}]+[^\W_{RUNS}]*)*"
    # Not those of Indian scripts: they are vowels that everybody types.
    accents = (
        r"[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
        r"\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    )
    words = (f"[{RUNS}]", signs, lettered, f"({signs})|{lettered}", "[0-9a-z]+")
    parts = (f"[{UNSEEN}]", f"[{MARKS}{UNSEEN}]", r"[^\w.+\-]", accents)
    return _Patterns(*map(re.compile, (*words, *parts)))
