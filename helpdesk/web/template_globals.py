"""What every template finds by name, of the request whose page is being drawn.

These follow the request by themselves, so that macros are imported without its context: Jinja then
makes a file of macros once, and not again for each page that uses it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import peewee
from markupsafe import Markup

from helpdesk import announcements, db, i18n, look, mail, paths, settings
from helpdesk.i18n import _
from helpdesk.staff import Member
from helpdesk.web import packed
from helpdesk.web.notices import NOTICES

if TYPE_CHECKING:
    from helpdesk.web.call import Call

_drawn_for: ContextVar["Call"] = ContextVar("drawn_for")


@contextmanager
def drawing(call: "Call") -> Iterator[None]:
    """Draw for a request until the end of the block."""
    token = _drawn_for.set(call)
    try:
        yield
    finally:
        _drawn_for.reset(token)


def current() -> "Call":
    """The request whose page is being drawn."""
    return _drawn_for.get()


def url(path: str) -> str:
    """An address of this desk, with its prefix."""
    return current().base + path


def static(path: str) -> str:
    """The address of a static file, which changes with its content."""
    return f"{current().base}/static/{path}?v={checksum(path)}"


@lru_cache
def checksum(path: str) -> str:
    """Eight signs that change with a static file's content, and `-plain` behind them where its
    packed copy isn't of that content: `.htaccess` then lets Apache send the file itself."""
    file = paths.STATIC / path
    content = file.read_bytes()
    plain = "-plain" if packed.is_stale(file, content) else ""
    return hashlib.sha256(content).hexdigest()[:8] + plain


def icon(name: str, flip: bool = False, css: str = "") -> Markup:
    """A symbol of the sprite; `flip`: it points the other way in languages read from the right."""
    return _icon(current().base, name, flip, css)


@lru_cache(maxsize=1000)
def _icon(base: str, name: str, flip: bool, css: str) -> Markup:
    sprite = f"{base}/static/img/icons.svg?v={checksum('img/icons.svg')}"
    classes = " ".join(filter(None, ("hd-i", "hd-flip" if flip else "", css)))
    drawn = '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>'
    return Markup(drawn).format(classes, sprite, name)


def csrf() -> Markup:
    """The hidden field that every form of ours carries."""
    token = current().csrf_token()  # of signs that need no escaping
    return Markup(f'<input type="hidden" name="csrf" value="{token}">')


def can(permission: str) -> bool:
    """Whether whoever reads this holds a permission of the registry."""
    staff = current().session.staff
    return staff is not None and staff.can(permission)


def mail_trouble() -> str:
    """For the panel's layout: what is wrong with outgoing mail, in one sentence. That it was never
    switched on is told only to those who can do that."""
    staff = current().session.staff
    if staff is None:
        return ""
    if settings.get("mail.method") == "off" and not staff.can("settings.change"):
        return ""
    return mail.known_trouble()


def announced() -> list[dict[str, Any]]:
    """The notices of a page; none on an error page whose database has gone away."""
    if db.database.obj is None or db.database.is_closed():
        return []
    try:
        found = announcements.on_page(current().path)
    except peewee.PeeweeException as error:
        if not db.is_unavailable(error):
            raise
        return []
    return [{"notice": notice, "html": Markup(notice.html)} for notice in found]


BEGINNINGS = ("/admin/", "/admin/tickets")  # the pages one may land on after signing in


class Page:
    """The page: who reads it, in which language, where."""

    @property
    def language(self) -> str:
        """Its code."""
        return i18n.language()

    @property
    def dir(self) -> str:
        """'ltr' or 'rtl'."""
        return i18n.direction(i18n.language())

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and own name of all that are offered."""
        return [(code, i18n.NAMES.get(code, code)) for code in i18n.available()]

    @property
    def path(self) -> str:
        """Its address below the prefix."""
        return current().path

    @property
    def staff(self) -> Member | None:
        """Who of the desk reads it."""
        return current().session.staff

    @property
    def notice(self) -> str:
        """Good news after a redirect, or ''."""
        words = NOTICES.get(current().query.get("done", ""), "")
        return _(words) if words else ""

    @property
    def tour(self) -> str:
        """Whether somebody is shown around here: 'asked' by the address, 'auto' at first, or ''."""
        member = current().session.staff
        if member is None or not member.can("tickets.view"):
            return ""
        if "tour" in current().query:
            return "asked"
        return "auto" if not member.toured and current().path in BEGINNINGS else ""

    @property
    def asks_after(self) -> int:
        """Milliseconds until it asks for the first time what is new."""
        return 2500 if current().resident else 30_000


class Site:
    """The desk as its settings describe it."""

    @property
    def title(self) -> str:
        """Its name."""
        return str(settings.get("site.title"))

    @property
    def footer(self) -> str:
        """A line below every page of the portal."""
        return str(settings.get("site.footer"))

    @property
    def theme(self) -> str:
        """The address of its own colours, '' while they are ours."""
        mark = look.theme_mark()
        return url(f"/theme.css?v={mark}") if mark else ""

    @property
    def logos(self) -> list[tuple[str, look.Logo, str]]:
        """Address, picture and class of each; one for both themes has no class."""
        light, dark = look.logo(), look.logo_dark()
        if light and (dark is None or dark == light):
            return [(url(f"/logo?v={light.mark}"), light, "")]
        if light and dark:
            return [
                (url(f"/logo?v={light.mark}"), light, "hd-in-light"),
                (url(f"/logo/dark?v={dark.mark}"), dark, "hd-in-dark"),
            ]
        return []

    @property
    def logo_alone(self) -> bool:
        """Whether the logo says the name already."""
        return not settings.get("look.title_beside_logo")

    @property
    def is_shut(self) -> bool:
        """Whether customers see the page about maintenance instead."""
        return bool(settings.get("maintenance.on"))


FUNCTIONS = {
    "url": url,
    "static": static,
    "icon": icon,
    "csrf": csrf,
    "can": can,
    "mail_trouble": mail_trouble,
    "announcements": announced,
}
THINGS = {"page": Page(), "site": Site()}
