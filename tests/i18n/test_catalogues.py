"""The catalogues are complete and fit the code. `python -m tests.i18n.catalogues` mends most."""

import gettext
import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages.catalog import Message

from helpdesk import i18n
from tests.i18n import catalogues
from tests.rules.tree import none_found

LANGUAGES = ("ar", "es", "id", "ru", "uk")
PERCENT = re.compile(r"%\((\w+)\)([.\d]*[a-z])")
TAG = re.compile(r"</?\w[^>]*>")
ENDS = ".:…?!"
files = pytest.mark.parametrize("path", catalogues.po_files(), ids=catalogues.language)


def test_languages_are_there() -> None:
    """Each that is promised is offered, and is called by its own name."""
    assert set(LANGUAGES) <= set(i18n.available()) <= set(i18n.NAMES)


def test_everything_is_in_step() -> None:
    """Code → .pot → .po → .mo."""
    none_found(catalogues.out_of_step())


@files
def test_nothing_is_untranslated_or_fuzzy(path: Path) -> None:
    """Every text in every plural form; nothing that somebody only guessed."""
    none_found(
        f"{catalogues.language(path)}: {message.id!r} is {'fuzzy' if message.fuzzy else 'empty'}"
        for message in catalogues.texts(catalogues.read(path))
        if message.fuzzy or not all(_strings(message))
    )


@files
def test_plural_forms(path: Path) -> None:
    """Each of CLDR's categories has a form of its own, and every message has as many forms."""
    catalog, cldr = catalogues.read(path), Locale.parse(catalogues.language(path)).plural_form
    header = re.search(r"plural=(.*?);", _joined(path))
    assert header is not None
    form: Callable[[int], int] = gettext.c2py(header[1])
    pairs = {(cldr(number), form(number)) for number in range(1001)}
    assert len(pairs) == len(dict(pairs)) == catalog.num_plurals, pairs
    plurals = [m for m in catalogues.texts(catalog) if m.pluralizable]
    assert {len(_strings(message)) for message in plurals} == {catalog.num_plurals}


@files
def test_placeholders_and_tags_are_the_same(path: Path) -> None:
    """A missing name would make a page fail; a tag of a translator's own would be shown as HTML."""
    none_found(
        f"{catalogues.language(path)}: {message.id!r} → {string!r}"
        for message in catalogues.texts(catalogues.read(path))
        for index, string in enumerate(_strings(message))
        if _marks(string) not in _allowed(message, index)
    )


@files
def test_sentences_end_alike(path: Path) -> None:
    """A full stop stays one, and no blank hangs at either end."""
    none_found(
        f"{catalogues.language(path)}: {message.id!r} → {string!r}"
        for message in catalogues.texts(catalogues.read(path))
        for string in _strings(message)
        if _end(string) != _end(_ids(message)[0]) or string != string.strip()
    )


def test_the_same_texts_give_the_same_files() -> None:
    """Byte by byte: nothing of the moment or the machine goes into them."""
    for path in catalogues.po_files():
        assert catalogues.compiled(path) == catalogues.compiled(path)
        assert not re.search(rb"(?i)date|generated", path.read_bytes().partition(b"\n\n")[0])


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [
        ("en", 1, "1 day"),
        ("en", 2, "2 days"),
        ("es", 1, "1 día"),
        ("es", 5, "5 días"),
        ("ru", 1, "1 день"),
        ("ru", 3, "3 дня"),
        ("ru", 11, "11 дней"),
        ("ru", 21, "21 день"),
        ("uk", 1, "1 день"),
        ("uk", 4, "4 дні"),
        ("uk", 25, "25 днів"),
        ("id", 1, "1 hari"),
        ("id", 7, "7 hari"),
        ("ar", 11, "11 يومًا"),
        ("ar", 5, "5 أيام"),
    ],
)
def test_numbers_have_the_right_form(code: str, number: int, words: str) -> None:
    """As gettext gives them at run time."""
    with i18n.speaking(code):
        assert i18n.ngettext("%(num)d day", "%(num)d days", number) % {"num": number} == words


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _marks(text: str) -> tuple[list[tuple[str, str]], set[str], list[str]]:
    """What a program puts into a text: %(name)d, {name}, tags."""
    braces = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    return sorted(set(PERCENT.findall(text))), braces, TAG.findall(text)


def _allowed(message: Message, index: int) -> list[object]:
    """The singular may leave the number out, where the language says "one" or "two" by a word."""
    allowed: list[object] = [_marks(text) for text in _ids(message)]
    if message.pluralizable:
        names, braces, tags = _marks(_ids(message)[-1])
        allowed.append(([name for name in names if name[0] not in ("num", "count")], braces, tags))
    return allowed


def _end(text: str) -> str:
    """The last sign of a sentence, in the language's own shape."""
    last = text.rstrip("”»\"')").translate(str.maketrans("؟۔", "?."))[-1:]
    return last if last in ENDS else ""


def _joined(path: Path) -> str:
    """The header as one text."""
    return path.read_text("utf-8").partition("\n\n")[0].replace('"\n"', "")
