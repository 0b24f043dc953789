"""Mistyped mail domains: offered where one slip explains them, silent elsewhere."""

import re
from pathlib import Path

import pytest

from helpdesk import typos


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cleo@gmial.com", "cleo@gmail.com"),
        ("cleo@gmai.com", "cleo@gmail.com"),
        ("cleo@ggmail.com", "cleo@gmail.com"),
        ("cleo@gmaik.com", "cleo@gmail.com"),
        ("cleo@gmail.con", "cleo@gmail.com"),
        ("Cleo.Marsh@HOTMIAL.com ", "Cleo.Marsh@hotmail.com"),
        ("cleo@web.ed", "cleo@web.de"),
    ],
)
def test_one_slip(typed: str, meant: str) -> None:
    assert typos.meant(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("cleo@gmail.com", "cleo@mail.com", "cleo@gmx.ch", "cleo@gmx.at", "cleo@live.de"),
        *("cleo@example.com", "cleo@gmial.con", "cleo", "@gmial.com", "", "cleo@", "a@b@c"),
        "x@" + "g" * 5000,
    ],
)
def test_nothing_to_say(typed: str) -> None:
    assert typos.meant(typed) == ""


@pytest.mark.parametrize("typed", ["ab", "ba", "b", "abb", "aab", "xb", "ax"])
def test_each_slip_counts_one(typed: str) -> None:
    assert typos.is_one_slip(typed, "ab") == (typed != "ab")


@pytest.mark.parametrize("typed", ["cba", "a", "abcde", "bac1"])
def test_two_slips_are_too_many(typed: str) -> None:
    assert not typos.is_one_slip(typed, "abc")


def test_no_real_provider_is_taken_for_a_slip() -> None:
    lists = [*typos.KNOWN, *typos.REAL]
    assert len(set(lists)) == len(lists)
    assert not any(typos.meant(f"cleo@{domain}") for domain in lists)


def test_every_real_one_is_there_for_a_reason() -> None:
    """Else the list only grows; most are near one that is known."""
    assert all(re.fullmatch(r"[a-z.-]+", domain) for domain in typos.REAL)
    assert Path(typos.__file__).stat().st_size < 4000
