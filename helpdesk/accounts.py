"""What staff change about themselves."""

from typing import Any
from zoneinfo import available_timezones

from helpdesk import events, i18n
from helpdesk.errors import Invalid
from helpdesk.i18n import N_, _
from helpdesk.schema import Staff
from helpdesk.staff import Member
from helpdesk.tickets.asked import OPEN, VIEWS

OVERVIEW, LIST = "", "list"
STARTS = {OVERVIEW: N_("Overview"), LIST: N_("Tickets")}  # where one lands after signing in
NAME_MOST = 190
SIGNATURE_MOST = 5000


def profile(member: Member) -> Staff:
    """One's own row."""
    row: Staff = Staff.get_by_id(member.id)
    return row


def zones(own: str) -> list[str]:
    """The time zones to choose from; old names are left out, but for one's own."""
    usual = {z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix"))}
    return sorted(usual | {"UTC"} | ({own} if own else set()))


def begin_with(member: Member, view: str) -> None:
    """Remember which view one's list begins with; raises Invalid for none that is."""
    _check_view(view)
    _change(member, {"list_view": view})


def end_tour(member: Member) -> None:
    """Don't show them around by itself any more."""
    Staff.update(toured=True).where(Staff.id == member.id).execute()


def change_profile(
    member: Member,
    *,
    name: str,
    nickname: str = "",
    signature: str = "",
    language: str = "",
    timezone: str = "",
    list_view: str = "",
    start: str = "",
) -> None:
    """Change one's own profile; raises Invalid. '' is the desk's own language, zone and so on."""
    name, nickname = " ".join(name.split()), " ".join(nickname.split())
    errors = _wrong_texts(name, nickname, signature)
    if language and language not in i18n.available():
        errors["language"] = _("Choose a language from the list.")
    if timezone and timezone not in available_timezones():
        errors["timezone"] = _("Choose a time zone from the list.")
    if list_view and list_view not in VIEWS:
        errors["list_view"] = _("Choose a view from the list.")
    if start not in STARTS:
        errors["start"] = _("Choose a page from the list.")
    if errors:
        raise Invalid(errors)
    texts = {"name": name, "nickname": nickname, "signature": signature.strip()}
    list_view = "" if list_view == OPEN else list_view  # which is the usual one
    choices = {"language": language, "timezone": timezone, "list_view": list_view, "start": start}
    _change(member, texts | choices)


def _wrong_texts(name: str, nickname: str, signature: str) -> dict[str, str]:
    errors = {}
    if not name:
        errors["name"] = _("Write your name.")
    for field, text, most in (
        ("name", name, NAME_MOST),
        ("nickname", nickname, NAME_MOST),
        ("signature", signature, SIGNATURE_MOST),
    ):
        if len(text) > most:
            errors[field] = _("At most %(num)d characters.") % {"num": most}
    return errors


def _check_view(view: str) -> None:
    if view not in VIEWS:
        raise Invalid({"list_view": _("Choose a view from the list.")})


def _change(member: Member, values: dict[str, Any]) -> None:
    row = profile(member)
    changes = {n: (getattr(row, n), v) for n, v in values.items() if getattr(row, n) != v}
    if not changes:
        return
    Staff.update(values).where(Staff.id == member.id).execute()
    events.record(events.PROFILE_CHANGED, member.actor(), changes=changes)
