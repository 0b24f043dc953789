"""Mails that could not be sent, that wait, and that were sent today."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import mail
from helpdesk.web.call import Call


@section.get("/mail", access="settings.change")
def show(call: Call) -> HTTPResponse:
    """The three lists, and a test mail at a press."""
    call.form.values.setdefault("email", [call.member.email])
    return call.page(
        "admin/mail/show.html",
        missing=mail.missing(),
        trouble=mail.trouble(),
        counts=mail.counts(),
        failed=mail.failed(),
        waiting=mail.waiting(),
        sent=mail.sent_today(),
    )
