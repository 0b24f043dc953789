"""The tokeniser."""

import re
import time
import unicodedata

import pytest

from helpdesk.search import tokens
from helpdesk.search.scripts import MARKS


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Ärger", "arger"),
        ("STRASSE", "straße"),
        ("İstanbul", "istanbul"),
        ("ışık", "isik"),
        ("Đường", "duong"),
        ("Łódź", "lodz"),
        ("Ёлка", "елка"),
        ("Résumé", "re\u0301sume\u0301"),
        ("ﬁle", "file"),
        ("ＡＢＣ１２", "abc12"),
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("٢٠٢٦", "2026"),
        ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
        ("soft\u00adware", "software"),
        ("می‌خواهم", "میخواهم"),
        ("ｶﾞ", "ガ"),
    ],
)
def test_what_counts_as_the_same(typed: str, same: str) -> None:
    assert tokens.units(typed) == tokens.units(same) != []


@pytest.mark.parametrize(("one", "other"), [("мой", "мои"), ("їжак", "іжак"), ("が", "か")])
def test_letters_of_their_own_stay_apart(one: str, other: str) -> None:
    assert tokens.units(one) != tokens.units(other)


def test_signs_without_spaces_become_pairs_and_the_last_one_alone() -> None:
    assert tokens.bag(["自行车坏了"]) == {"自行", "行车", "车坏", "坏了", "了"}
    assert tokens.wanted("自行车") == ["自行", "行车"]
    assert tokens.wanted("车") == ["车*"]
    assert tokens.bag(["iPhone手机"]) == {"iphone", "手机", "机"}
    assert tokens.bag(["รถเสีย"]) >= {"รถ", "ถเ", "เส"}


def test_addresses_stay_whole_and_come_in_parts() -> None:
    bag = tokens.bag(["Write to <Ann.Lee+desk@Example.com>."])
    assert {"ann", "lee", "desk", "example", "com", "_mann.lee+desk@example.com"} <= bag
    assert tokens.emails("a@b@c x@ @y mail:z@z.example,") == ["a@b", "b@c", "z@z.example"]


def test_words_have_no_sign_that_an_engine_could_misread() -> None:
    text = "".join(map(chr, range(0x3000))) + ' a_b \0 c\'d "e" (f) *g* -h'
    for token in tokens.bag([text]):
        assert token.startswith("_m") or token.isalnum() or not token.isascii()
        assert not set(token) & set(" \0'\"()*,;:%\\") and len(token) <= tokens.LONGEST + 2


def test_only_words_count() -> None:
    assert tokens.units("(( * \0 -- !? _ \u200b") == []


def test_the_marks_are_those_of_this_python() -> None:
    """Marks of newer Unicodes may lack; those of the alphabets in use must not."""
    marks = re.compile(f"[{MARKS}]")
    lacking = [
        hex(code)
        for code in range(0x10000)
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me") and not marks.match(chr(code))
    ]
    assert len(lacking) < 10, lacking


@pytest.mark.parametrize(
    "text", ["a" * 10, "@" * 10, "a@b.", "手机坏了", "\u0301a", "а́б ", "-_.+@"]
)
def test_takes_time_in_proportion(text: str) -> None:
    """A hundred times the text, not ten thousand times the time."""
    short, long = text * 50, text * 5000
    assert _seconds(long) < 0.02 + 400 * _seconds(short)


def _seconds(text: str) -> float:
    tokens.bag([text])
    began = time.process_time()
    for _again in range(3):
        tokens.bag([text])
        list(tokens.spans(text))
    return time.process_time() - began


def test_a_run_of_signs_that_nobody_sees() -> None:
    assert tokens.bag(["\u115f\u1160"]) == set()
    assert tokens.bag(["\u115f手\u1160机"]) == {"手机", "机"}
