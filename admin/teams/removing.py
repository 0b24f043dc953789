"""Moving a team's tickets to another or to none, and deleting it."""

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.teams.form import show

from helpdesk import teams, tickets
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.web.call import Call

AT = "/teams/<number:int>"
NONE = "none"


@section.post(f"{AT}/move", access="staff.manage", on_invalid=show)
def move(call: Call, number: int) -> HTTPResponse:
    """Give all its tickets to another team, or to none."""
    team, wanted = teams.one(number), call.form.value("to")
    new = {str(one.id): one.id for one in teams.every() if one.id != team.id}.get(wanted)
    if new is None and wanted != NONE:
        raise Invalid({"to": _("Choose where its tickets go.")})
    done = tickets.move("team", team.id, new, actor=call.member.actor())
    return call.redirect(f"/admin/teams/{number}?done={'moved' if done else 'moving'}")


@section.post(f"{AT}/delete", access="staff.manage", on_invalid=show)
def delete(call: Call, number: int) -> HTTPResponse:
    """Remove it; its people stay."""
    teams.delete(number, actor=call.member.actor())
    return call.redirect("/admin/teams?done=deleted")


@section.get(f"{AT}/<action>", access="staff.manage")
def back(call: Call, number: int, action: str) -> HTTPResponse:
    """A form that came back stands at such an address: reloading it leads to the page."""
    return call.redirect(f"/admin/teams/{number}")
