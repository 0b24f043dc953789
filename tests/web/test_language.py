"""In which language a page comes: chosen here, one's own, the browser's, the desk's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from helpdesk import db, i18n, paths, settings
from helpdesk.schema import Staff
from tests.cast import Desk


@pytest.fixture(autouse=True)
def languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Besides English there are German and Arabic, with a word each."""
    for code, word in (("de", "Hilfe"), ("ar", "مساعدة")):
        folder = tmp_path / "locale" / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue = Catalog(locale=code)
        catalogue.add("Help", word)
        with (folder / f"{i18n.DOMAIN}.mo").open("wb") as file:
            write_mo(file, catalogue)
    monkeypatch.setattr(paths, "LOCALE", tmp_path / "locale")
    yield from _fresh()


def _fresh() -> Iterator[None]:
    for cached in (i18n.available, i18n.best, i18n._catalogue):
        cached.cache_clear()
    yield
    for cached in (i18n.available, i18n.best, i18n._catalogue):
        cached.cache_clear()


def spoken(desk: Desk, path: str = "/", wished: str = "", cookie: str = "") -> str:
    browser = desk.browser()
    if cookie:
        browser.set_cookie("hd_lang", cookie)
    page = browser.get(path, headers={"Accept-Language": wished}, status="*")
    return str(page.html.html["lang"])


def test_the_desks_where_nobody_wishes_another(desk: Desk) -> None:
    with db.transaction():
        settings.change({"site.language": "de"})
    assert spoken(desk) == spoken(desk, wished="fr, xx;q=0.5") == "de"


@pytest.mark.parametrize(
    ("wished", "language"),
    [("de-AT, en;q=0.8", "de"), ("en;q=0.3, ar;q=0.9", "ar"), ("de;q=0, ar;q=0.1", "ar")],
)
def test_the_browsers_wish_counts(desk: Desk, wished: str, language: str) -> None:
    assert spoken(desk, wished=wished) == language


def test_a_choice_counts_more_than_the_browsers_wish(desk: Desk) -> None:
    assert spoken(desk, "/?lang=de", wished="ar") == spoken(desk, cookie="de", wished="ar") == "de"


def test_a_choice_is_remembered(desk: Desk) -> None:
    browser = desk.browser()
    browser.get("/?lang=ar")
    assert browser.get("/ticket").html.html["lang"] == "ar"
    browser.get("/?lang=en")
    assert browser.get("/ticket").html.html["lang"] == "en"


@pytest.mark.parametrize("odd", ["xx", "../de", "de\x00", "DE", "<b>", "d" * 5000])
def test_what_is_no_language_changes_and_stores_nothing(desk: Desk, odd: str) -> None:
    browser = desk.browser()
    answer = browser.get("/", {"lang": odd})
    assert answer.html.html["lang"] == "en" and "Set-Cookie" not in answer.headers


def test_a_persons_own_language_counts_after_log_in(desk: Desk) -> None:
    Staff.update(language="de").execute()
    browser = desk.signed_in()
    page = browser.get("/admin/tickets", headers={"Accept-Language": "ar"})
    assert page.html.html["lang"] == "de"


def test_errors_speak_it_too(desk: Desk) -> None:
    assert spoken(desk, "/nowhere", wished="de") == "de"


def test_right_to_left_languages_turn_the_page_and_its_styles(desk: Desk) -> None:
    page = desk.browser().get("/?lang=ar")
    assert page.html.html["dir"] == "rtl" and "مساعدة" in page
    assert "bootstrap.rtl" in page and "bootstrap.min" not in page


def test_the_choice_is_offered_when_there_is_one(desk: Desk) -> None:
    offered = {a["hreflang"] for a in desk.browser().get("/").html.find_all("a", hreflang=True)}
    assert offered == {"en", "de", "ar"}
