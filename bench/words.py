"""Words to search for: one that hardly any message has, one that stands in every twentieth.

Among a million tickets each word of the demo's languages stands in a thousand messages; what is
rare there is somebody's address.
"""

from collections import Counter

from peewee import fn

from helpdesk.schema import CustomerAddress, Message
from helpdesk.search import TOP, tokens
from helpdesk.search.engines import Plan, engine

SAMPLE = 2000  # messages, evenly out of all
COMMON = 0.05  # of all messages
RARE = 20  # messages at most
TRIED = 200  # of each kind


def rare_and_common() -> tuple[str, str]:
    """One of each, the same for the same tickets."""
    counts, read = _counted()
    common = min(counts, key=lambda word: (abs(counts[word] / read - COMMON), word))
    once = sorted(word for word, seen in counts.items() if seen == 1)[:TRIED]
    rare = next((word for word in once if _is_rare(word)), "") or _address()
    return rare, common


def _address() -> str:
    """The address of somebody who wrote a few times."""
    highest = CustomerAddress.select(fn.MAX(CustomerAddress.id)).scalar()
    rows = CustomerAddress.select().where(CustomerAddress.id > highest // 2)
    people = rows.order_by(CustomerAddress.id).limit(TRIED)
    return next(str(row.email) for row in people if _is_rare(tokens.whole(row.email)))


def _counted() -> tuple[Counter[str], int]:
    highest = Message.select(fn.MAX(Message.id)).scalar()
    ids = sorted({max(1, highest * number // SAMPLE) for number in range(1, SAMPLE + 1)})
    texts = [text for (text,) in Message.select(Message.text).where(Message.id.in_(ids)).tuples()]
    words = (word for text in texts for word in tokens.bag([text]) if _is_word(word))
    return Counter(words), len(texts)


def _is_word(token: str) -> bool:
    return token.isascii() and token.isalpha() and len(token) > 3


def _is_rare(token: str) -> bool:
    return 0 < len(engine().hits(Plan(((token,),)), TOP, RARE + 1)) <= RARE
