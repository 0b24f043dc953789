"""The form of an announcement, empty or filled in, with a preview at a press."""

from typing import Any

from bottle import HTTPResponse
from markupsafe import Markup

from helpdesk import announcements, i18n
from helpdesk.announcements import Draft, Texts
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.schema import Announcement
from helpdesk.web import moments
from helpdesk.web.call import Call

PLAIN = ("title", "text", "style", "place", "language")


def page(call: Call, row: Announcement | None, *, preview: Any = None) -> HTTPResponse:
    """The form; what came back stays as it was typed."""
    known = announcements.texts(row.id) if row else {}
    if not call.form.values:
        _fill_in(call, row, known)
    return call.page(
        "admin/announcements/form.html",
        row=row,
        preview=preview,
        others=[(c, i18n.NAMES.get(c, c)) for c in announcements.other_languages(known)],
        languages=[{"id": c, "name": i18n.NAMES.get(c, c)} for c in i18n.available()],
        zone=str(call.zone),
    )


def draft(call: Call) -> Draft:
    """What was typed; raises Invalid for a moment or a number that is none."""
    form, errors = call.form, dict[str, str]()
    told: dict[str, Any] = {name: form.value(name) for name in PLAIN}
    for name in ("begins", "ends"):
        try:
            told[name] = moments.read(form.value(name), call.zone, name)
        except Invalid as wrong:
            errors |= wrong.errors
    number = form.value("position").strip() or "0"
    if number.isascii() and number.isdecimal() and len(number) < 10:
        told["position"] = int(number)
    else:
        errors["position"] = _("A number from 0 to %(num)d.") % {"num": announcements.POSITION_MOST}
    if errors:
        raise Invalid(errors)
    return Draft(is_active=form.value("is_active") == "1", **told)


def others(call: Call) -> Texts:
    """What was typed for the other languages."""
    form = call.form
    return {c: (form.value(f"title_{c}"), form.value(f"text_{c}")) for c in i18n.available()}


def previewed(call: Call, row: Announcement | None) -> HTTPResponse:
    """The form as it is, with the notice above it; nothing is stored."""
    form = call.form
    draft_ = Draft(form.value("title"), form.value("text"), form.value("style"))
    shown = announcements.preview(draft_)
    return page(call, row, preview={"notice": shown, "html": Markup(shown.html)})


def _fill_in(call: Call, row: Announcement | None, known: Texts) -> None:
    values = {"style": "info", "place": announcements.EVERYWHERE, "is_active": "1"}
    if row is not None:
        values = {name: getattr(row, name) for name in PLAIN}
        values |= {"is_active": "1" if row.is_active else "", "position": str(row.position)}
        for name in ("begins", "ends"):
            values[name] = moments.written(getattr(row, name), call.zone)
    for code, (title, text) in known.items():
        values |= {f"title_{code}": title, f"text_{code}": text}
    call.form.values = {name: [value] for name, value in values.items()}
