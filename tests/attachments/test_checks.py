"""Which files are taken, and under which name."""

import pytest

from helpdesk.attachments.checks import Limits, check, check_count, clean_name, ending

LIMITS = Limits(2, 1_000_000, ["png", "txt"])


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a.b.png", "ü.txt"])
def test_taken(name: str) -> None:
    assert check(name, 1_000_000, LIMITS) == ""


def test_too_large_names_file_size_and_limit() -> None:
    assert check("a.txt", 2_340_000, LIMITS) == (
        "“a.txt” is too large: 2.3 MB. At most 1 MB are taken."
    )


@pytest.mark.parametrize("name", ["a.exe", "a", "a.txt.exe", "txt", "a.txt ", ".png"])
def test_a_forbidden_type_names_file_and_types(name: str) -> None:
    told = check(name, 1, LIMITS)
    assert f"“{name}”" in told and "png, txt" in told


def test_as_many_as_the_limit() -> None:
    assert check_count(2, LIMITS) == "" and "at most 2" in check_count(3, LIMITS)
    assert "at most 0" in check_count(1, Limits(0, 1, []))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("photo.png", "photo.png"),
        ("C:\\temp\\photo.png", "photo.png"),
        ("../../photo.png", "photo.png"),
        ("a\r\nb\x00.txt", "ab.txt"),
        ("\u202egnp.exe", "gnp.exe"),
        ("  a \u00a0 b .txt. ", "a b .txt"),
        ("\ud800x.txt", "x.txt"),
        ("", "file"),
        ("...", "file"),
        ("/", "file"),
        ("Ж😀.txt", "Ж😀.txt"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize("name", ["n" * 500, "n" * 500 + ".txt", "n." + "t" * 500])
def test_long_names_are_cut_and_keep_their_ending(name: str) -> None:
    clean = clean_name(name)
    assert len(clean) <= 200
    assert len(ending(name)) > 100 or ending(clean) == ending(name)
