"""The words of the demo data: six languages, more than 20,000 words each, with Zipf frequencies.

The commonest words are real ones, the others are made of syllables by a seeded dice, so that an
index meets what it meets in life and no text of anybody is used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from random import Random

WORDS = 21_000
SLOTS = 1 << 18  # of the table that words are drawn from; the rarest one has a slot of its own
SHARES = {"en": 40, "es": 15, "ru": 13, "uk": 10, "id": 15, "zh": 7}
_MODULES = {
    "en": "english",
    "es": "spanish",
    "ru": "russian",
    "uk": "ukrainian",
    "id": "indonesian",
    "zh": "chinese",
}
_FLAT = 2.7  # Mandelbrot's addition: the very first words are a little less frequent than by Zipf


@dataclass(frozen=True)
class Language:
    """What texts of a language are made of."""

    code: str
    table: list[str]  # each word as often as it is frequent
    blank: str
    stop: str
    word_length: float  # of a word drawn, with the blank after it
    first_names: list[tuple[str, str]]  # as written, and in letters for an address
    last_names: list[tuple[str, str]]


@lru_cache
def language(code: str) -> Language:
    """A language with its table of words."""
    module = import_module(f"helpdesk.demo.vocabulary.{_MODULES[code]}")
    table = _table(words(code))
    blank = module.BLANK
    return Language(
        code,
        table,
        blank,
        "。" if not blank else ".",
        sum(map(len, table)) / len(table) + len(blank),
        _pairs(module.FIRST_NAMES),
        _pairs(module.LAST_NAMES),
    )


def words(code: str) -> list[str]:
    """All words of a language, the most frequent first."""
    module = import_module(f"helpdesk.demo.vocabulary.{_MODULES[code]}")
    known = dict.fromkeys(module.COMMON.split())
    for word in _made(Random(f"words {code}"), module.STARTS.split(), module.ENDS.split()):
        known.setdefault(word)
        if len(known) >= WORDS:
            return list(known)
    raise AssertionError("the dice never ends")


def _made(dice: Random, starts: list[str], ends: list[str]) -> Iterator[str]:
    """Ever longer words: two syllables for the frequent ones, up to four for the rare ones."""
    number = 0
    while True:
        number += 1
        middle = dice.choices((0, 1, 2), (3, number / 4000, number / 12_000))[0]
        yield "".join(dice.choices(starts, k=1 + middle)) + dice.choice(ends)


def _table(ranked: list[str]) -> list[str]:
    weights = [1 / (rank + _FLAT) for rank in range(1, len(ranked) + 1)]
    scale, total = SLOTS / sum(weights), 0.0
    table: list[str] = []
    for word, weight in zip(ranked, weights, strict=True):
        total += weight * scale
        table += [word] * max(1, round(total) - len(table))
    return table[:SLOTS]


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names as `Anna Oleg`, or `Анна/anna Олег/oleg` where an address needs other letters."""
    found = [word.partition("/") for word in text.split()]
    return [(name, plain or name.lower()) for name, _slash, plain in found]
