"""What keeps machines from the form, and never a person: nothing typed is ever lost to it."""

import base64
import json
import re
import time
from types import SimpleNamespace
from typing import Any

import altcha
import pytest
from webtest import TestApp, TestResponse

from helpdesk import db, settings
from helpdesk.schema import Once, Ticket
from helpdesk.web import csrf, guard, once, proof
from tests.asking import REQUEST, as_cleo, form_to, submit
from tests.cast import Desk
from tests.watching import reading, statements

TEXT = "A long story that nobody types twice."
WORDS = dict(
    zip(("two", "three", "four", "five", "six", "seven", "eight"), range(2, 9), strict=True)
)


def change(**values: Any) -> None:
    with db.transaction():
        settings.change({f"portal.{key}": value for key, value in values.items()})


def opened(desk: Desk, browser: TestApp | None = None) -> Any:
    """The form, filled in."""
    form = form_to((browser or desk.browser()).get("/submit"), "/submit")
    form["category"] = str(desk.category("General").id)
    for name, text in {**REQUEST, "message": TEXT}.items():
        form[name] = text
    return form


def challenge(page: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.html.select_one("[data-hd-proof]")["data-hd-proof"])
    return found


def solved(told: dict[str, Any]) -> str:
    """What the browser's solver makes of a challenge."""
    made = altcha.Challenge.from_dict(told)
    solution = altcha.solve_challenge(made)
    assert solution
    return str(altcha.Payload(made, solution).to_base64())


def right_answer(page: TestResponse) -> str:
    asked = page.html.find("label", attrs={"for": "f-answer"}).get_text()
    return str(sum(WORDS[word] for word in re.findall(r"\w+", asked) if word in WORDS))


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little work: Python is slow at it."""
    monkeypatch.setattr(proof, "LEAST", 5)
    monkeypatch.setattr(proof, "MOST", 50)


def test_too_quick_a_sending_comes_back_with_all_that_was_typed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(least_seconds=3)
    page = opened(desk).submit(status=422)
    assert "send it again" in page and Ticket.select().count() == 0
    again = form_to(page, "/submit")
    assert again["message"].value.strip() == TEXT
    later = SimpleNamespace(time=lambda: time.time() + 4)
    monkeypatch.setattr(csrf, "time", later)  # the same token, as its age goes on
    again.submit(status=303)
    assert Ticket.select().count() == 1


def test_staff_are_never_too_quick(desk: Desk) -> None:
    change(least_seconds=60, check="always")
    browser = desk.signed_in()
    page = browser.get("/submit")
    assert not page.html.select_one("[data-hd-proof]")
    submit(desk, browser)


def test_the_bait_is_hidden_from_people_and_from_what_fills_forms_in(desk: Desk) -> None:
    bait = desk.browser().get("/submit").html.find(id="f-website")
    assert (bait["tabindex"], bait["autocomplete"]) == ("-1", "off")
    assert bait.find_parent(class_="hd-bait")["aria-hidden"] == "true"


def test_who_takes_the_bait_is_asked_and_loses_nothing(desk: Desk) -> None:
    form = opened(desk)
    form["website"] = "https://pills.example"
    page = form.submit(status=422)
    again = form_to(page, "/submit")
    assert again["message"].value.strip() == TEXT and Ticket.select().count() == 0
    again["answer"] = right_answer(page)
    again.submit(status=303)


def test_nothing_is_asked_while_all_is_calm(desk: Desk) -> None:
    change(check="busy")
    page = desk.browser().get("/submit")
    assert not page.html.find(id="f-answer") and not page.html.select_one("[data-hd-proof]")
    submit(desk)


def test_asked_once_a_network_has_used_half_of_its_limit(desk: Desk) -> None:
    change(check="busy")
    with db.transaction():
        settings.change({"security.requests_per_hour": 4})
    for number in range(2):
        submit(desk, message=f"No. {number}")
    assert not desk.browser().get("/submit").html.find(id="f-answer")
    page = submit(desk, message="No. 3", status=422)
    assert page.html.find(id="f-answer") and "One more step" in page
    assert desk.browser().get("/submit").html.find(id="f-answer")
    other = desk.browser(REMOTE_ADDR="198.51.100.7")
    assert not other.get("/submit").html.find(id="f-answer")


def test_asked_once_the_whole_desk_is_busy(desk: Desk) -> None:
    change(check="busy", busy_from=4)
    for number in range(3):
        browser = desk.browser(REMOTE_ADDR=f"198.51.100.{number}")
        submit(desk, browser, message=f"No. {number}", status=303 if number < 2 else 422)
    assert desk.browser(REMOTE_ADDR="203.0.113.4").get("/submit").html.find(id="f-answer")


def test_the_form_costs_no_more_than_four_queries_while_it_is_asked(desk: Desk) -> None:
    change(check="busy", busy_from=2)
    submit(desk)
    submit(desk, message="Another", status=422)
    with statements() as found:
        page = desk.browser().get("/submit")
    assert page.html.find(id="f-answer") and len(reading(found)) <= 4


def test_a_proof_of_work_is_enough(desk: Desk) -> None:
    change(check="always")
    form = opened(desk)
    form["altcha"] = solved(challenge(form.response))
    form.submit(status=303)


def test_the_right_answer_is_enough_without_scripts(desk: Desk) -> None:
    change(check="always")
    form = opened(desk)
    form["answer"] = f" {right_answer(form.response)} "
    form.submit(status=303)


def test_a_wrong_answer_brings_another_question_and_keeps_the_text(desk: Desk) -> None:
    change(check="always")
    form = opened(desk)
    form["answer"] = "1"
    page = form.submit(status=422)
    assert page.html.find(id="f-answer-error") and not page.html.find(id="f-answer")["value"]
    again = form_to(page, "/submit")
    assert again["message"].value.strip() == TEXT
    again["answer"] = right_answer(page)
    again.submit(status=303)


def test_an_own_question(desk: Desk) -> None:
    change(check="always", question="What do we sell?", answers="Bikes, Fahrräder ,  e-bikes")
    for answer, status in (("a car", 422), ("", 422), ("  FAHRRÄDER", 303)):
        form = opened(desk)
        assert "What do we sell?" in form.response
        form["answer"] = answer
        form.submit(status=status)


def test_an_own_question_without_answers_is_not_asked(desk: Desk) -> None:
    change(check="always", question="What do we sell?", answers=" , ")
    form = opened(desk)
    assert "What do we sell?" not in form.response
    form["answer"] = right_answer(form.response)
    form.submit(status=303)


def test_a_proof_counts_once(desk: Desk) -> None:
    change(check="always")
    browser = desk.browser()
    form = opened(desk, browser)
    form["altcha"] = solved(challenge(form.response))
    form.submit(status=303)
    form["message"] = "Another text, with the proof of before"
    form.submit(status=422)
    assert Ticket.select().count() == 1


def test_the_same_sending_twice_leads_to_the_same_request(desk: Desk) -> None:
    change(check="always")
    form = opened(desk)
    form["altcha"] = solved(challenge(form.response))
    first, second = form.submit(status=303), form.submit(status=303)
    assert first.location == second.location and Ticket.select().count() == 1


def test_a_twin_that_comes_in_between_leads_there_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have passed the look whether it was sent before; one was a moment faster."""
    change(check="always")
    form = opened(desk)
    form["altcha"] = solved(challenge(form.response))
    first = form.submit(status=303)
    asked: list[str] = []
    look = once.result

    def later(key: str) -> once.Result | None:
        asked.append(key)
        return look(key) if len(asked) > 1 else None

    monkeypatch.setattr(once, "result", later)
    monkeypatch.setattr("helpdesk.tickets.sent_before", lambda *_a, **_k: None)
    assert form.submit(status=303).location == first.location and Ticket.select().count() == 1


