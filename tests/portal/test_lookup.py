"""Finding a request by tracking ID and address; whoever guesses learns nothing."""

import re

import pytest
from webtest import TestResponse

from helpdesk import db
from helpdesk.clock import now
from helpdesk.schema import Ticket
from tests.asking import form_to, post
from tests.cast import Desk
from tests.watching import statements

EMAIL = "cleo@example.com"
WRONG = {
    "wrong ID": ("AAA-AAA-AAAA", EMAIL),
    "wrong address": ("", "dan@example.com"),
    "both wrong": ("AAA-AAA-AAAA", "dan@example.com"),
    "no ID": ("?", EMAIL),
    "no address": ("", ""),
}


def look_up(desk: Desk, track: str, email: str, status: int = 422) -> TestResponse:
    return post(desk.browser(), "/ticket", track=track, email=email, status=status)


def tried(desk: Desk, kind: str, track: str) -> TestResponse:
    typed, email = WRONG[kind]
    return look_up(desk, typed or track, email)


def plain(page: TestResponse, *typed: str) -> str:
    """The page without the token and without what was typed."""
    text = re.sub(r'name="csrf" value="[^"]+"', "", page.text)
    for words in typed:
        text = text.replace(f'value="{words}"', 'value=""')
    return text


def test_right_it_leads_to_the_request(desk: Desk) -> None:
    ticket = desk.ticket()
    page = look_up(desk, ticket.tracking_id, EMAIL, status=303).follow(status=200)
    page.mustcontain("Since Tuesday the rear wheel rubs.")


@pytest.mark.parametrize("spelling", ["{}", " {} ", "lower", "bare", "#{}", "{}\n"])
def test_the_id_may_be_typed_in_many_ways(desk: Desk, spelling: str) -> None:
    track = desk.ticket().tracking_id
    ways = {"lower": track.lower(), "bare": track.replace("-", "")}
    look_up(desk, ways.get(spelling, spelling.format(track)), EMAIL, status=303)


@pytest.mark.parametrize("email", ["CLEO@example.COM", " cleo@example.com "])
def test_the_address_may_be_typed_in_many_ways(desk: Desk, email: str) -> None:
    look_up(desk, desk.ticket().tracking_id, email, status=303)


@pytest.mark.parametrize("email", ["cléo@example.com", "cleo@example.com.", "cleo"])
def test_another_address_is_another_person(desk: Desk, email: str) -> None:
    look_up(desk, desk.ticket().tracking_id, email)


@pytest.mark.parametrize("kind", WRONG)
def test_every_wrong_try_gets_the_same_answer(desk: Desk, kind: str) -> None:
    track = desk.ticket().tracking_id
    usual, page = tried(desk, "both wrong", track), tried(desk, kind, track)
    assert plain(page, "AAA-AAA-AAAA", track, "?", EMAIL, "dan@example.com") == (
        plain(usual, "AAA-AAA-AAAA", "dan@example.com")
    )
    assert page.html.find(role="alert").get_text().startswith("There is no request with this")
    names = [set(answer.headers) - {"Set-Cookie"} for answer in (page, usual)]
    assert names[0] == names[1]


@pytest.mark.parametrize("kind", WRONG)
def test_every_wrong_try_costs_the_same_statements(desk: Desk, kind: str) -> None:
    track = desk.ticket().tracking_id
    tried(desk, "both wrong", track)
    with statements() as usual:
        tried(desk, "both wrong", track)
    with statements() as found:
        tried(desk, kind, track)
    assert found == usual and any("tracking_id" in statement for statement in found)


def test_a_deleted_request_is_not_found(desk: Desk) -> None:
    track = desk.ticket().tracking_id
    with db.transaction():
        Ticket.update(deleted=now()).execute()
    look_up(desk, track, EMAIL)


def test_a_link_fills_in_the_tracking_id(desk: Desk) -> None:
    page = desk.browser().get("/ticket?track=ABC-DEF-2345")
    assert form_to(page, "/ticket")["track"].value == "ABC-DEF-2345"


def test_what_was_typed_comes_back(desk: Desk) -> None:
    form = form_to(look_up(desk, "AAA-AAA-AAAA", EMAIL), "/ticket")
    assert (form["track"].value, form["email"].value) == ("AAA-AAA-AAAA", EMAIL)
