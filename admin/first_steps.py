"""What an administrator does first, on the overview of a desk without requests."""

from dataclasses import dataclass

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import settings
from helpdesk.i18n import _
from helpdesk.schema import Category, Staff
from helpdesk.web.call import Call


@dataclass(frozen=True)
class Step:
    """One of the first steps: where it is done, and whether it is."""

    words: str
    why: str
    path: str
    is_done: bool = False


@section.post("/first-steps", access="settings.change")
def hide_first_steps(call: Call) -> HTTPResponse:
    """Don't show them any more, to nobody."""
    settings.change({"site.first_steps": False}, call.member.actor())
    return call.redirect("/admin/")


def of(call: Call) -> list[Step]:
    """What an administrator does first; gone with the first request, or at a press."""
    can = call.member.can
    if not can("settings.change") or not settings.get("site.first_steps"):
        return []
    has_mail = settings.get("mail.method") != "off"
    every = [
        ("settings.change", _mail_step(has_mail)),
        ("labels.manage", _categories_step()),
        ("staff.manage", _people_step()),
        ("settings.change", _form_step()),
        ("system.view", _demo_step()),
    ]
    return [step for permission, step in every if can(permission)]


def _mail_step(is_done: bool) -> Step:
    why = _("Until then no answer leaves the desk.")
    return Step(_("Set up mail"), why, "/admin/settings/mail", is_done)


def _categories_step() -> Step:
    why = _("What people write about: two or three are enough to begin with.")
    is_done = Category.select().where(~Category.is_retired).limit(2).count() > 1
    return Step(_("Add categories"), why, "/admin/categories/new", is_done)


def _people_step() -> Step:
    is_done = Staff.select().where(Staff.is_active).limit(2).count() > 1
    why = _("They get a mail with a link to their password.")
    return Step(_("Invite colleagues"), why, "/admin/staff/new", is_done)


def _form_step() -> Step:
    return Step(_("Send a first request"), _("See what your customers see."), "/submit")


def _demo_step() -> Step:
    why = _("Made-up tickets to try things on; they leave without a trace.")
    return Step(_("Or look around with demo data"), why, "/admin/system/demo")
