"""A request on its way through the desk: who asks, in which language, with which form."""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bottle import HTTPResponse

from helpdesk import i18n, security, settings
from helpdesk.clock import now
from helpdesk.errors import Forbidden
from helpdesk.events import Actor
from helpdesk.staff import Member
from helpdesk.web import csrf, headers, render, urls
from helpdesk.web.forms import Form
from helpdesk.web.routes import Route
from helpdesk.web.sessions import Current

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from helpdesk.attachments import Kept
    from helpdesk.web.uploads import KeptFile


@dataclass
class Call:
    """What a handler is given. It loads through an access function, calls one verb, answers."""

    environ: dict[str, Any]
    route: Route
    base: str
    secret_key: str
    binding: str  # the cookie value that form tokens are bound to
    address: str  # the visitor's network address
    is_https: bool = False  # between the browser and us, or the proxy in front
    session: Current = field(default_factory=Current)
    form: Form = field(default_factory=Form)
    token: csrf.Token | None = None
    files: "list[Kept]" = field(default_factory=list)  # of the form, in the store already
    wrong_files: dict[str, str] = field(default_factory=dict)
    strained: bool = False  # so much comes in that machines are probably among it
    counted: bool = False  # this try, by the limits; once, also if the transaction is run again
    files_taken: bool = False  # into the store; the same
    kept_files: "list[KeptFile]" = field(default_factory=list)
    query: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    desk: Any = None  # web.desk.Desk
    new_guest: str = ""  # a value for the cookie that form tokens are bound to
    token_given: bool = False  # a page of this answer holds a form
    nonce: str = ""  # of the style sheets that this page's policy allows besides files
    resident: bool = False  # the process lives on after this request
    began: float = field(default_factory=time.monotonic)
    drawn: dict[Any, Any] = field(default_factory=dict)  # what `once` has drawn for its page
    _token: str = ""

    @property
    def path(self) -> str:
        """The path below the prefix."""
        return str(self.environ.get("PATH_INFO", "/"))

    @property
    def member(self) -> Member:
        """The signed-in staff member; raises Forbidden when nobody is."""
        if self.session.staff is None:
            raise Forbidden
        return self.session.staff

    @cached_property
    def zone(self) -> "ZoneInfo":
        """The time zone in which this person reads times."""
        from zoneinfo import ZoneInfo  # takes longer than most of this layer, for times alone

        own = self.session.staff.timezone if self.session.staff else ""
        return ZoneInfo(own or settings.get("site.timezone"))

    @cached_property
    def moment(self) -> datetime:
        """Now, as its page sees it."""
        return now()

    @cached_property
    def year(self) -> int:
        """The year that it is for this person."""
        return self.moment.astimezone(self.zone).year

    def guest(self) -> Actor:
        """A customer without an account, as the author of events."""
        return Actor("customer", "portal")

    def url(self, path: str) -> str:
        """An address of this desk, with its prefix."""
        return self.base + path

    def page(self, template: str, *, code: int = 200, **context: Any) -> HTTPResponse:
        """Render a template."""
        code = 422 if code == 200 and self.form.has_errors else code
        body = render.page(self, template, context)
        told = {"Content-Type": "text/html; charset=utf-8"}
        if self.nonce:
            told["Content-Security-Policy"] = headers.policy(self.nonce)
        return HTTPResponse(body, code, told)

    def json(self, **values: Any) -> HTTPResponse:
        """An answer for a script of ours."""
        return HTTPResponse(json.dumps(values), 200, {"Content-Type": "application/json"})

    def slice_done(self, path: str, *, finished: bool, **figures: Any) -> HTTPResponse:
        """A slice of long work was done: told to the script of the page that drives it; without
        scripts, on to `path`, where the next press is, or the outcome."""
        if "application/json" not in self.environ.get("HTTP_ACCEPT", ""):
            return self.redirect(path)
        return self.json(finished=finished, location=self.url(path), **figures)

    def redirect(self, path: str) -> HTTPResponse:
        """Go on with a GET at another page of this desk."""
        target = self.base + quote(path, safe="/?&=#%-._~!$'()*+,;:@")
        return HTTPResponse("", 303, {"Location": target})

    def csrf_token(self) -> str:
        """The token of the forms of this answer, a fresh one."""
        if not self._token:
            self.token_given, self._token = True, csrf.make(self.secret_key, self.binding)
        return self._token

    def style_nonce(self) -> str:
        """What marks a style sheet that a script puts into this page."""
        self.nonce = self.nonce or security.token()
        return self.nonce

    @property
    def network(self) -> str:
        """What limits are counted by."""
        return urls.network(self.address)

    @property
    def direction(self) -> str:
        """'ltr' or 'rtl', by the language spoken."""
        return i18n.direction(i18n.language())
