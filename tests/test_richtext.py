"""Plain text as HTML that is safe to show."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from helpdesk import richtext


def test_paragraphs_and_lines() -> None:
    assert richtext.from_text("One\nline.\n\n\nTwo.") == (
        '<p dir="auto">One<br>line.</p><p dir="auto">Two.</p>'
    )


@pytest.mark.parametrize("breaks", ["a\r\nb", "a\rb", "a\nb", "\n\na\nb\n\n"])
def test_any_line_ends(breaks: str) -> None:
    assert richtext.from_text(breaks) == '<p dir="auto">a<br>b</p>'


def test_markup_is_shown_and_not_used() -> None:
    made = richtext.from_text("<script>x</script> & \"quotes\" 'too'")
    assert "<script" not in made and "&lt;script&gt;" in made and "&amp;" in made


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.com/a?b=1&c=2.", "https://example.com/a?b=1&c=2"),
        ("(http://example.com)", "http://example.com"),
        ("HTTPS://EXAMPLE.COM!", "HTTPS://EXAMPLE.COM"),
        ('"https://example.com"', "https://example.com"),
    ],
)
def test_addresses_become_links(text: str, address: str) -> None:
    link = BeautifulSoup(richtext.from_text(text), "html.parser").a
    assert link is not None and link["href"] == link.string == address
    assert link["rel"] == ["noopener", "noreferrer", "nofollow"]


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "//x.com"])
def test_other_schemes_do_not(text: str) -> None:
    assert "<a" not in richtext.from_text(text)


@given(st.text(max_size=200))
def test_nothing_but_these_tags_whatever_is_typed(text: str) -> None:
    made = richtext.from_text(text)
    tags = set(re.findall(r"</?[^>]*>", made))
    allowed = {'<p dir="auto">', "</p>", "<br>", "</a>"}
    link = re.compile(r'<a href="https?://[^"<>]*" rel="[a-z ]*">', re.IGNORECASE)
    assert all(tag in allowed or link.fullmatch(tag) for tag in tags)


@given(st.text(alphabet="ab c\n\r&<>\"'/:.htps", max_size=100))
def test_every_word_survives(text: str) -> None:
    shown = BeautifulSoup(richtext.from_text(text), "html.parser").get_text(" ")
    assert "".join(shown.split()) == "".join(text.split())


def test_a_snippet_is_one_short_line() -> None:
    assert richtext.snippet(" a \n\n b\t c ") == "a b c"
    long = richtext.snippet("word " * 1000)
    assert len(long) <= 180 and long.endswith("…") and long.startswith("word word")
    assert richtext.snippet("x" * 180) == "x" * 180 and richtext.snippet("") == ""
