"""Templates to HTML: the only place of the web layer that knows Jinja."""

import contextlib
import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

from helpdesk import dates, i18n, paths, settings
from helpdesk.clock import now
from helpdesk.i18n import _, ngettext

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
        "site": {"title": settings.get("site.title"), "footer": settings.get("site.footer")},
        "page": {
            "language": language,
            "dir": i18n.direction(language),
            "path": call.path,
            "notice": _notice(call),
            "languages": [(code, i18n.NAMES.get(code, code)) for code in i18n.available()],
        },
        "form": call.form,
        "kept_files": call.kept_files,
    }


def _notice(call: "Call") -> str:
    """Good news after a redirect: an address says which, and nothing but these texts."""
    done = call.query.get("done", "")
    if not done:
        return ""
    return {
        "password": _("Your password is changed. All your other sessions have ended."),
        "note": _("The note is added."),
        "status": _("The status is changed."),
        **_changed_words(),
        "mail-again": _("The mail waits to be sent again."),
        "mail-test": _("The test mail is on its way. Reload the page to see what became of it."),
    }.get(done, "")


def _changed_words() -> dict[str, str]:
    return {
        "priority": _("The priority is changed."),
        "category": _("The category is changed."),
        "category-unassigned": _(
            "The category is changed. The owner doesn't see it, so the ticket is nobody's now."
        ),
        "subject": _("The subject is changed."),
        "customer": _("The customer is changed."),
        "owner": _("The ticket is handed over."),
        "team": _("The team is changed."),
        "taken": _("The ticket is yours now."),
        "opened": _("The ticket is open."),
        "restored": _("The ticket is back from the trash."),
        "out-of-sight": _(
            "The ticket is moved to a category that you don't see; it left your sight."
        ),
    }


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
