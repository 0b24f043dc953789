"""Texts of a wanted length, in sentences and paragraphs."""

from math import exp, log
from random import Random

from helpdesk.demo.vocabulary import Language

MEDIAN = 400  # characters of a message
SPREAD = 1.288  # of the logarithm: 1 % are longer than 8,000
SHORTEST, LONGEST = 8, 60_000
SUBJECT_MOST = 120
_SENTENCES = range(4, 17)  # words
_PARAGRAPHS = range(2, 7)  # sentences


def length(dice: Random) -> int:
    """How long a message is: most are short, a few very long."""
    drawn = exp(log(MEDIAN) + SPREAD * dice.gauss(0, 1))
    return int(min(LONGEST, max(SHORTEST, drawn)))


def message(dice: Random, language: Language, characters: int) -> str:
    """A text of about so many characters."""
    count = max(2, round(characters / language.word_length * 0.97))
    words = dice.choices(language.table, k=count)
    if dice.random() < 0.2:
        words[dice.randrange(count)] = reference(dice)
    return "\n\n".join(_paragraphs(dice, _sentences(dice, language, words)))


def subject(dice: Random, language: Language) -> str:
    """A few words."""
    words = dice.choices(language.table, k=dice.randint(2, 8))
    if dice.random() < 0.05:
        words.append(reference(dice))
    return _capital(language.blank.join(words))[:SUBJECT_MOST]


def reference(dice: Random) -> str:
    """A number of an order: nearly every one is there only once."""
    return f"A-{dice.randrange(100_000, 100_000_000)}"


def _sentences(dice: Random, language: Language, words: list[str]) -> list[str]:
    sentences: list[str] = []
    at, blank, stop = 0, language.blank, language.stop
    lengths = dice.choices(_SENTENCES, k=len(words) // _SENTENCES[0] + 1)
    for size in lengths:
        if at >= len(words):
            break
        sentences.append(_capital(blank.join(words[at : at + size])) + stop)
        at += size
    return sentences


def _paragraphs(dice: Random, sentences: list[str]) -> list[str]:
    paragraphs: list[str] = []
    at = 0
    while at < len(sentences):
        size = dice.choice(_PARAGRAPHS)
        paragraphs.append(" ".join(sentences[at : at + size]))
        at += size
    return paragraphs


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
