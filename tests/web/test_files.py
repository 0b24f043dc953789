"""Files on their way out: downloads under their own name, nothing runs, only pictures are shown."""

import io
from urllib.parse import unquote

import pytest
from PIL import Image
from webtest import TestApp, TestResponse

from helpdesk import attachments, db, settings
from helpdesk.app import create_app
from helpdesk.attachments.pictures import SHOWN_WHOLE
from helpdesk.schema import FileContent
from helpdesk.web.files import disposition
from helpdesk.web.headers import FILE_POLICY
from tests.asking import looked_up
from tests.cast import Desk


@pytest.fixture(params=["disk", "database"], autouse=True)
def place(request: pytest.FixtureRequest, desk: Desk) -> str:
    """Where the files are kept: it looks the same from outside."""
    settings.change({"files.store": request.param})
    return str(request.param)


def lose(desk: Desk, ending: str) -> None:
    """Remove bytes from both places."""
    for file in (desk.folder / "files").rglob(f"*{ending}"):
        if file.is_file():
            file.unlink()
    FileContent.delete().where(FileContent.name.endswith(ending)).execute()


def picture(size: int = 40, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.effect_noise((size, size), 90).convert("RGB").save(made, kind)
    return made.getvalue()


def links(browser: TestApp, track: str) -> list[str]:
    page = browser.get(f"/ticket/{track}").html
    return [str(link["href"]) for link in page.find_all("a", class_="hd-file")]


def sent(desk: Desk, name: str, content: bytes) -> tuple[TestApp, str]:
    """Cleo's browser and the address of a file of hers, whatever its type."""
    kept = attachments.store().keep(io.BytesIO(content), name)
    ticket = desk.ticket(files=(kept,))
    browser = looked_up(desk, ticket.tracking_id)
    return browser, links(browser, ticket.tracking_id)[0]


def harmless(answer: TestResponse) -> None:
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == FILE_POLICY


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>"),
        ("page.html", b"<script>alert(1)</script>"),
        ("fake.png", b"<html><script>alert(1)</script>"),
        ("broken.png", b"\x89PNG\r\n\x1a\n and no more"),
        ("text.txt", b"plain"),
        ("empty.txt", b""),
    ],
)
def test_what_is_no_picture_is_a_download(desk: Desk, name: str, content: bytes) -> None:
    browser, link = sent(desk, name, content)
    answer = browser.get(link, status=200)
    harmless(answer)
    assert answer.body == content and answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    browser.get(f"{link}/preview", status=404)


def test_a_picture_is_previewed_and_downloaded(desk: Desk) -> None:
    content = picture()
    browser, link = sent(desk, "photo.png", content)
    small = browser.get(f"{link}/preview", status=200)
    harmless(small)
    assert small.content_type == "image/webp" and "Content-Disposition" not in small.headers
    whole = browser.get(link)
    harmless(whole)
    assert whole.body == content and whole.content_type == "image/png"
    assert whole.headers["Content-Disposition"].startswith("attachment;")


def test_a_small_picture_is_its_own_preview_where_none_was_made(desk: Desk) -> None:
    browser, link = sent(desk, "photo.png", picture())
    lose(desk, ".preview")
    answer = browser.get(f"{link}/preview", status=200)
    harmless(answer)
    assert answer.content_type == "image/png"


def test_a_large_one_then_has_none(desk: Desk) -> None:
    content = picture(400)
    assert len(content) > SHOWN_WHOLE
    browser, link = sent(desk, "photo.png", content)
    lose(desk, ".preview")
    browser.get(f"{link}/preview", status=404)


@pytest.mark.parametrize(
    "name",
    [
        'quo"te\\.txt',
        "new\r\nX-Evil: 1.txt",
        "\u202egnp.txt",
        "Übergröße 😀.txt",
        "%41.txt",
        "; filename=x.exe",
        "n" * 300,
    ],
)
def test_any_name_fits_into_the_header_and_comes_out_again(name: str) -> None:
    made = disposition(name)
    plain, real = made.removeprefix('attachment; filename="').split("\"; filename*=UTF-8''")
    assert made.isascii() and made.isprintable()
    assert '"' not in plain and "\\" not in plain and "%" not in plain
    assert unquote(real) == name


def test_the_header_arrives_as_it_was_made(desk: Desk) -> None:
    browser, link = sent(desk, "Übergröße 😀.txt", b"x")
    assert browser.get(link).headers["Content-Disposition"] == disposition("Übergröße 😀.txt")


def test_part_of_a_file(desk: Desk) -> None:
    browser, link = sent(desk, "a.txt", b"0123456789")
    part = browser.get(link, headers={"Range": "bytes=2-4"}, status=206)
    assert part.body == b"234" and part.headers["Content-Range"] == "bytes 2-4/10"
    harmless(part)
    browser.get(link, headers={"Range": "bytes=50-"}, status=416)


def test_head_tells_the_size_and_sends_nothing(desk: Desk) -> None:
    browser, link = sent(desk, "a.txt", b"0123456789")
    answer = browser.head(link, status=200)
    assert answer.headers["Content-Length"] == "10" and answer.body == b""
    harmless(answer)


def test_what_has_not_changed_is_not_sent_again(desk: Desk) -> None:
    browser, link = sent(desk, "a.txt", b"0123456789")
    tag = browser.get(link).headers["ETag"]
    answer = browser.get(link, headers={"If-None-Match": tag}, status=304)
    assert answer.body == b"" and answer.headers["Content-Security-Policy"] == FILE_POLICY


def test_bytes_that_are_gone_are_not_found(desk: Desk) -> None:
    browser, link = sent(desk, "a.txt", b"0123456789")
    lose(desk, "")
    assert "hd-empty" in browser.get(link, status=404)


def test_bytes_come_also_when_the_request_has_let_go_of_the_database(desk: Desk) -> None:
    """A server asks for the pieces of an answer when the request itself is over."""
    content = bytes(range(256)) * 3000
    browser, link = sent(desk, "a.txt", content)
    browser.app = create_app(desk.folder, resident=False)
    assert browser.get(link).body == content
    assert db.database.is_closed()
