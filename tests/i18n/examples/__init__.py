"""Every page of the desk and every message of its forms, one example per route.

A test compares `EXAMPLES` with the routes, so that a page without an example fails: else nobody
would see its missing translations, or its words running out of the page.
"""

from collections.abc import Iterator

from tests.cast import Desk
from tests.i18n.examples import (
    account,
    announcements,
    answering,
    backups,
    customers,
    errors,
    exports,
    labels,
    organisations,
    panel,
    portal,
    properties,
    request,
    settings,
    staff,
    system,
    update,
    wizard,
)
from tests.i18n.tour import EXAMPLES, Page, Tour

__all__ = [
    "EXAMPLES",
    "FRAMED",
    "NO_PAGE",
    "account",
    "announcements",
    "answering",
    "backups",
    "customers",
    "errors",
    "exports",
    "labels",
    "organisations",
    "panel",
    "portal",
    "properties",
    "request",
    "settings",
    "shown",
    "staff",
    "system",
    "update",
    "wizard",
]


# Addresses that answer with something else than a page.
NO_PAGE = {
    "GET /health": "JSON",
    "GET /cron": "plain text, for machines",
    "GET /ticket/<track>/files/<number:int>": "a file",
    "GET /ticket/<track>/files/<number:int>/preview": "a picture",
    "GET /admin/tickets/<number:int>/files/<file:int>": "a file",
    "GET /admin/backups/<name>": "a file",
    "GET /admin/exports/<name>": "a file",
    "GET /admin/tickets/<number:int>/files/<file:int>/preview": "a picture",
    "GET /ticket/<track>/reply": "a redirect",
    "GET /ticket/<track>/resolve": "a redirect",
    "GET /ticket/<track>/reopen": "a redirect",
    "GET /ticket/<track>/followers": "a redirect",
    "GET /admin/tickets/<number:int>/draft": "JSON",
    "POST /admin/tickets/<number:int>/draft": "JSON",
    "GET /admin/tickets/new/customers": "a part of a page",
    "GET /admin/mail/test": "a redirect",
    "GET /pulse": "JSON",
    "POST /typing": "nothing",
    "GET /admin/pulse": "JSON",
    "POST /admin/presence": "nothing",
    "GET /admin/statuses/order": "a redirect",
    "GET /admin/statuses/<number:int>/<action>": "a redirect",
    "GET /admin/priorities/order": "a redirect",
    "GET /admin/priorities/<number:int>/<action>": "a redirect",
    "GET /admin/categories/order": "a redirect",
    "GET /admin/categories/<number:int>/<action>": "a redirect",
    "GET /admin/staff/<number:int>/<action>": "a redirect",
    "GET /admin/teams/<number:int>/<action>": "a redirect",
    "GET /admin/roles/<number:int>/<action>": "a redirect",
    "GET /admin/customers/<number:int>/addresses": "a redirect",
    "GET /admin/customers/<number:int>/addresses/<address:int>/remove": "a redirect",
    "GET /theme.css": "a style sheet",
    "GET /logo": "a picture",
    "GET /logo/dark": "a picture",
    "GET /admin/settings/look/colour": "JSON",
    "GET /admin/settings/reset": "a redirect",
    "GET /admin/settings/mail/test": "a redirect",
    "GET /admin/settings/mail/send": "a redirect",
    "GET /admin/mail/templates/<kind>/<language>/reset": "a redirect",
    "GET /admin/mail/templates/<kind>/<language>/test": "a redirect",
    "GET /admin/mail/templates/<kind>/<language>/preview": "a mail",
    "GET /admin/system/report": "plain text",
    "POST /admin/system/key": "a redirect",
    "POST /admin/system/jobs/<number:int>/again": "a redirect",
    "POST /admin/backups/step": "a redirect",
    "POST /admin/exports/step": "a redirect",
    "POST /admin/system/compile": "a redirect",
    "POST /admin/system/exposure": "a redirect",
    "POST /admin/system/demo/remove": "a redirect",
    "POST /admin/system/demo/step": "a redirect",
    "GET /install": "a redirect",
    "GET /install/begin": "a redirect",
    "GET /install/update/enter": "a redirect",
    "GET /install/reached": "a word for the wizard itself",
    "POST /install/upload": "JSON",
    "GET /admin": "a redirect",
    "GET /admin/account": "a redirect",
    "GET /admin/forgotten/<key>": "a redirect",
    "POST /admin/account/sessions/end": "a redirect",
    "POST /admin/account/sessions/others": "a redirect",
    "POST /admin/account/tour": "a redirect",
    "POST /admin/first-steps": "a redirect",
    "POST /admin/tickets/view": "a redirect",
}
# Shown inside another page's frame only, which loads nothing.
FRAMED = {"mail words, no preview"}


def shown(desk: Desk, language: str) -> Iterator[Page]:
    """Every page of an installed desk in a language: its name, and the answer with its HTML."""
    tour = Tour(desk, language)
    for show in dict.fromkeys(EXAMPLES.values()):
        for name, answer in show(tour):
            is_page = answer.content_type == "text/html" and answer.text
            assert is_page, f"{name}: {answer.status} is no page"
            yield name, answer
