"""Words in the reader's language. English in the code is the key; catalogues are gettext's.

The language is chosen once per request, mail or job by `speaking`; `_`, `ngettext` and the
templates follow it. `N_` marks a text that is translated later, where it is shown.
"""

import gettext as _gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from helpdesk import paths

DOMAIN = "helpdesk"
# Code, name in the language itself. A language is offered when its catalogue is there.
NAMES = {
    "en": "English",
    "ar": "العربية",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "id": "Bahasa Indonesia",
    "ru": "Русский",
    "uk": "Українська",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
PSEUDO = "xx"  # for tests: every text in brackets, its words 40 % longer
_WORDS = re.compile(r"%\(\w+\)[.\d]*[a-z]|%%|\{\w*\}|<[^>]+>|&\w+;|(?P<word>[^\W\d_]+)")

_language: ContextVar[str] = ContextVar("language", default="en")


def N_(text: str) -> str:
    """Mark a text for translation without translating it yet."""
    return text


def language() -> str:
    """The language that is being spoken now."""
    return _language.get()


def direction(code: str) -> str:
    """'rtl' for languages written from right to left, else 'ltr'."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language until the end of the block."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


@lru_cache
def available() -> tuple[str, ...]:
    """Codes of the languages that this copy of the desk can speak."""
    found = {p.parts[-3] for p in paths.LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return ("en", *sorted(found - {"en"}))


@lru_cache(maxsize=500)
def best(wished: str, default: str = "en") -> str:
    """The best offered language for an Accept-Language header (RFC 9110, 12.5.4)."""
    ranked: list[tuple[float, str]] = []
    for part in wished[:500].split(","):
        code, _sep, quality = part.replace(" ", "").partition(";q=")
        try:
            ranked.append((float(quality or 1), code.split("-")[0].lower()))
        except ValueError:
            continue
    for weight, code in sorted(ranked, key=lambda pair: -pair[0]):
        if weight > 0 and code in available():
            return code
    return default


def gettext(message: str) -> str:
    """A text in the language spoken now."""
    return _catalogue(_language.get()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """A text that depends on a number, by the language's own plural rule."""
    return _catalogue(_language.get()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """A text that means something else elsewhere; the context tells translators which."""
    return _catalogue(_language.get()).pgettext(context, message)


_ = gettext


class _Pseudo(_gettext.NullTranslations):
    """Marks what went through gettext, and makes its words 40 % longer."""

    def gettext(self, message: str) -> str:
        return _stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _stretched(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return _stretched(message)


def _stretched(message: str) -> str:
    return f"⟦{_WORDS.sub(_longer, message)}⟧"


def _longer(found: re.Match[str]) -> str:
    """A word with its last letter repeated; placeholders and tags stay as they are."""
    word = found["word"] or ""
    return found[0] + word[-1:] * round(len(word) * 0.4)


@lru_cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == PSEUDO:
        return _Pseudo()
    return _gettext.translation(DOMAIN, paths.LOCALE, [code], fallback=True)
