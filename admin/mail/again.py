"""Sending a mail again that was given up."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import mail
from helpdesk.web.call import Call


@section.post("/mail/<number:int>/again", access="settings.change")
def send(call: Call, number: int) -> HTTPResponse:
    """Let it wait anew; a job sends it within seconds."""
    mail.send_again(number)
    return call.redirect("/admin/mail?done=mail-again")
