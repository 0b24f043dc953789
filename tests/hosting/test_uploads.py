"""What goes wrong with an upload, and the next upload over a desk at work, on real servers."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hosting import ready
from tests.hosting.servers import HOSTS, Host
from tests.packaging import smoke

PATIENCE = 60  # seconds; Passenger looks at its file every ten


@pytest.fixture(scope="module")
def host(release_zip: Path) -> Iterator[Host]:
    """A web space to which the folder has just been uploaded."""
    if reason := HOSTS["cgi"].missing():
        pytest.skip(reason)
    with HOSTS["cgi"](release_zip).running() as running:
        yield running


def crlf(path: Path) -> None:
    """As FTP programs change a file in their mode for texts."""
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


SPOILT: tuple[tuple[str, Callable[[Path], object], int, str], ...] = (
    ("index.cgi", crlf, 500, "line ends of Unix"),
    ("index.cgi", lambda path: path.chmod(0o644), 500, "mode 755"),
    ("helpdesk/paths.py", crlf, 503, "helpdesk/paths.py</code> <span class=soft>not as it was"),
    ("helpdesk/app.py", lambda path: path.chmod(0o000), 503, "can't be read"),
    ("helpdesk/version.py", lambda path: path.unlink(), 503, "helpdesk/version.py"),
    ("helpdesk/entry.py", lambda path: path.unlink(), 503, "not arrived whole"),
    ("vendor/bottle.py", lambda path: path.unlink(), 503, "vendor/bottle.py"),
)


@pytest.mark.parametrize(("name", "spoil", "status", "words"), SPOILT)
def test_a_spoilt_upload(
    host: Host, name: str, spoil: Callable[[Path], object], status: int, words: str
) -> None:
    """The visitor reads what is wrong and what to do; put right, the wizard is there at once."""
    path = host.space.folder / name
    content, mode = path.read_bytes(), path.stat().st_mode
    spoil(path)
    browser = smoke.Browser(host.address)
    try:
        found, page, _ = browser.get(f"{host.address}/install/")
        assert (found, words in page) == (status, True), page
        assert "Traceback" not in page and str(host.space.root) not in page
    finally:
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        path.chmod(mode)
    assert browser.get(f"{host.address}/install/")[0] == 200


@pytest.mark.parametrize("name", ["cgi", "fastcgi", "passenger", "mod_wsgi"])
def test_the_next_upload(name: str, release_zip: Path, installed: Path) -> None:
    """A process that has the old program in memory makes room for the new one by itself."""
    if reason := HOSTS[name].missing():
        pytest.skip(reason)
    with ready.running(name, release_zip, installed) as host:
        browser = smoke.Browser(host.address)
        assert '"9.9.9"' not in browser.get(f"{host.address}/health")[1]
        for part in ("helpdesk/version.py", "wsgi.py"):
            path = host.space.folder / part
            old = path.read_text("utf-8")
            path.write_text(old.replace('__version__ = "', '__version__ = "9.9.9"  # "'), "utf-8")
        ends = time.monotonic() + PATIENCE
        while '"9.9.9"' not in browser.get(f"{host.address}/health")[1]:
            assert time.monotonic() < ends, host.said
