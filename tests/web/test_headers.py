"""Every answer carries the strict policy; pages about people aren't kept by any cache."""

from typing import Any

import pytest
from webtest import TestApp, TestResponse

from helpdesk.web import headers
from tests.asking import as_cleo, form_to, submit
from tests.cast import Desk

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Places:
    """Answers of every kind, as Cleo and as Anna get them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.cleo, self.track = as_cleo(desk, files=(("a.txt", b"x"),))
        self.anna: TestApp = desk.signed_in()
        self.number = self.anna.get("/admin/tickets").html.find("td", class_="c-subj").a["href"]

    def page(self, name: str) -> TestResponse:
        cleo, anna = self.cleo, self.anna
        ticket = f"/ticket/{self.track}"
        asked: dict[str, Any] = {
            "home": lambda: cleo.get("/"),
            "form": lambda: cleo.get("/submit"),
            "refused form": lambda: submit(self.desk, cleo, email="", status=422),
            "redirect": lambda: cleo.get("/submit/", status=303),
            "sign in first": lambda: cleo.get("/admin/tickets", status=303),
            "missing": lambda: cleo.get("/nowhere", status=404),
            "missing request": lambda: cleo.get("/ticket/AAA-AAA-AAAA", status=404),
            "wrong method": lambda: cleo.request("/submit", method="DELETE", status=404),
            "request": lambda: cleo.get(ticket),
            "thank you": lambda: cleo.get(f"{ticket}/received"),
            "file": lambda: cleo.get(f"{ticket}/files/{self.file()}"),
            "list": lambda: anna.get("/admin/tickets"),
            "ticket": lambda: anna.get(self.number),
            "log-in": lambda: cleo.get("/admin/login"),
            "refused log-in": lambda: self.wrong_password(),
            "health": lambda: cleo.get("/health"),
            "static": lambda: cleo.get("/static/css/theme.css"),
        }
        found: TestResponse = asked[name]()
        return found

    def file(self) -> str:
        page = self.cleo.get(f"/ticket/{self.track}").html
        return str(page.find("a", class_="hd-file")["href"].split("/")[-1])

    def wrong_password(self) -> TestResponse:
        return form_to(self.cleo.get("/admin/login"), "/admin/login").submit(status=422)


PRIVATE = ["request", "thank you", "missing request", "list", "ticket", "log-in", "refused log-in"]
PUBLIC = ["home", "form", "refused form", "redirect", "missing", "wrong method"]


@pytest.fixture
def engine() -> str:
    return "sqlite"  # headers know nothing of the database


@pytest.fixture
def places(desk: Desk) -> Places:
    return Places(desk)


@pytest.mark.parametrize("name", [*PRIVATE, *PUBLIC, "sign in first", "file", "health", "static"])
def test_every_answer_has_the_headers_that_protect(places: Places, name: str) -> None:
    found = places.page(name).headers
    assert {key: found.get(key) for key in ALWAYS} == ALWAYS
    policy = headers.FILE_POLICY if name == "file" else headers.POLICY
    if name == "ticket":  # whose editor brings a style sheet
        page = places.page(name)
        found, nonce = page.headers, page.html.find("meta", attrs={"name": "csp-nonce"})["content"]
        policy = headers.policy(nonce)
        assert len(nonce) >= 20 and nonce not in places.page(name)
    assert found.getall("Content-Security-Policy") == [policy]


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in headers.POLICY.split(";"))
    assert rules["default-src"] == "'self'" and rules["object-src"] == "'none'"
    assert rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == "'self'" and rules["img-src"] == "'self' data:"
    assert "unsafe" not in headers.POLICY and "*" not in headers.POLICY


def test_nothing_of_people_runs_whatever_a_browser_takes_it_for() -> None:
    assert "default-src 'none'" in headers.FILE_POLICY and "sandbox" in headers.FILE_POLICY
    assert "allow-" not in headers.FILE_POLICY


@pytest.mark.parametrize("name", PRIVATE)
def test_pages_about_people_are_not_stored(places: Places, name: str) -> None:
    assert places.page(name).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", PUBLIC)
def test_other_pages_are_asked_for_again(places: Places, name: str) -> None:
    assert places.page(name).headers["Cache-Control"] == "private, no-cache"


def test_pages_have_neither_scripts_nor_styles_inside(places: Places) -> None:
    for name in (*PRIVATE, *PUBLIC):
        page = places.page(name)
        if page.status_code == 303:
            continue
        for tag in page.html.find_all(True):
            assert tag.name != "style" and not tag.get("style"), tag
            assert tag.name != "script" or (tag.get("src") and not tag.string), tag
            assert not [name for name in tag.attrs if name.startswith("on")], tag
