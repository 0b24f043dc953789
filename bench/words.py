"""Words to search for: one that hardly any message has, one that stands in every twentieth."""

from collections import Counter

from peewee import fn

from helpdesk.schema import Message
from helpdesk.search import TOP, tokens
from helpdesk.search.engines import Plan, engine

SAMPLE = 2000  # messages, evenly out of all
COMMON = 0.05  # of all messages
RARE = 20  # messages at most


def rare_and_common() -> tuple[str, str]:
    """One of each, the same for the same tickets."""
    counts, read = _counted()
    common = min(counts, key=lambda word: (abs(counts[word] / read - COMMON), word))
    return next(word for word in sorted(counts) if _is_rare(word, counts[word])), common


def _counted() -> tuple[Counter[str], int]:
    highest = Message.select(fn.MAX(Message.id)).scalar()
    ids = sorted({max(1, highest * number // SAMPLE) for number in range(1, SAMPLE + 1)})
    texts = [text for (text,) in Message.select(Message.text).where(Message.id.in_(ids)).tuples()]
    words = (word for text in texts for word in tokens.bag([text]) if _is_word(word))
    return Counter(words), len(texts)


def _is_word(token: str) -> bool:
    return token.isascii() and token.isalpha() and len(token) > 3


def _is_rare(word: str, seen: int) -> bool:
    return seen == 1 and 0 < len(engine().hits(Plan(((word,),)), TOP, RARE + 1)) <= RARE
