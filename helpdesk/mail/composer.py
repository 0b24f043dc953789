"""The texts of mails from the files in `templates/mail`; the only place of mail that knows Jinja.

`<kind>.subject`, `<kind>.txt` and `<kind>.html` serve every language by gettext. The HTML holds
simple elements; `dress` and `_layout.html` make the look.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpdesk import i18n, look, paths, settings
from helpdesk.mail import dress
from helpdesk.mail.kinds import REGISTRY

ENDINGS = {"subject": ".subject", "text": ".txt", "html": ".html"}
_GAP = re.compile(r"\n[ \t]*\n[ \t\n]*\n")


def words(name: str, part: str, values: Mapping[str, Any]) -> str:
    """One part of a kind of mail, in the language spoken, filled in."""
    template = environment().get_template(f"mail/{name}{ENDINGS[part]}")
    filled = template.render({**values, **_switches()})
    return filled if part == "html" else tidy(filled)


def source(name: str, part: str) -> str:
    """The same with `{placeholders}` in place of values: where own words begin from."""
    names = REGISTRY[name].placeholders
    return words(name, part, {each: Markup("{" + each + "}") for each in names}).strip()


def text(body: str, foot: list[str]) -> str:
    """The whole plain text of a mail."""
    values = {"body": tidy(body), "foot": foot, "site_title": settings.get("site.title")}
    return environment().get_template("mail/_layout.txt").render(values).rstrip() + "\n"


def page(body: str, *, title: str, preheader: str, foot: list[str]) -> str:
    """The whole HTML of a mail around simple HTML."""
    direction = i18n.direction(i18n.language())
    start = "right" if direction == "rtl" else "left"
    values = {
        "body": Markup(dress.dressed(body, start=start)),
        "title": title,
        "preheader": preheader,
        "foot": foot,
        "site_title": settings.get("site.title"),
        "language": i18n.language(),
        "direction": direction,
        "start": start,
        "dark": look.shades(dark=True),
    }
    return environment().get_template("mail/_layout.html").render(values)


def tidy(body: str) -> str:
    """Never more than one empty line: what a mail doesn't have leaves no gap."""
    return _GAP.sub("\n\n", body).strip()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """HTML is escaped, text isn't; undefined names are errors."""
    made = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext
    )
    return made


def _switches() -> dict[str, bool]:
    """What the texts depend on beside their values."""
    return {"reopens": settings.get("tickets.customer_reopens")}
