"""Whatever is written and whatever is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from helpdesk import db, search
from helpdesk.schema import Message
from helpdesk.search import documents, marking, tokens
from helpdesk.search.query import LONGEST, parse
from tests.cast import Desk

# What a database can hold: no lone surrogates.
TEXTS = some.text(some.characters(exclude_categories=["Cs"]), max_size=300)
TYPED = some.text(max_size=60) | some.lists(
    some.sampled_from(
        ["wheel", '"', "-", "*", "(", "status:", "from:", "before:", "2026-01-01", " ", "@", "手机"]
    ),
    max_size=12,
).map("".join)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_each_word_of_a_text_is_found_in_it(text: str) -> None:
    """By its tokens and, where it has parts, side by side."""
    bag = tokens.bag([text])
    for word in text.translate(_NO_QUOTES).split():
        term = parse(f'"{word[:80]}"').terms
        if not term or len(word) > 80:
            continue
        assert all(_has(bag, token) for token in term[0].tokens), (word, term, bag)
        assert "@" in word or marking.contains(text.translate(_NO_QUOTES), term[0]), (word, term)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_parts_make_up_the_text(text: str) -> None:
    terms = parse(text).terms
    parts = marking.marked(text, terms)
    assert "".join(part for part, _is_hit in parts) == marking._SPACE.sub(" ", text) or terms
    pieces, _different = marking.snippet(text, terms)
    assert sum(len(part) for part, _is_hit in pieces) <= marking.SNIPPET + 2


@pytest.mark.parametrize("engine", ["sqlite", "mariadb"])
@given(text=TEXTS)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_written_is_found_on_both_engines(desk: Desk, text: str) -> None:
    ticket = desk.ticket("Subject", text=f"x {text}")
    for word in text.translate(_NO_QUOTES).split()[:5]:
        typed = f'"{word[:80]}"'
        if len(word) <= 80 and parse(typed).terms:
            found = [hit.row.number for hit in search.find(desk.anna, typed).rows]
            assert ticket.id in found, (word, found)
    number = Message.get(Message.ticket == ticket.id).id
    with db.transaction():
        search.forget([number])
        Message.update(text="gone").where(Message.id == number).execute()
    assert documents.load([number])


@pytest.mark.parametrize("engine", ["sqlite", "mariadb"])
@given(typed=TYPED)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_query_is_answered(desk: Desk, typed: str) -> None:
    results = search.find(desk.anna, typed)
    assert results.next_key == "" and len(typed) < LONGEST
    search.find(desk.ben, typed, after="d5")
    search.find_for_customer(1, typed)


_NO_QUOTES = {ord(sign): " " for sign in '"“”„‟«»＂'}


def _has(bag: set[str], token: str) -> bool:
    if token.endswith("*"):
        return any(one.startswith(token[:-1]) for one in bag)
    return token in bag
