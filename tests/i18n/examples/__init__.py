"""Every page of the desk and every message of its forms, one example per route.

A test compares `EXAMPLES` with the routes, so that a page without an example fails: else nobody
would see its missing translations, or its words running out of the page.
"""

from collections.abc import Iterator

from tests.cast import Desk
from tests.i18n.examples import errors, panel, portal, properties, wizard
from tests.i18n.tour import EXAMPLES, Page, Tour

__all__ = ["EXAMPLES", "NO_PAGE", "errors", "panel", "portal", "properties", "shown", "wizard"]

# Addresses that answer with something else than a page.
NO_PAGE = {
    "GET /health": "JSON",
    "GET /ticket/<track>/files/<number:int>": "a file",
    "GET /ticket/<track>/files/<number:int>/preview": "a picture",
    "GET /admin/tickets/<number:int>/files/<file:int>": "a file",
    "GET /admin/tickets/<number:int>/files/<file:int>/preview": "a picture",
    "GET /ticket/<track>/reply": "a redirect",
    "GET /admin/tickets/new/customers": "a part of a page",
    "GET /admin/mail/test": "a redirect",
    "GET /install": "a redirect",
    "GET /install/begin": "a redirect",
    "GET /install/reached": "a word for the wizard itself",
    "POST /install/upload": "JSON",
    "GET /admin": "a redirect",
    "GET /admin/": "a redirect",
}


def shown(desk: Desk, language: str) -> Iterator[Page]:
    """Every page of an installed desk in a language: its name, and the answer with its HTML."""
    tour = Tour(desk, language)
    for show in dict.fromkeys(EXAMPLES.values()):
        for name, answer in show(tour):
            is_page = answer.content_type == "text/html" and answer.text
            assert is_page, f"{name}: {answer.status} is no page"
            yield name, answer
