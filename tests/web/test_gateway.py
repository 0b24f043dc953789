"""What stands in front of the app on every host: each server's ways are made alike."""

import io
from typing import Any

import pytest

from helpdesk.web import forms, gateway


def _seen(**environ: Any) -> tuple[str, str]:
    gateway.put_right(environ)
    return environ["SCRIPT_NAME"], environ["PATH_INFO"]


@pytest.mark.parametrize("entry", ["index.cgi", "index.fcgi"])
@pytest.mark.parametrize(
    ("asked", "handed_on", "prefix", "path"),
    [
        ("/helpdesk/", "/", "/helpdesk", "/"),
        ("/helpdesk/submit?a=/b", "/submit", "/helpdesk", "/submit"),
        ("/helpdesk/{entry}", "", "/helpdesk/{entry}", ""),
        ("/helpdesk/{entry}/submit", "/submit", "/helpdesk/{entry}", "/submit"),
        ("/helpdesk//submit", "/submit", "/helpdesk", "//submit"),
        ("/helpdesk/kb/a%2Fb", "/kb/a/b", "/helpdesk", "/kb/a/b"),
        ("/helpdesk/kb/100%25", "/kb/100%", "/helpdesk", "/kb/100%"),
        # as the system's locale had it decoded, or not: the address says it
        ("/helpdesk/kb/%C3%A9", "/kb/\udcc3\udca9", "/helpdesk", "/kb/\xc3\xa9"),
        ("/helpdesk/kb/%FF", "/kb/\udcff", "/helpdesk", "/kb/\xff"),
        ("https://desk.example/helpdesk/submit", "/submit", "/helpdesk", "/submit"),
        # the site leads desk.example/… into its folder /helpdesk
        ("/submit", "/submit", "", "/submit"),
        ("/support/submit", "/submit", "/support", "/submit"),
        ("/helpdesks/x", "/y", "/helpdesk", "/y"),
        ("", "/submit", "/helpdesk", "/submit"),
    ],
)
def test_entry_files(entry: str, asked: str, handed_on: str, prefix: str, path: str) -> None:
    """The entry file shows only to who asked for it; the path is what the browser asked for."""
    seen = _seen(
        SCRIPT_NAME=f"/helpdesk/{entry}",
        PATH_INFO=handed_on,
        REQUEST_URI=asked.format(entry=entry),
    )
    assert seen == (prefix.format(entry=entry), path)


def test_an_entry_at_the_top_of_a_site() -> None:
    assert _seen(SCRIPT_NAME="/index.cgi", PATH_INFO="/x", REQUEST_URI="/x") == ("", "/x")
    assert _seen(SCRIPT_NAME="/index.cgi", PATH_INFO="/", REQUEST_URI="/") == ("", "/")


def test_passenger_leaves_paths_encoded() -> None:
    """Known by a name of its own in the environment."""
    asked = {"SCRIPT_NAME": "/helpdesk", "PATH_INFO": "/kb/%C3%A9%20%2525"}
    assert _seen(**asked, **{"passenger.hijack": None}) == ("/helpdesk", "/kb/\xc3\xa9 %25")
    assert _seen(**asked) == ("/helpdesk", "/kb/%C3%A9%20%2525")


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/admin/tickets/", "/admin/tickets"),  # a folder of ours: Apache has added the slash
        ("/admin/", "/admin/"),  # a page whose address ends with one
        ("/install/", "/install/"),
        ("/", "/"),
        ("/static/", "/static"),
        ("/ticket/", "/ticket/"),  # no folder: the app says where it goes on
        ("/../", "/.."),  # whatever it is, no page
        ("/" + "x" * 5000 + "/", "/" + "x" * 5000 + "/"),
        ("/admin\0/", "/admin\0/"),
    ],
)
def test_a_slash_that_apache_has_added(asked: str, path: str) -> None:
    """To send the browser back, as the app does elsewhere, would never end."""
    assert _seen(SCRIPT_NAME="/helpdesk/index.cgi", PATH_INFO=asked) == ("/helpdesk", path)


def test_nobody_else_adds_one() -> None:
    """Where no entry file stands in the address, no folder of ours does either."""
    asked = "/admin/tickets/"
    assert _seen(SCRIPT_NAME="/helpdesk", PATH_INFO=asked) == ("/helpdesk", asked)


def test_who_asks_for_the_entry_file_stays_with_it() -> None:
    """The server may ignore `.htaccess`: then no other address leads to the desk."""
    asked, entry = "/helpdesk/index.cgi/install/?code=x", "/helpdesk/index.cgi"
    seen = _seen(SCRIPT_NAME=entry, PATH_INFO="/install/", REQUEST_URI=asked)
    assert seen == (entry, "/install/")


def test_authorization() -> None:
    """Apache's name for it counts where there is no other."""
    environ: dict[str, Any] = {"REDIRECT_HTTP_AUTHORIZATION": "Bearer x"}
    gateway.put_right(environ)
    assert environ["HTTP_AUTHORIZATION"] == "Bearer x"
    environ["HTTP_AUTHORIZATION"] = "Bearer y"
    gateway.put_right(environ)
    assert environ["HTTP_AUTHORIZATION"] == "Bearer y"


@pytest.mark.parametrize("size", [0, 5, 3_000_000])
def test_chunked_bodies_that_the_server_took_apart(size: int) -> None:
    """They get a length, and aren't taken apart a second time."""
    body = b"message=" + b"x" * size
    environ = {
        "HTTP_TRANSFER_ENCODING": "chunked",
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "wsgi.input": io.BytesIO(body),
    }
    gateway.put_right(environ)
    assert environ["CONTENT_LENGTH"] == str(len(body))
    assert "HTTP_TRANSFER_ENCODING" not in environ
    assert forms.read(environ).value("message") == "x" * size


def test_endless_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is kept than a form may have; the form says that it is too much."""
    monkeypatch.setattr(forms, "BODY_MOST", 100_000)

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b"x" * size

    environ = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": Endless()}
    gateway.put_right(environ)
    assert 100_000 < int(str(environ["CONTENT_LENGTH"])) <= 100_000 + gateway.PIECE


def test_errors_before_the_app(caplog: pytest.LogCaptureFixture) -> None:
    """A page with a number; the reason stands in the log."""
    told: list[str] = []

    def fails(environ: Any, start_response: Any) -> Any:
        raise RuntimeError("out of memory")

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.append(status)
        assert ("Cache-Control", "no-store") in headers

    page = b"".join(gateway.Gateway(fails)({}, start)).decode()
    assert told == ["500 Internal Server Error"] and "memory" not in page
    assert caplog.records[0].getMessage()[:7] in page and caplog.records[0].exc_info
