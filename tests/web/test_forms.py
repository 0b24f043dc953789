"""What arrives in a form: long texts whole, odd signs harmless, everything else refused kindly."""

import pytest
from webtest import TestApp, TestResponse

from helpdesk.schema import Message, Ticket
from helpdesk.web.forms import Form, _clean
from tests.asking import REQUEST, form_to, submit, token
from tests.cast import Desk

LONG = "Ж€ 𝄞 ordinary words\n" * 7_500  # 150,000 signs and more, in more bytes


def sent(desk: Desk, browser: TestApp, kind: str, **changes: str) -> TestResponse:
    """Post the request's form in one of the two encodings."""
    fields = {**REQUEST, "category": str(desk.category("General").id), "csrf": token(browser)}
    fields |= changes
    if kind == "multipart":
        files = [("attachments", "", b"")]  # what browsers send where no file was chosen
        return browser.post("/submit", fields, upload_files=files, status="*")
    return browser.post("/submit", fields, status="*")


@pytest.fixture(params=["urlencoded", "multipart"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_long_text_arrives_whole(desk: Desk, kind: str) -> None:
    assert sent(desk, desk.browser(), kind, message=LONG).status_code == 303
    assert Message.get().text == LONG


def test_a_long_text_comes_back_whole(desk: Desk, kind: str) -> None:
    page = sent(desk, desk.browser(), kind, message=LONG, email="")
    assert page.status_code == 422
    assert form_to(page, "/submit")["message"].value.strip("\n") == LONG.strip("\n")


def test_a_text_of_more_than_a_million_signs_is_refused_by_name(desk: Desk, kind: str) -> None:
    page = sent(desk, desk.browser(), kind, message="x" * 1_000_001)
    assert page.status_code == 422 and "at most a million characters" in page
    assert Ticket.select().count() == 0


@pytest.mark.parametrize(
    "odd",
    ["a\x00b", "\u202egnp.exe", "😀🏳️‍🌈", "\x1b[31m", "\ufeff\u200b", "<b>&amp;'\"", "{{ 7*7 }} %s"],
)
def test_odd_signs_do_no_harm(desk: Desk, kind: str, odd: str) -> None:
    browser = desk.browser()
    words = f"Before {odd} after"
    answer = sent(desk, browser, kind, name=words, subject=words, message=words)
    assert answer.status_code == 303
    answer.follow(status=200)
    track = answer.location.split("/")[-2]
    page = browser.get(f"/ticket/{track}")
    assert Message.get().text == words.replace("\x00", "")
    assert page.html.h1.string == words.replace("\x00", "")
    anna = desk.signed_in()
    anna.get(f"/admin/tickets/{Ticket.get().id}", status=200)
    anna.get("/admin/tickets", status=200)


def test_what_is_not_utf8_is_replaced(desk: Desk) -> None:
    browser = desk.browser()
    category, given = desk.category("General").id, token(browser)
    body = f"csrf={given}&category={category}&email=c%40example.com&subject=%ED%A0%80&message=%FF"
    browser.post("/submit", body.encode(), status=303)
    assert Message.get().text == "\ufffd"


def test_lone_surrogates_and_nul_never_reach_the_database() -> None:
    assert _clean("a\ud800b\0c\r\nd\re") == "a?bc\nd\ne"


@pytest.mark.parametrize("missing", ["name", "email", "subject", "message", "category"])
def test_a_missing_field_is_named_beside_it(desk: Desk, missing: str) -> None:
    page = submit(desk, **{missing: "", "status": 303 if missing == "name" else 422})
    if missing != "name":
        assert page.html.find(id=f"f-{missing}-error").get_text(strip=True)
        assert page.html.find(id=f"f-{missing}")["aria-invalid"] == "true"
        assert Ticket.select().count() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "x" * 256),
        ("email", "x" * 64 + "@" + "y" * 190),
        ("subject", "x" * 256),
        ("category", "99999999999999999999999"),
        ("category", "1 OR 1=1"),
        ("priority", "99999999999999999999999"),
        ("email", "cleo"),
    ],
)
def test_a_field_that_does_not_fit_is_named_beside_it(desk: Desk, name: str, value: str) -> None:
    page = submit(desk, **{name: value, "status": 422})
    assert page.html.find(id=f"f-{name}-error").get_text(strip=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", "N" * 255), ("subject", "S" * 255), ("email", "e@" + "x" * 184 + ".com")],
)
def test_the_longest_that_fits_is_taken(desk: Desk, name: str, value: str) -> None:
    submit(desk, **{name: value, "status": 303})


def test_missing_fields_at_all_are_no_error_of_ours(desk: Desk) -> None:
    browser = desk.browser()
    for path in ("/submit", "/ticket", "/admin/login"):
        browser.post(path, {"csrf": token(browser)}, status=422)


def test_everything_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    page = submit(desk, email="", subject="", message="", status=422)
    assert len(page.html.find_all(attrs={"aria-invalid": "true"})) == 3


def test_the_last_of_several_values_counts() -> None:
    form = Form({"a": ["1", "2"]})
    assert form.value("a") == "2" and form.all("a") == ["1", "2"] and form.value("b") == ""


def test_only_what_hurts_to_lose_is_given_back() -> None:
    form = Form({"password": ["x"], "message": ["words"], "subject": [" "]})
    assert form.typed() == [("message", "words")]


def test_fingerprint_knows_forms_apart() -> None:
    form = Form({"message": ["a"], "csrf": ["t"]})
    assert form.fingerprint("1") == Form({"message": ["a"], "csrf": ["u"]}).fingerprint("1")
    assert form.fingerprint("1") != form.fingerprint("2")
    assert form.fingerprint("1") != Form({"message": ["b"]}).fingerprint("1")
    assert Form({"a": ["b", "c"]}).fingerprint("1") != Form({"a": ["bc"]}).fingerprint("1")
