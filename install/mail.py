"""How mails go out: tried before it is kept, or left for later."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.install import steps

from helpdesk import mail, settings
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.installation import state
from helpdesk.mail import Outcome
from helpdesk.settings import telling
from helpdesk.web.call import Call

# What the form asks for; everything else stays at its default.
FIELDS = ("host", "port", "security", "user", "from_address")


@steps.page("/mail")
def show(call: Call) -> HTTPResponse:
    """The form, with what was typed before."""
    return _shown(call)


@steps.action("/mail", on_invalid=show)
def choose(call: Call) -> HTTPResponse:
    """Try it, send a mail, keep it, or leave it for later."""
    known, action = steps.enter(call, "mail"), call.form.value("action")
    if action == "later":
        state.keep_mail(steps.folder(call), {}, done=True)
        return steps.go(call, "tables")
    values = _values(call)
    state.keep_mail(steps.folder(call), values, done=known.mail)
    if action == "test":
        return _told(call, mail.test_connection(values))
    if action == "send":
        desk = known.desk
        outcome = mail.send_mail(desk["email"], values, title=desk["title"], url=desk["url"])
        return _told(call, outcome)
    state.keep_mail(steps.folder(call), values, done=True)
    return steps.go(call, "tables")


def _values(call: Call) -> dict[str, Any]:
    """What was typed, by the settings' keys; raises Invalid per field."""
    typed = {f"mail.{name}": call.form.value(name) for name in FIELDS}
    # Left empty means: the one typed before, which no page shows again.
    kept = state.mail(steps.folder(call))
    if given := call.form.value("password"):
        kept["mail.password"] = given.strip("\r\n")
        done = steps.enter(call, "mail").mail
        state.keep_mail(steps.folder(call), kept, done=done)
    typed["mail.password"] = kept.get("mail.password", "")
    typed["mail.method"] = "smtp"
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {}
    try:
        values = settings.parsed(typed)
    except Invalid as found:
        wrong = {key.removeprefix("mail."): words for key, words in found.errors.items()}
    for name, words in (
        ("host", _("Enter the name of the mail server, or leave this step for later.")),
        ("from_address", _("Enter the address that mails come from.")),
    ):
        if not typed[f"mail.{name}"].strip():
            wrong.setdefault(name, words)
    if wrong:
        raise Invalid(wrong)
    return values


def _told(call: Call, outcome: Outcome) -> HTTPResponse:
    """The page again, with what came of the try; trouble stands beside its field."""
    if not outcome.works:
        field = outcome.field.removeprefix("mail.")
        raise Invalid({field if field in (*FIELDS, "password") else "": outcome.words})
    return _shown(call, outcome)


def _shown(call: Call, outcome: Outcome | None = None) -> HTTPResponse:
    known = steps.enter(call, "mail")
    kept = state.mail(steps.folder(call))
    if not call.form.values:
        entries = {name: settings.REGISTRY[f"mail.{name}"] for name in FIELDS}
        call.form.values = {
            name: [telling.typed(entry, kept.get(entry.key, entry.default))]
            for name, entry in entries.items()
        }
    # Never shown again, in no page.
    call.form.values.pop("password", None)
    return steps.shown(
        call,
        "mail",
        outcome=outcome,
        has_password=bool(kept.get("mail.password")),
        email=known.desk["email"],
        choices=settings.REGISTRY["mail.security"].choices,
    )
