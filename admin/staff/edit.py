"""Changing a person."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.staff import fields

from helpdesk import staffing, teams, tickets
from helpdesk.web.call import Call

COUNTED = 2000


@section.get("/staff/<number:int>", access="staff.manage")
def show(call: Call, number: int) -> HTTPResponse:
    """The form, and below it the way in and its end."""
    row = staffing.row_of(number)
    held = frozenset(staffing.categories_of(number))
    if "email" not in call.form.values:
        call.form.values |= _values(row, held)
    used = tickets.count_of("owner", number, COUNTED + 1)
    return call.page(
        "admin/staff/edit.html",
        row=row,
        is_me=number == call.member.id,
        may_manage=staffing.may_manage(call.member, row),
        used=used,
        most=COUNTED,
        moving=tickets.is_moving("owner", number),
        heirs=_heirs(row) if row.is_active or used else [],
        **fields.choices(call, row.role_id, held),
    )


@section.post("/staff/<number:int>", access="staff.manage", on_invalid=show)
def change(call: Call, number: int) -> HTTPResponse:
    """Store what differs."""
    staffing.change(number, fields.wanted(call.form), by=call.member)
    return call.redirect(f"/admin/staff/{number}?done=saved")


def _values(row: Any, held: frozenset[int]) -> dict[str, list[str]]:
    return {
        "name": [row.name],
        "email": [row.email],
        "role": [str(row.role_id)],
        "all_categories": ["1" if row.all_categories else "0"],
        "categories": [str(number) for number in held],
        "teams": [str(number) for number in teams.of(row.id)],
        "language": [row.language],
        "timezone": [row.timezone],
    }


def _heirs(row: Any) -> list[staffing.Person]:
    return [person for person in staffing.people(active=True) if person.id != row.id]
