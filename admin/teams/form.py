"""A new team, and changing one."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import staffing, teams, tickets
from helpdesk.web.call import Call

COUNTED = 2000


@section.get("/teams/new", access="staff.manage")
def show_new(call: Call) -> HTTPResponse:
    """The form."""
    return _page(call)


@section.post("/teams/new", access="staff.manage", on_invalid=show_new)
def add(call: Call) -> HTTPResponse:
    """Add it."""
    people = frozenset(call.form.all("people"))
    teams.add(call.form.value("name"), people, actor=call.member.actor())
    return call.redirect("/admin/teams?done=added")


@section.get("/teams/<number:int>", access="staff.manage")
def show(call: Call, number: int) -> HTTPResponse:
    """The form, and below it how it goes."""
    team = teams.one(number)
    if "name" not in call.form.values:
        people = [str(one) for one in teams.members(team)]
        call.form.values |= {"name": [team.name], "people": people}
    return _page(call, team)


@section.post("/teams/<number:int>", access="staff.manage", on_invalid=show)
def change(call: Call, number: int) -> HTTPResponse:
    """Store what differs."""
    people = frozenset(call.form.all("people"))
    teams.change(number, call.form.value("name"), people, actor=call.member.actor())
    return call.redirect("/admin/teams?done=saved")


def _page(call: Call, team: Any | None = None) -> HTTPResponse:
    others = [one for one in teams.every() if one.id != team.id] if team is not None else []
    return call.page(
        "admin/teams/form.html",
        team=team,
        people=staffing.people(active=True),
        used=tickets.count_of("team", team.id, COUNTED + 1) if team is not None else 0,
        most=COUNTED,
        moving=team is not None and tickets.is_moving("team", team.id),
        others=others,
    )
