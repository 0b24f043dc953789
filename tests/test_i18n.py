"""Words in the reader's language."""

import threading

import pytest

from helpdesk import i18n


def test_english_is_its_own_key() -> None:
    assert i18n.gettext("Send request") == "Send request" and i18n.gettext("") == ""
    assert i18n.ngettext("%d file", "%d files", 1) == "%d file"
    assert i18n.ngettext("%d file", "%d files", 0) == "%d files"
    assert i18n.pgettext("a context", "Open") == "Open"


def test_marking_is_not_translating() -> None:
    with i18n.speaking(i18n.PSEUDO):
        assert i18n.N_("Open") == "Open"


def test_pseudo_language_marks_and_stretches() -> None:
    with i18n.speaking(i18n.PSEUDO):
        made = i18n.gettext("A request of yours")
        assert made.startswith("⟦") and made.endswith("⟧")
        assert len(made) >= 1.3 * len("A request of yours")
        assert i18n.ngettext("one", "many", 2) == i18n.gettext("many") != i18n.gettext("one")


def test_a_language_is_spoken_until_the_end_of_its_block() -> None:
    before = i18n.language()
    with pytest.raises(KeyError), i18n.speaking("de"):
        with i18n.speaking("fr"):
            assert i18n.language() == "fr"
        assert i18n.language() == "de"
        raise KeyError
    assert i18n.language() == before


def test_each_thread_speaks_for_itself() -> None:
    heard: list[str] = []
    with i18n.speaking("de"):
        thread = threading.Thread(target=lambda: heard.append(i18n.language()))
        thread.start()
        thread.join()
    assert heard == ["en"]


@pytest.mark.parametrize(
    ("wished", "best"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9", "de"),
        ("fr, de;q=0.5, en;q=0.8", "en"),
        ("en;q=0.2, de;q=0.9", "de"),
        ("DE", "de"),
        ("de;q=0", "en"),
        ("de;q=x, en", "en"),
        ("", "en"),
        (",,;q=1,=", "en"),
        ("*", "en"),
        ("xx", "en"),
        ("de" + ",fr" * 5000, "de"),
    ],
)
def test_the_best_of_what_a_browser_wishes(
    wished: str, best: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "available", lambda: ("en", "de"))
    assert i18n.best(wished) == best


def test_directions() -> None:
    assert {code: i18n.direction(code) for code in ("ar", "he", "en", "ru")} == {
        "ar": "rtl",
        "he": "rtl",
        "en": "ltr",
        "ru": "ltr",
    }