def test_a_refused_sending_uses_nothing_up(desk: Desk) -> None:
    change(check="always")
    form = opened(desk)
    form["altcha"], form["email"] = solved(challenge(form.response)), "nowhere"
    form.submit(status=422)
    assert Once.select().count() == 0
    form["email"] = "cleo@example.com"
    form.submit(status=303)


def test_a_proof_of_another_form_is_none(desk: Desk) -> None:
    change(check="always")
    other = solved(challenge(desk.browser().get("/submit")))
    form = opened(desk)
    form["altcha"] = other
    form.submit(status=422)


def test_a_proof_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    change(check="always")
    monkeypatch.setattr(proof, "LASTS", -5)
    form = opened(desk)
    form["altcha"] = solved(challenge(form.response))
    form.submit(status=422)


def _altered(told: dict[str, Any], **changes: Any) -> str:
    parameters = {**told["parameters"], **changes}
    return solved({"parameters": parameters, "signature": told["signature"]})


def test_an_altered_challenge_is_none(desk: Desk) -> None:
    change(check="always")
    for changes in ({"keyPrefix": "0"}, {"keyPrefix": ""}, {"expiresAt": 9999999999}):
        form = opened(desk)
        form["altcha"] = _altered(challenge(form.response), **changes)
        form.submit(status=422)


@pytest.mark.parametrize(
    "payload",
    [
        "x",
        "é" * 100,
        "A" * 1_000_000,
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b"null").decode(),
        base64.b64encode(b'{"challenge": [], "solution": 7}').decode(),
        base64.b64encode(b'{"challenge": {"parameters": {}}, "solution": {}}').decode(),
        base64.b64encode(b"[" * 2000).decode(),
        base64.b64encode(
            json.dumps(
                {
                    "challenge": {
                        "parameters": {
                            **dict.fromkeys(("algorithm", "nonce", "salt"), "x"),
                            "cost": 10**12,
                            "expiresAt": "never",
                        },
                        "signature": 7,
                    },
                    "solution": {"counter": -1, "derivedKey": None},
                }
            ).encode()
        ).decode(),
    ],
)
def test_odd_payloads_are_no_proof(desk: Desk, payload: str) -> None:
    change(check="always")
    form = opened(desk)
    form["altcha"] = payload
    page = form.submit(status=422)
    assert form_to(page, "/submit")["message"].value.strip() == TEXT


@pytest.mark.parametrize("answer", ["٧", "-1", "1e1", "9" * 5000, "<b>", "\x00", "²"])
def test_odd_answers_are_no_error(desk: Desk, answer: str) -> None:
    change(check="always")
    form = opened(desk)
    form["answer"] = answer
    form.submit(status="*")


def test_digits_of_any_script_are_an_answer() -> None:
    one, two = guard._sum("abc")
    digits = str(one + two).translate({48 + n: 0x0660 + n for n in range(10)})
    assert guard._is_right("abc", digits)


def test_who_has_sent_before_is_asked_at_the_sending(desk: Desk) -> None:
    """The form spares a query for people with a session; the sending tells them."""
    browser, _track = as_cleo(desk)
    change(check="busy", busy_from=2)
    assert not browser.get("/submit").html.find(id="f-answer")
    page = submit(desk, browser, message="A second matter", status=422)
    form = form_to(page, "/submit")
    form["answer"] = right_answer(page)
    form.submit(status=303)
