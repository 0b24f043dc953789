"""A group of the settings; or what a search finds in all of them."""

from typing import Any
from urllib.parse import quote

from bottle import HTTPResponse
from helpdesk.admin.section import section
from helpdesk.admin.settings import rows, sent

from helpdesk import settings
from helpdesk.errors import NotFound
from helpdesk.i18n import gettext
from helpdesk.web.call import Call

QUERY_MOST = 200


@section.get("/settings", access="settings.change")
def found(call: Call) -> HTTPResponse:
    """What holds the words, or differs from its default; else the first group."""
    query, only_changed = asked(call)
    if not query and not only_changed and call.route.method == "GET":
        return call.redirect("/admin/settings/site")
    settings.forget()  # what another process has changed a moment ago has to be in the marks
    groups = settings.found(query, only_changed=only_changed)
    return page(call, groups, at=address(call), query=query, only_changed=only_changed)


@section.get("/settings/<group>", access="settings.change")
def show(call: Call, group: str) -> HTTPResponse:
    """One group."""
    settings.forget()
    return page(call, [one(group)], at=f"/admin/settings/{group}", group=group)


def one(name: str) -> settings.Group:
    """A group by name; raises NotFound."""
    for group in settings.groups():
        if group.name == name:
            return group
    raise NotFound


def asked(call: Call) -> tuple[str, bool]:
    """The words that are looked for, and whether only what was changed is."""
    source = call.form.value if call.route.method == "POST" else call.query.get
    query = (source("q", "") or "").strip()[:QUERY_MOST]
    return query, bool(source("changed", ""))


def address(call: Call) -> str:
    """The page of a search."""
    query, only_changed = asked(call)
    return f"/admin/settings?q={quote(query, safe='')}" + ("&changed=1" if only_changed else "")


def page(call: Call, groups: list[settings.Group], *, at: str, **more: Any) -> HTTPResponse:
    """The page of groups; also of a form that came back, with what was typed."""
    if call.form.has_errors:
        sent.keep(call, sent.read(call))
    context = {
        "group": "",
        "query": "",
        "only_changed": False,
        "results": {},
        "outcome": None,
        "parts": rows.parts(call, groups),
        "at": at,
        "all_count": len(settings.REGISTRY),
        "changed_count": settings.changed_count(),
        "pieces": settings.pieces,
        "place_of": place_of,
        "warned_places": {f"/admin/settings/{key.split('.')[0]}" for key in settings.warnings()},
    }
    return call.page("admin/settings/show.html", **{**context, **more})


def place_of(key: str) -> tuple[str, str, str]:
    """Where another setting is: its address, and the names of its group and itself."""
    entry = settings.REGISTRY[key]
    label = gettext(entry.label)
    anchor = f"/admin/settings/{entry.group}#s-{key.replace('.', '-')}"
    return anchor, one(entry.group).title, label
