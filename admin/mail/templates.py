"""The words of mails: all kinds in all languages, and the editor of one."""

from dataclasses import dataclass

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import i18n, mail
from helpdesk.errors import NotFound
from helpdesk.i18n import _, gettext
from helpdesk.mail import kinds
from helpdesk.mail.templates import FILE, PARTS
from helpdesk.web.call import Call

AT = "/admin/mail/templates"
ONE = "/mail/templates/<kind>/<language>"


@dataclass(frozen=True)
class Choice:
    """A kind of mail in one language, in the overview."""

    language: str
    name: str  # of the language, in itself
    state: str
    at: str


@section.get("/mail/templates", access="settings.change")
def overview(call: Call) -> HTTPResponse:
    """Which mails there are, and which have words of one's own."""
    differs = mail.templates.overview()
    rows = [
        (kind, gettext(kind.label), gettext(kind.help), _choices(kind.name, differs))
        for kind in kinds.REGISTRY.values()
    ]
    customers = [row for row in rows if row[0].to == kinds.CUSTOMER]
    staff = [row for row in rows if row[0].to == kinds.STAFF]
    parts = [(_("To customers"), customers), (_("To staff"), staff)]
    return call.page("admin/mail/templates.html", parts=parts, differs=differs)


@section.get(ONE, access="settings.change")
def show(call: Call, kind: str, language: str, sent_to: str = "") -> HTTPResponse:
    """The editor, with the words that hold, or with those that came back."""
    words = mail.templates.show(kind, language)
    for part in PARTS:
        call.form.values.setdefault(part, [words.parts[part]])
    return call.page(
        "admin/mail/template.html",
        words=words,
        is_own=words.state != FILE,
        kind_label=gettext(words.kind.label),
        kind_help=gettext(words.kind.help),
        language=language,
        language_name=i18n.NAMES.get(language, language),
        direction=i18n.direction(language),
        placeholders=mail.templates.help_for(kind),
        choices=_choices(kind, mail.templates.overview()),
        at=f"{AT}/{kind}/{language}",
        sent_to=sent_to,
        mail_missing=mail.missing() if sent_to else "",
    )


def typed(call: Call) -> dict[str, str]:
    """What stands in the editor."""
    return {part: call.form.value(part) for part in PARTS}


def known(kind: str, language: str) -> None:
    """Raise NotFound for a mail that there isn't."""
    if kind not in kinds.REGISTRY or language not in i18n.available():
        raise NotFound


def _choices(kind: str, differs: dict[tuple[str, str], str]) -> list[Choice]:
    return [
        Choice(
            code,
            i18n.NAMES.get(code, code),
            differs.get((kind, code), FILE),
            f"{AT}/{kind}/{code}",
        )
        for code in i18n.available()
    ]
