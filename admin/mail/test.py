"""A test mail, by the same way as every other."""

from bottle import HTTPResponse
from helpdesk.admin.mail.show import show
from helpdesk.admin.section import section

from helpdesk import mail
from helpdesk.customers import checked_email
from helpdesk.mail import Recipient
from helpdesk.web.call import Call


@section.get("/mail/test", access="settings.change")
def back(call: Call) -> HTTPResponse:
    """A form that came back stands at this address: reloading it leads to the page."""
    return call.redirect("/admin/mail")


@section.post("/mail/test", access="settings.change", on_invalid=show)
def send(call: Call) -> HTTPResponse:
    """Queue a test mail; the page shows what becomes of it."""
    to = checked_email(call.form.value("email"))
    mail.send_test(Recipient(to, language=call.member.language))
    return call.redirect("/admin/mail?done=mail-test")
