"""A forgotten password: ask for a link, open it, choose a new one.

The link's key leaves the address at once: it goes on in a cookie that only these pages get, so that
no page of the desk is ever shown under an address that holds it.
"""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import passwords, throttle
from helpdesk.customers import normal_email
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.web import sessions
from helpdesk.web.call import Call
from helpdesk.web.routes import PUBLIC

COOKIE = "hd_password"
HOUR = 3600
PER_ADDRESS = 3  # mails to one address in an hour
PER_NETWORK = 30
HERE = "/admin/forgotten"


@section.get("/forgotten", access=PUBLIC)
def show(call: Call) -> HTTPResponse:
    """Where to write one's address."""
    return call.page("admin/forgotten.html", is_old="old" in call.query)


def count(call: Call) -> None:
    """Count a try, per address and per network."""
    email = normal_email(call.form.value("email"))
    if "@" in email:
        throttle.hit("forgotten", email, PER_ADDRESS, HOUR)
    throttle.hit("forgotten network", call.network, PER_NETWORK, HOUR)


@section.post("/forgotten", access=PUBLIC, on_invalid=show, throttle=count)
def ask(call: Call) -> HTTPResponse:
    """The same words and the same work, whoever's the address is."""
    email = call.form.value("email").strip()
    if "@" not in email:
        raise Invalid({"email": _("Write your e-mail address.")})
    passwords.ask(email)
    return call.redirect(f"{HERE}?done=forgotten")


@section.get("/forgotten/<key>", access=PUBLIC)
def open_link(call: Call, key: str) -> HTTPResponse:
    """Take the key out of the address; one that doesn't work leads back to asking."""
    if passwords.check(key) is None:
        return call.redirect(f"{HERE}?old=1")
    response = call.redirect(f"{HERE}/new")
    response.set_cookie(
        COOKIE,
        key,
        path=call.url(HERE),
        maxage=HOUR,
        httponly=True,
        samesite="lax",
        secure=call.is_https,
    )
    return response


@section.get("/forgotten/new", access=PUBLIC)
def show_new(call: Call) -> HTTPResponse:
    """The form for the new password."""
    person = passwords.check(call.cookies.get(COOKIE, ""))
    if person is None:
        return call.redirect(f"{HERE}?old=1")
    return call.page("admin/forgotten_new.html", email=person.email)


def count_new(call: Call) -> None:
    """Count a try, per network."""
    throttle.hit("forgotten new", call.network, PER_NETWORK, HOUR)


@section.post("/forgotten/new", access=PUBLIC, on_invalid=show_new, throttle=count_new)
def choose(call: Call) -> HTTPResponse:
    """Store it and end all sessions; then sign in with it."""
    key, form = call.cookies.get(COOKIE, ""), call.form
    person = passwords.set_new(key, new=form.value("new"), again=form.value("again"))
    sessions.end_all(person.id)
    if call.session.staff is not None and call.session.staff.id == person.id:
        call.session.sign_out()
    response = call.redirect("/admin/login?done=password-new")
    response.delete_cookie(COOKIE, path=call.url(HERE))
    return response
