"""What came back from a page of the settings.

Beside each field stands the mark of what it had shown, so that only what this person has changed
is written. A secret or a picture that came with a form which is shown again travels on sealed: it
is in no page in clear, and needn't be typed or sent again.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from helpdesk import look, secrets, settings
from helpdesk.settings import REGISTRY, Entry
from helpdesk.web.call import Call


@dataclass
class Typed:
    """The values of a page, the marks of what it had shown, and what is wrong already."""

    values: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def read(call: Call) -> Typed:
    """Everything that was on the page."""
    found, before = Typed(shown=shown(call)), kept(call)
    for key in found.shown:
        entry = REGISTRY[key]
        if entry.kind == "picture":
            _take_picture(call, key, before, found)
        elif entry.secret:
            if given := call.form.value(key) or before.get(key, ""):
                found.values[key] = given
        else:
            found.values[key] = call.form.value(key)
    return found


def shown(call: Call) -> dict[str, str]:
    """The marks of what the page had shown, by key."""
    pairs = [each.partition(" ") for each in call.form.all("was")]
    return {key: mark for key, _blank, mark in pairs if key in REGISTRY}


def text_again(call: Call, entry: Entry, stored: str) -> str:
    """What stands in a field: what this person has changed it to, else what holds now."""
    was = shown(call).get(entry.key)
    if was is None or entry.secret or entry.kind == "picture":
        return stored
    typed = call.form.value(entry.key)
    return stored if settings.mark_of_text(entry, typed) == was else typed


def kept(call: Call) -> dict[str, str]:
    """Secrets and pictures that this browser has sent before, by key."""
    try:
        binding, values = json.loads(secrets.unseal(call.form.value("sealed")))
    except (secrets.Unreadable, ValueError):
        return {}
    return values if binding == call.binding else {}


def keep(call: Call, typed: Typed) -> None:
    """Let secrets and pictures travel on with the page that is shown again."""
    held = {
        key: str(value)
        for key, value in typed.values.items()
        if value and (REGISTRY[key].secret or REGISTRY[key].kind == "picture")
    }
    sealed = secrets.seal(json.dumps([call.binding, held])) if held else ""
    call.form.values["sealed"] = [sealed]


def _take_picture(call: Call, key: str, before: dict[str, str], found: Typed) -> None:
    try:
        for part in call.form.files:
            if part.name == key:
                part.file.seek(0)
                found.values[key] = look.keep(part.file, part.size)
                return
        if before.get(key):
            found.values[key] = look.known(before[key])
    except ValueError as error:
        found.wrong[key] = str(error)
