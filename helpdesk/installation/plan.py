"""What the desk is called and who administers it first: checked before anything is made."""

from collections.abc import Mapping
from typing import Any

from helpdesk import security, settings, staff
from helpdesk.customers import checked_email
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.installation.seed import Plan
from helpdesk.settings.kinds import parse

NAME_MOST = 190
_SETTINGS = {"title": "title", "url": "url", "language": "language", "timezone": "timezone"}
_KEPT = ("title", "url", "language", "timezone", "name", "email")


def checked(typed: Mapping[str, str], kept_hash: str = "") -> dict[str, str]:
    """What may be kept in the wizard's file, the password as a hash; raises Invalid per field.

    With `kept_hash` the password may be left empty, and stays as it was.
    """
    values = {name: typed.get(name, "").strip() for name in _KEPT}
    errors: dict[str, str] = {}
    for name, setting in _SETTINGS.items():
        try:
            values[name] = parse(settings.REGISTRY[f"site.{setting}"], values[name])
        except ValueError as wrong:
            errors[name] = str(wrong)
    if not values["url"] and "url" not in errors:
        errors["url"] = _("Enter the address that people will use to reach the desk.")
    errors |= _person(values)
    password, again = typed.get("password", ""), typed.get("again", "")
    if password or again or not kept_hash:
        errors |= _password(password, again, values)
    if errors:
        raise Invalid(errors)
    hashed = security.hash_password(password) if password else kept_hash
    return {**values, "password": hashed}


def plan(kept: Mapping[str, str], mail: Mapping[str, Any] | None = None) -> Plan:
    """The plan that `checked` has kept, with settings of outgoing mail."""
    return Plan(
        title=kept["title"],
        url=kept["url"],
        language=kept["language"],
        timezone=kept["timezone"],
        admin_name=kept["name"],
        admin_email=kept["email"],
        admin_password=kept["password"],
        mail=mail or {},
    )


def _person(values: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    if not values["name"]:
        errors["name"] = _("Enter your name, as customers will read it.")
    elif len(values["name"]) > NAME_MOST:
        errors["name"] = _("At most %(num)d characters.") % {"num": NAME_MOST}
    try:
        checked_email(values["email"])
    except Invalid as wrong:
        errors |= wrong.errors
    return errors


def _password(password: str, again: str, values: Mapping[str, str]) -> dict[str, str]:
    try:
        staff.checked_password(password, values["name"], values["email"])
    except Invalid as wrong:
        return wrong.errors
    return {} if password == again else {"again": _("The two passwords differ.")}
