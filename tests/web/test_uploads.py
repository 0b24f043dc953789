"""Files of a form: wrong ones are named with the limit, good ones needn't be chosen again."""

import pytest
from webtest import TestResponse

from helpdesk import attachments, db, settings
from helpdesk.schema import Attachment, File, Ticket
from tests.asking import form_to, post, submit, token
from tests.cast import Desk

GOOD = ("good.txt", b"good words")


def limit(**changes: object) -> None:
    with db.transaction():
        settings.change({f"files.{key}": value for key, value in changes.items()})


def wrong(page: TestResponse) -> str:
    return str(page.html.find(id="f-attachments-error").get_text(strip=True))


def kept(page: TestResponse) -> list[tuple[str, str]]:
    """Names and tokens of the files that the form kept."""
    found = page.html.find_all("input", attrs={"name": "kept"})
    return [(str(tag.parent.find(title=True)["title"]), str(tag["value"])) for tag in found]


def names() -> list[str]:
    return [row.name for row in Attachment.select().order_by(Attachment.id)]


def test_files_are_stored_with_the_request(desk: Desk) -> None:
    submit(desk, files=(GOOD, ("two.pdf", b"%PDF")))
    assert names() == ["good.txt", "two.pdf"] and Ticket.get().attachments == 2
    assert attachments.store().path(File.get().sha256).read_bytes() == b"good words"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("large.txt", b"x" * 1_000_001, "“large.txt” is too large: 1.0 MB. At most 1 MB"),
        ("run.exe", b"MZ", "“run.exe” is of a type that isn't taken"),
        ("page.html", b"<script>", "“page.html” is of a type that isn't taken"),
        ("drawing.svg", b"<svg>", "“drawing.svg” is of a type that isn't taken"),
        ("noending", b"x", "“noending” is of a type that isn't taken"),
        ("run.exe.", b"MZ", "“run.exe” is of a type that isn't taken"),
    ],
)
def test_a_wrong_file_is_named_and_the_good_ones_are_kept(
    desk: Desk, name: str, content: bytes, said: str
) -> None:
    limit(size=1)
    page = submit(desk, files=((name, content), GOOD), status=422)
    assert said in wrong(page)
    assert [name for name, _token in kept(page)] == ["good.txt"]
    assert Ticket.select().count() == Attachment.select().count() == 0


def test_every_wrong_file_is_named(desk: Desk) -> None:
    page = submit(desk, files=(("a.exe", b"x"), ("b.exe", b"x")), status=422)
    assert "“a.exe”" in wrong(page) and "“b.exe”" in wrong(page)


def test_too_many_files_are_told_and_as_many_as_fit_are_kept(desk: Desk) -> None:
    limit(count=2)
    files = tuple((f"{number}.txt", b"x%d" % number) for number in range(3))
    page = submit(desk, files=files, status=422)
    assert "at most 2 can be added" in wrong(page)
    assert [name for name, _token in kept(page)] == ["0.txt", "1.txt"]
    form_to(page, "/submit").submit(status=303)
    assert names() == ["0.txt", "1.txt"]


def test_kept_files_go_with_the_next_sending(desk: Desk) -> None:
    browser = desk.browser()
    page = submit(desk, browser, files=(GOOD,), email="", status=422)
    form = form_to(page, "/submit")
    form["email"] = "cleo@example.com"
    form.submit(status=303)
    assert names() == ["good.txt"]


def test_kept_files_that_were_unticked_stay_behind(desk: Desk) -> None:
    page = submit(desk, files=(GOOD, ("two.txt", b"2")), email="", status=422)
    form = form_to(page, "/submit")
    form["email"] = "cleo@example.com"
    form.fields["kept"][0].checked = False
    form.submit(status=303)
    assert names() == ["two.txt"]


def test_kept_and_new_files_are_counted_together(desk: Desk) -> None:
    limit(count=2)
    browser = desk.browser()
    page = submit(desk, browser, files=(GOOD, ("two.txt", b"2")), email="", status=422)
    page = submit(
        desk, browser, kept=[token for _name, token in kept(page)], files=(GOOD,), status=422
    )
    assert "at most 2" in wrong(page) and len(kept(page)) == 2


@pytest.mark.parametrize("state", ["forged form", "throttled"])
def test_kept_files_survive_a_form_that_was_not_even_looked_at(desk: Desk, state: str) -> None:
    browser = desk.browser()
    page = submit(desk, browser, files=(GOOD,), email="", status=422)
    given = [token for _name, token in kept(page)]
    if state == "throttled":
        with db.transaction():
            settings.change({"security.requests_per_hour": 1})
        page = submit(desk, browser, kept=given, status=429)
    else:
        page = submit(desk, browser, kept=given, csrf="", status=422)
    assert [name for name, _token in kept(page)] == ["good.txt"]


def test_a_forged_token_is_ignored(desk: Desk) -> None:
    submit(desk, kept=["forged", "", "a.b.c", "é"])
    assert Ticket.get().attachments == 0 and names() == []


def test_another_browsers_token_is_refused(desk: Desk) -> None:
    page = submit(desk, files=(GOOD,), email="", status=422)
    submit(desk, desk.browser(), kept=[token for _name, token in kept(page)])
    assert names() == []


def test_files_of_a_form_that_is_not_ours_are_not_stored(desk: Desk) -> None:
    submit(desk, files=(GOOD,), csrf="", status=422)
    assert not (desk.folder / "files").exists()


def test_replies_and_notes_take_files_too(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    for action in ("reply", "note"):
        page = post(
            browser,
            f"/admin/tickets/{number}/{action}",
            message="",
            files=((f"{action}.txt", b"x"),),
            status=422,
        )
        form = form_to(page, f"/{action}")
        form["message"] = "Now with words"
        form.submit(status=303)
    assert names() == ["reply.txt", "note.txt"] and Ticket.get().attachments == 2


def test_no_file_chosen_is_no_file(desk: Desk) -> None:
    browser = desk.browser()
    form = form_to(browser.get("/submit"), "/submit")
    assert form.enctype == "multipart/form-data"
    submit(desk, browser, csrf=token(browser), files=(("", b""),))
    assert names() == []


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("C:\\old photos\\photo.txt", "photo.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("gnp\u202etxt.exe.txt", "gnptxt.exe.txt"),
        ("a\tb  c.txt", "ab c.txt"),
        ("n" * 300 + ".txt", "n" * 196 + ".txt"),
        ("Foto 😀 ñ.txt", "Foto 😀 ñ.txt"),
    ],
)
def test_names_are_cleaned(desk: Desk, name: str, stored: str) -> None:
    submit(desk, files=((name, b"x"),))
    assert names() == [stored]
