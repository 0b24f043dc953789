"""All pages in a language, made once for the tests of a file: to make them takes as long as to look
at them."""

from collections.abc import Callable

import pytest

from tests.cast import Desk
from tests.i18n import examples
from tests.i18n.tour import Page

Pages = Callable[[str], list[Page]]


@pytest.fixture(scope="module")
def kept_pages() -> dict[str, list[Page]]:
    """What was made already, by language."""
    return {}


@pytest.fixture
def pages(desk: Desk, kept_pages: dict[str, list[Page]]) -> Pages:
    """Every page in a language: its name, and the answer with its HTML."""

    def found(language: str) -> list[Page]:
        if language not in kept_pages:
            kept_pages[language] = list(examples.shown(desk, language))
        return kept_pages[language]

    return found
