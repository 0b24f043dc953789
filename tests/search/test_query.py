"""What is typed into the search field."""

import pytest

from helpdesk.search.query import LONGEST, Operator, parse


def test_words_exact_words_and_words_to_be_without() -> None:
    query = parse('brake "rear  wheel" -spam -"out of office"')
    assert [term.units for term in query.terms] == [("brake",), ("rear", "wheel")]
    assert [term.units for term in query.without] == [("spam",), ("out", "of", "office")]


def test_operators_in_any_case_and_with_quotes() -> None:
    query = parse('STATUS:"On hold" -from:ann before:2026-01-01')
    assert query.operators == (
        Operator("status", "On hold", False),
        Operator("from", "ann", True),
        Operator("before", "2026-01-01", False),
    )


def test_an_unknown_operator_is_plain_words() -> None:
    query = parse("http://example.com/a colour:red status: ")
    assert [term.units for term in query.terms] == [
        ("http", "example", "com", "a"),
        ("colour", "red"),
        ("status",),
    ]


def test_punctuation_inside_a_word_keeps_its_parts_together() -> None:
    (term,) = parse("INV-2026/1093").terms
    assert term.units == ("inv", "2026", "1093") and not term.is_sure


def test_a_star_makes_a_prefix_of_two_letters_and_more() -> None:
    assert parse("brak*").terms[0].tokens == ("brak*",)
    assert parse("b*").terms[0].tokens == ("b",)
    assert parse('"brak*"').terms[0].tokens == ("brak",)


@pytest.mark.parametrize(
    "typed", ["", "   ", '(("', "*", "-", '""', '-""', "\0", "- - -", "AND(", "_"]
)
def test_nothing_to_look_for(typed: str) -> None:
    assert parse(typed).is_empty or parse(typed).terms


def test_of_a_very_long_query_the_beginning_is_read() -> None:
    query = parse("word " * 5000)
    assert len(query.terms) == 1
    query = parse(" ".join(f"w{n}" for n in range(5000)))
    assert len(query.terms) <= 20 and len(parse("x" * 10_000).terms) == 1
    assert LONGEST < 10_000


def test_typographic_quotes_count() -> None:
    assert parse("„Rear wheel“ «left pad»").terms[1].units == ("left", "pad")
