"""Templates to HTML: the only place of the web layer that knows Jinja."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import peewee
from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from helpdesk import announcements, dates, db, i18n, look, mail, paths, settings
from helpdesk.clock import now
from helpdesk.i18n import _, ngettext
from helpdesk.web.notices import NOTICES

if TYPE_CHECKING:
    from helpdesk.web.call import Call

_bytecode: FileSystemBytecodeCache | None = None


class _Bytecode(FileSystemBytecodeCache):
    """A cache only: where the disk is full or read-only, pages are shown all the same."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def page(call: "Call", template: str, context: dict[str, Any]) -> str:
    """Render a page for a request."""
    return environment().get_template(template).render(_globals(call) | context)


def keep_bytecode(folder: Path) -> None:
    """Keep compiled templates in a folder, for hosts that start a process per request."""
    global _bytecode
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _bytecode = _Bytecode(str(folder))
    environment.cache_clear()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one Jinja environment: autoescape, undefined names are errors, texts through gettext."""
    made = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_bytecode,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext
    )
    made.globals.update(_=_words, gettext=_words)  # the same, without a detour for each word
    made.filters.update(
        ago=_ago, moment=_moment, once=_once, filesize=filesize, initials=initials, avatar=avatar
    )
    return made


@lru_cache
def checksum(path: str) -> str:
    """Eight signs that change with a static file's content."""
    return hashlib.sha256((paths.STATIC / path).read_bytes()).hexdigest()[:8]


def filesize(size: int) -> str:
    """Bytes as people read them."""
    if size < 1000:
        return ngettext("%(num)d byte", "%(num)d bytes", size) % {"num": size}
    if size < 1_000_000:
        return _("%(num)d KB") % {"num": round(size / 1000)}
    megabytes = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return _("%(num)s MB") % {"num": megabytes}


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    picked = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in picked).upper() or "?"


def avatar(number: int) -> str:
    """The class of a person's colour; always the same for the same person."""
    return f"hd-av-{number % 5 + 1}"


@pass_context
def _once(context: Context, macro: Any, *arguments: Any, **named: Any) -> Any:
    """`macro|once(…)`: what the macro gave the first time in this page, for the same values."""
    key = (macro.name, arguments, *named.items())
    drawn = context["drawn"]
    if key not in drawn:
        drawn[key] = macro(*arguments, **named)
    return drawn[key]


def _words(message: str, **variables: Any) -> Markup:
    """A text in the reader's language; `variables` are escaped where they are put in."""
    if variables:
        return Markup(_(message)) % variables
    return _plain_words(i18n.language(), message)


@lru_cache(maxsize=5000)
def _plain_words(language: str, message: str) -> Markup:
    """A text without variables; a doubled percent sign is one here too."""
    return Markup(_(message)) % {}


def _globals(call: "Call") -> dict[str, Any]:
    language = i18n.language()
    return {
        "call": call,
        "url": call.url,
        "static": lambda path: f"{call.base}/static/{path}?v={checksum(path)}",
        "csrf": lambda: _csrf(call),
        "drawn": {},  # what `once` has drawn
        "staff": call.session.staff,
        "can": lambda key: call.session.staff is not None and call.session.staff.can(key),
        "site": _site(call),
        "page": {
            "language": language,
            "dir": i18n.direction(language),
            "path": call.path,
            "notice": _notice(call),
            "languages": [(code, i18n.NAMES.get(code, code)) for code in i18n.available()],
        },
        "mail_trouble": _mail_trouble(call),
        "announcements": lambda: _announcements(call),
        "form": call.form,
        "kept_files": call.kept_files,
    }


def _mail_trouble(call: "Call") -> Callable[[], str]:
    """For the panel's layout: what is wrong with outgoing mail, in one sentence. That it was never
    switched on is told only to those who can do that."""
    staff = call.session.staff
    silent = staff is None or (
        settings.get("mail.method") == "off" and not staff.can("settings.change")
    )
    return lambda: "" if silent else mail.known_trouble()


def _site(call: "Call") -> dict[str, Any]:
    mark = look.theme_mark()
    return {
        "title": settings.get("site.title"),
        "footer": settings.get("site.footer"),
        "theme": f"{call.base}/theme.css?v={mark}" if mark else "",
        "logos": list(_logos(call)),
        "logo_alone": not settings.get("look.title_beside_logo"),
        "is_shut": settings.get("maintenance.on"),
    }


def _logos(call: "Call") -> Iterator[tuple[str, look.Logo, str]]:
    """Address, picture and class of each; one for both themes has no class."""
    light, dark = look.logo(), look.logo_dark()
    if light and (dark is None or dark == light):
        yield f"{call.base}/logo?v={light.mark}", light, ""
    elif light and dark:
        yield f"{call.base}/logo?v={light.mark}", light, "hd-in-light"
        yield f"{call.base}/logo/dark?v={dark.mark}", dark, "hd-in-dark"


def _notice(call: "Call") -> str:
    words = NOTICES.get(call.query.get("done", ""), "")
    return _(words) if words else ""


def _announcements(call: "Call") -> list[dict[str, Any]]:
    """The notices of a page; none on an error page whose database has gone away."""
    if db.database.obj is None or db.database.is_closed():
        return []
    try:
        found = announcements.on_page(call.path)
    except peewee.PeeweeException as error:
        if not db.is_unavailable(error):
            raise
        return []
    return [{"notice": notice, "html": Markup(notice.html)} for notice in found]


def _csrf(call: "Call") -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(call.csrf_token())


@pass_context
def _moment(context: Context, value: datetime) -> Markup:
    local = value.astimezone(context["call"].zone)
    return _time(local, dates.moment(local))


@pass_context
def _ago(context: Context, value: datetime) -> Markup:
    local = value.astimezone(context["call"].zone)
    seconds = int((now() - value).total_seconds())
    if seconds < 60:
        words = _("now")
    elif seconds < 3600:
        words = _("%(num)d min") % {"num": seconds // 60}
    elif seconds < 86_400:
        words = _("%(num)d h") % {"num": seconds // 3600}
    elif seconds < 14 * 86_400:
        words = ngettext("%(num)d day", "%(num)d days", seconds // 86_400) % {
            "num": seconds // 86_400
        }
    else:
        words = dates.long_ago(local)
    return _time(local, words)


def _time(local: datetime, words: str) -> Markup:
    exact = local.isoformat(timespec="seconds")  # signs that need no escaping, as in zones' names
    told = f"{exact[:10]} {exact[11:16]} {local.tzname()}"
    return Markup(f'<time datetime="{exact}" title="{told}">{escape(words)}</time>')
