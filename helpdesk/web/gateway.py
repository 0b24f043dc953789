"""In front of the app on every host: makes what servers pass on alike.

Measured differences: CGI and FastCGI name the entry file in SCRIPT_NAME; Passenger leaves PATH_INFO
percent-encoded; Apache hides Authorization under another name, and adds a slash to the addresses of
pages that are called like one of our folders; some decode a chunked body and still call it chunked.
"""

import logging
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from helpdesk import paths, plain
from helpdesk.web import forms

ENTRIES = ("/index.cgi", "/index.fcgi")
OWN_SLASH = ("/", "/admin/", "/install/")  # pages whose address ends with one
PIECE = 1 << 16  # bytes
log = logging.getLogger("helpdesk.web")
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Gateway:
    """The app as servers call it; an error that the app doesn't turn into a page becomes one."""

    def __init__(self, app: WSGI) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        try:
            put_right(environ)
            return self.app(environ, start_response)
        except Exception:
            number = new_number()
            log.exception("%s the request got lost before the desk", number)
            return plain.broken(number)(environ, start_response)


def new_number() -> str:
    """What a visitor quotes and the log has, as on the desk's own pages."""
    return f"{secrets.token_hex(2)}-{secrets.token_hex(1)}".upper()


def put_right(environ: dict[str, Any]) -> None:
    """Change a request's environment to what PEP 3333 promises."""
    _path(environ)
    if "HTTP_AUTHORIZATION" not in environ and "REDIRECT_HTTP_AUTHORIZATION" in environ:
        environ["HTTP_AUTHORIZATION"] = environ["REDIRECT_HTTP_AUTHORIZATION"]
    if "chunked" in environ.pop("HTTP_TRANSFER_ENCODING", "").lower():
        _measure_body(environ)


def _path(environ: dict[str, Any]) -> None:
    name, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
    if name.endswith(ENTRIES):
        name, path = _as_asked(name.rpartition("/")[0], path, environ.get("REQUEST_URI", ""))
        path = _without_added_slash(path)
    elif "passenger.hijack" in environ:
        # It says "/" also for the bare prefix.
        is_bare = environ.get("REQUEST_URI", "").partition("?")[0] == name
        path = "" if is_bare else _decoded(path)
    environ["SCRIPT_NAME"] = name.rstrip("/")
    environ["PATH_INFO"] = path if path or environ["SCRIPT_NAME"] else "/"


def _as_asked(base: str, path: str, asked: str) -> tuple[str, str]:
    """The prefix and the rest as the browser has them.

    Servers hand on a path that went through their rules: decoded, with slashes merged. Where the
    site leads another address into this folder, the prefix is what stands before the path there.
    Who asks for the entry file itself goes on with it in the address: `.htaccess` may be ignored,
    and the set-up has to get as far as to say so.
    """
    raw = _decoded(re.sub(r"^[a-z]+://[^/]*", "", asked.partition("?")[0]))
    if not raw.startswith("/"):
        return base, path
    if raw == base or raw.startswith(base + "/"):
        rest = raw[len(base) :]
        entry = next((e for e in ENTRIES if rest == e or rest.startswith(e + "/")), "")
        return base + entry, rest[len(entry) :]
    return (raw[: -len(path)], path) if path and raw.endswith(path) else (base, path)


def _without_added_slash(path: str) -> str:
    """`/admin/tickets` for `/admin/tickets/`: there is such a folder, so Apache sends browsers from
    the first to the second, and to send them back would never end. (`DirectorySlash` would end it,
    but most hosts don't allow that in `.htaccess`.)"""
    if not path.endswith("/") or path in OWN_SLASH:
        return path
    is_folder = os.path.isdir(f"{paths.ROOT}{path}")  # noqa: PTH112 - never raises, however odd
    return path.rstrip("/") if is_folder else path


def _decoded(path: str) -> str:
    """Percent-encoding undone, as bytes in Latin-1, which is how WSGI passes them on."""
    return unquote_to_bytes(path.encode("latin-1", "replace")).decode("latin-1")


def _measure_body(environ: dict[str, Any]) -> None:
    """The server has taken the chunks apart; forms want to know how long the whole is."""
    if environ.get("CONTENT_LENGTH"):
        return
    body = tempfile.SpooledTemporaryFile(forms.IN_MEMORY)  # noqa: SIM115 - ends with the request
    size, source = 0, environ["wsgi.input"]
    while size <= forms.BODY_MOST and (piece := source.read(PIECE)):
        size += body.write(piece)
    body.seek(0)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = body, str(size)
