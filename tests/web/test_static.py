"""Static files: cached for ever under addresses that change with their content."""

import gzip
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from webtest import TestApp, TestResponse

from helpdesk import paths
from helpdesk.web import static, template_globals
from tests.asking import as_cleo, form_to, raw
from tests.cast import Desk

PACKED = (".css", ".js", ".svg")


@pytest.fixture
def engine() -> str:
    return "sqlite"


def links(desk: Desk) -> set[str]:
    """Every address of a static file on every page."""
    cleo, track = as_cleo(desk, files=(("a.txt", b"x"),))
    anna = desk.signed_in()
    number = anna.get("/admin/tickets").html.find("td", class_="c-subj").a["href"]
    guests = ["/", "/submit", "/ticket", f"/ticket/{track}", f"/ticket/{track}/received", "/x"]
    pages = [cleo.get(path, status="*") for path in guests]
    pages += [anna.get(path) for path in ("/admin/tickets", number, "/admin/account/password")]
    pages.append(form_to(desk.browser().get("/admin/login"), "/admin/login").submit(status=422))
    tags = [tag for page in pages for tag in page.html.find_all(True)]
    found = {str(tag.get(name, "")) for tag in tags for name in ("href", "src")}
    return {address for address in found if address.startswith("/static/")}


def originals() -> Iterator[Path]:
    return (file for file in paths.STATIC.rglob("*") if file.suffix in PACKED)


def test_every_link_carries_the_checksum_of_what_it_leads_to(desk: Desk) -> None:
    found, browser = links(desk), desk.browser()
    assert len(found) > 8
    for link in found:
        address, _mark, checksum = link.partition("#")[0].partition("?v=")
        body = browser.get(address, status=200).body
        assert hashlib.sha256(body).hexdigest()[:8] == checksum, link


def test_a_changed_file_has_another_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "STATIC", tmp_path)
    sums = []
    for content in ("one", "two", "one"):
        (tmp_path / "x.css").write_text(content)
        template_globals.checksum.cache_clear()
        sums.append(template_globals.checksum("x.css"))
    template_globals.checksum.cache_clear()
    assert sums[0] == sums[2] != sums[1] and len(sums[0]) == 8


def test_kept_for_a_year(desk: Desk) -> None:
    for file in originals():
        address = f"/static/{file.relative_to(paths.STATIC).as_posix()}"
        answer = desk.browser().get(address, status=200)
        assert f"max-age={static.YEAR}" in answer.headers["Cache-Control"]


def test_sent_packed_to_those_who_take_it(desk: Desk) -> None:
    plain = raw(desk, "/static/css/tokens.css")
    packed = raw(desk, "/static/css/tokens.css", HTTP_ACCEPT_ENCODING="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 2
    assert "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.parametrize("path", ["/static/", "/static/css", "/static/x.css", "/static/../run.py"])
def test_what_is_not_there_is_a_page_that_says_so(desk: Desk, path: str) -> None:
    assert "hd-empty" in desk.browser().get(path, status="*").maybe_follow(status=404)


def test_packed_copies_are_made_once_and_old_ones_go(tmp_path: Path) -> None:
    old = tmp_path / "cache" / "static-0-old"
    old.mkdir(parents=True)
    first = static._compressed(tmp_path)
    made = (first / "css" / "theme.css.gz").stat().st_mtime_ns
    assert static._compressed(tmp_path) == first and not old.exists()
    assert (first / "css" / "theme.css.gz").stat().st_mtime_ns == made


def test_a_folder_that_cannot_be_written_costs_only_the_packing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert static._compressed(tmp_path) == paths.STATIC


def test_what_a_release_has_packed_is_not_packed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own .gz is sent, and no copy is made in the data folder."""
    monkeypatch.setattr(paths, "STATIC", tmp_path / "static")
    file = with_packed(b"plain" * 100)
    sent = tokens(tmp_path)
    assert sent.body == file.with_name("tokens.css.gz").read_bytes()
    assert sent.headers["Content-Encoding"] == "gzip"
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("edited", [b"white" * 100, b"longer" * 100])
@pytest.mark.parametrize("passed", [-3600, 3600])
def test_an_edited_file_is_not_hidden_by_its_packed_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: bytes, passed: int
) -> None:
    """Even one of the same length, whatever time an upload has given it; and its links say so."""
    monkeypatch.setattr(paths, "STATIC", tmp_path / "static")
    file = with_packed(b"plain" * 100)
    template_globals.checksum.cache_clear()
    before = template_globals.checksum("css/tokens.css")
    time = file.stat().st_mtime + passed
    file.write_bytes(edited)
    os.utime(file, (time, time))
    sent = tokens(tmp_path)
    assert "Content-Encoding" not in sent.headers and sent.body == edited
    template_globals.checksum.cache_clear()
    after = template_globals.checksum("css/tokens.css")
    template_globals.checksum.cache_clear()
    assert len(before) == 8 and after.endswith("-plain") and after[:8] != before


@pytest.mark.parametrize("broken", [b"", b"\x1f\x8b"])
def test_a_packed_copy_that_was_cut_off_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes
) -> None:
    monkeypatch.setattr(paths, "STATIC", tmp_path / "static")
    with_packed(b"plain" * 100).with_name("tokens.css.gz").write_bytes(broken)
    assert tokens(tmp_path).body == b"plain" * 100


def with_packed(content: bytes) -> Path:
    """A static file as a release brings it."""
    file = paths.STATIC / "css" / "tokens.css"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    file.with_name("tokens.css.gz").write_bytes(gzip.compress(content))
    return file


def tokens(folder: Path) -> TestResponse:
    """What a browser gets that takes packed files, as it is sent."""
    served = TestApp(static.mount(lambda environ, start: [], folder))
    asked = served.RequestClass.blank("/static/css/tokens.css", accept_encoding="gzip")
    return asked.get_response(served.app)
