"""Who may use a route, and in which language and from which browser."""

from helpdesk import i18n, permissions, settings
from helpdesk.errors import Forbidden, Maintenance
from helpdesk.web.call import Call
from helpdesk.web.cookies import LANGUAGE
from helpdesk.web.routes import KINDS, PUBLIC, STAFF, Route

ALWAYS_OPEN = ("/theme.css", "/logo", "/logo/dark")  # also while the customers' side is shut


class SignInFirst(Forbidden):
    """Nobody is signed in; after signing in the page may be theirs."""


def declared(route: Route) -> None:
    """Refuse a route whose access nobody knows; called when the app is made."""
    if route.access not in KINDS and route.access not in permissions.REGISTRY:
        raise ValueError(f"{route.method} {route.path}: unknown access {route.access!r}")


def check(call: Call) -> None:
    """Raise SignInFirst or Forbidden unless this person may use this route."""
    wanted = call.route.access
    if wanted == PUBLIC:
        _open(call)
        return
    if call.session.staff is None:
        raise SignInFirst
    if wanted != STAFF and not call.session.staff.can(wanted):
        raise Forbidden


def _open(call: Call) -> None:
    """Raise Maintenance while the customers' side is shut; staff go on, and can sign in."""
    is_ours = call.path.startswith("/admin/") or call.path in ALWAYS_OPEN
    if settings.get("maintenance.on") and call.session.staff is None and not is_ours:
        raise Maintenance(settings.get("maintenance.text"))


def first_language(call: Call) -> str:
    """The language while the database isn't there yet, or not at all: chosen here, the browser's,
    the desk's as this process remembers it."""
    return _chosen(call) or i18n.best(_wished(call), settings.remembered("site.language"))


def language(call: Call) -> str:
    """The language to answer in: chosen here, one's own, the browser's, the desk's."""
    own = call.session.staff.language if call.session.staff else ""
    own = own if own in i18n.available() else ""
    return _chosen(call) or own or i18n.best(_wished(call), settings.get("site.language"))


def _chosen(call: Call) -> str:
    asked = call.query.get("lang", "") or call.cookies.get(LANGUAGE, "")
    pseudo = asked == i18n.PSEUDO and call.environ.get("hd.pseudo")
    return asked if asked in i18n.available() or pseudo else ""


def _wished(call: Call) -> str:
    return str(call.environ.get("HTTP_ACCEPT_LANGUAGE", ""))
