"""What the forms of a new person and of one who is there have in common."""

from dataclasses import dataclass
from typing import Any

from helpdesk import categories, i18n, labels, mail, roles, staffing, teams
from helpdesk.staffing import Wanted
from helpdesk.web.call import Call
from helpdesk.web.forms import Form


@dataclass(frozen=True)
class Choice:
    """An option of a select."""

    id: str
    name: str


def wanted(form: Form) -> Wanted:
    """The person as the form has them."""
    return Wanted(
        name=form.value("name"),
        email=form.value("email"),
        role=form.value("role"),
        all_categories=form.value("all_categories") != "0",
        categories=frozenset(form.all("categories")),
        teams=frozenset(form.all("teams")),
        language=form.value("language"),
        timezone=form.value("timezone"),
    )


def choices(call: Call, role: int = 0, held: frozenset[int] = frozenset()) -> dict[str, Any]:
    """What can be chosen: roles, categories and teams within one's own reach, and what the person
    has already."""
    me = call.member
    return {
        "roles": [
            Choice(str(one.id), one.name)
            for one in roles.every()
            if one.permissions <= me.permissions or one.id == role
        ],
        "categories": [label for label in categories.every() if _can_give(call, label, held)],
        "may_give_all": me.categories is None,
        "teams": teams.every(),
        "languages": [Choice(code, i18n.NAMES.get(code, code)) for code in i18n.available()],
        "zones": [Choice(zone, zone.replace("_", " ")) for zone in staffing.zones()],
        "mail_is_missing": mail.missing(),
    }


def _can_give(call: Call, label: labels.Label, held: frozenset[int]) -> bool:
    mine = call.member.categories
    return label.id in held or (not label.row.is_retired and (mine is None or label.id in mine))
