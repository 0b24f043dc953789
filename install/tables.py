"""Makes the tables, slice by slice; the last one makes the desk official."""

import logging

import peewee
from bottle import HTTPResponse
from helpdesk.install import done, steps

from helpdesk import db
from helpdesk.config import Config
from helpdesk.db.refused import Refused
from helpdesk.errors import Invalid, Unavailable
from helpdesk.i18n import _
from helpdesk.installation import plan, state, tables
from helpdesk.schema import Staff
from helpdesk.web import passes
from helpdesk.web.call import Call

log = logging.getLogger("helpdesk.install")


@steps.page("/tables")
def show(call: Call) -> HTTPResponse:
    """What is going to be made, or how far it is."""
    known = steps.enter(call, "tables")
    here = steps.folder(call)
    mail = state.mail(here)
    mail_host = mail.get("mail.host", "") if mail.get("mail.method") == "smtp" else ""
    if mail.get("mail.method") == "sendmail":
        mail_host = _("by sendmail of this machine")
    return steps.shown(
        call,
        "tables",
        known=known,
        desk=known.desk,
        database=state.database(here),
        mail_host=mail_host,
    )


@steps.action("/tables", on_invalid=show)
def make(call: Call) -> HTTPResponse:
    """One slice of the work."""
    known = steps.enter(call, "tables")
    try:
        progress = tables.advance(steps.folder(call))
    except Refused as refused:
        raise Invalid({"": refused.message, "prefix": refused.message}) from refused
    except Unavailable as gone:
        raise Invalid({"": _still_there(gone.message)}) from gone
    except peewee.PeeweeException as error:
        log.exception("making the tables failed")
        raise Invalid(
            {"": _still_there(_("The database says: %(detail)s") % {"detail": error})}
        ) from error
    if progress.made is not None:
        return _finished(call, known, progress.made)
    return _answer(call, progress, "/install/tables")


def _finished(call: Call, known: state.State, made: Config) -> HTTPResponse:
    """This browser has shown that it is the owner's: it is signed in, and sees the last page."""
    _sign_in(call, known)
    call.secret_key = made.secret_key
    answer = _answer(call, None, "/install/done")
    passes.SETUP.give(call, answer, made.secret_key, done.PASS, done.SECONDS)
    return answer


def _sign_in(call: Call, known: state.State) -> None:
    try:
        call.desk.open()
        with db.connection(), db.transaction():
            email = plan.plan(known.desk).admin_email
            call.session.sign_in(Staff.get(Staff.email == email.strip()))
    except Exception:
        # The desk is made; whoever made it can sign in by hand.
        log.exception("signing in after the installation failed")
        call.session.changed = False


def _answer(call: Call, progress: tables.Progress | None, then: str) -> HTTPResponse:
    figures = {"done": progress.done, "total": progress.total} if progress else {}
    return call.slice_done(then, finished=progress is None, **figures)


def _still_there(message: str) -> str:
    return message + " " + _("What is made so far stays. Put it right and press the button again.")
