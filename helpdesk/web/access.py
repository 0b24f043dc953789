"""Who may use a route, and in which language and from which browser."""

from helpdesk import i18n, permissions, settings
from helpdesk.errors import Forbidden
from helpdesk.web.call import Call
from helpdesk.web.routes import KINDS, PUBLIC, STAFF, Route


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
        return
    if call.session.staff is None:
        raise SignInFirst
    if wanted != STAFF and not call.session.staff.can(wanted):
        raise Forbidden


def language(call: Call) -> str:
    """The language to answer in: chosen here, one's own, the browser's, the desk's."""
    asked = call.query.get("lang", "") or call.cookies.get("hd_lang", "")
    own = call.session.staff.language if call.session.staff else ""
    for code in (asked, own):
        if code in i18n.available() or (code == i18n.PSEUDO and call.environ.get("hd.pseudo")):
            return code
    header = str(call.environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return i18n.best(header, settings.get("site.language"))
