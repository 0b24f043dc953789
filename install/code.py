"""The set-up code: whoever can read it in the data folder owns this desk."""

from bottle import HTTPResponse
from helpdesk.install import steps

from helpdesk.errors import Invalid
from helpdesk.installation import code
from helpdesk.web import passes
from helpdesk.web.call import Call


@steps.page("/code")
def show(call: Call) -> HTTPResponse:
    """Where the code is; the field is filled in from `?code=`."""
    known = steps.enter(call, "code")
    if steps.admitted(call, known):
        return steps.go(call, steps.current(call, known))
    if not call.form.values:
        call.form.values["code"] = [call.query.get("code", "")[:40]]
    is_printed = bool(known.printed_digest)
    return steps.shown(
        call, "code", known=known, folder=steps.folder_shown(call), is_printed=is_printed
    )


@steps.action("/code", on_invalid=show)
def enter(call: Call) -> HTTPResponse:
    """Let this browser on, if the code is right."""
    known = steps.enter(call, "code")
    if problem := code.problem(steps.folder(call), call.form.value("code")):
        raise Invalid({"code": problem})
    answer = call.redirect("/install/licence" if not known.licence else "/install/")
    passes.SETUP.give(call, answer, known.key, "code")
    return answer
