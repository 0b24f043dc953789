"""What the editor of a mail's words does: keep them, forget them, show them, send an example."""

from bottle import HTTPResponse
from helpdesk.admin.mail.templates import AT, ONE, known, show, typed
from helpdesk.admin.section import section

from helpdesk import mail
from helpdesk.mail import Recipient
from helpdesk.mail.letter import Composed
from helpdesk.web.call import Call

# The mail's own look stands beside its elements; nothing may run, load or lead out of the frame.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)


@section.post(ONE, access="settings.change", on_invalid=show)
def save(call: Call, kind: str, language: str) -> HTTPResponse:
    """Keep the words; broken ones come back with what is wrong beside them."""
    given = typed(call)
    mail.templates.save(
        kind,
        language,
        subject=given["subject"],
        text=given["text"],
        html=given["html"],
        actor=call.member.actor(),
    )
    return call.redirect(f"{AT}/{kind}/{language}?done=template")


@section.post(f"{ONE}/reset", access="settings.change")
def reset(call: Call, kind: str, language: str) -> HTTPResponse:
    """Back to the first words."""
    known(kind, language)
    mail.templates.reset(kind, language, actor=call.member.actor())
    return call.redirect(f"{AT}/{kind}/{language}?done=template-reset")


@section.post(f"{ONE}/test", access="settings.change", on_invalid=show, once=False)
def test(call: Call, kind: str, language: str) -> HTTPResponse:
    """Send what stands in the editor, with example values, to oneself; nothing is kept."""
    parts = mail.templates.checked(kind, language, typed(call))
    mail.send_example(kind, Recipient(call.member.email, call.member.name, language), parts)
    return show(call, kind, language, sent_to=call.member.email)


@section.get(f"{ONE}/reset", access="settings.change")
@section.get(f"{ONE}/test", access="settings.change")
def back(call: Call, kind: str, language: str) -> HTTPResponse:
    """A form that came back stands at this address: reloading it leads to the editor."""
    return call.redirect(f"{AT}/{kind}/{language}")


@section.get(f"{ONE}/preview", access="settings.change")
def preview_kept(call: Call, kind: str, language: str) -> HTTPResponse:
    """The words that hold, for the frame of the editor."""
    known(kind, language)
    return _framed(call, mail.preview(kind, language))


def wrong(call: Call, kind: str, language: str) -> HTTPResponse:
    """What keeps the words from being shown, in the frame."""
    return _in_frame(call.page("mail/_frame.html", subject="", text="", code=422))


@section.post(
    f"{ONE}/preview", access="settings.change", on_invalid=wrong, once=False, transaction=False
)
def preview(call: Call, kind: str, language: str) -> HTTPResponse:
    """The words that stand in the editor."""
    parts = mail.templates.checked(kind, language, typed(call))
    return _framed(call, mail.preview(kind, language, parts))


def _framed(call: Call, made: Composed) -> HTTPResponse:
    part = call.form.value("part") or call.query.get("part", "")
    if part == "text":
        page = call.page("mail/_frame.html", subject=made.subject, text=made.text)
        return _in_frame(page)
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return _in_frame(HTTPResponse(made.html, 200, headers))


def _in_frame(answer: HTTPResponse) -> HTTPResponse:
    answer.set_header("Content-Security-Policy", PREVIEW_POLICY)
    return answer
