"""Files of visitors: up to the limit they arrive, above it somebody says so in clear words."""

import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosting import ready
from tests.hosting.servers import HOSTS, Host
from tests.hosting.servers.apache import Apache, Cgi, FastCgi
from tests.hosting.servers.nginx import Nginx
from tests.hosting.visitor import Visitor
from tests.hosting.walk import Owner

REQUEST = {"name": "Cleo Marsh", "email": "cleo@home.example.org", "subject": "Rolls"}
MORE = 200_000  # bytes; above any server's limit that a test sets to 100 KB


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest, release_zip: Path, installed: Path) -> Iterator[Host]:
    """Each host, with a desk that takes files of up to one megabyte."""
    if reason := HOSTS[request.param].missing():
        pytest.skip(reason)
    with ready.running(request.param, release_zip, installed) as made:
        yield made


def send(host: Host, size: int, message: str) -> tuple[int, str]:
    """A request with a file; status and page."""
    cleo = Visitor(host.address)
    typed = {**REQUEST, "message": message}
    return cleo.attach("/submit", "message", {"rolls.png": b"x" * size}, **typed)[:2]


def test_at_the_limit_and_above(host: Host) -> None:
    """The largest file is taken; one byte more comes back with the text, the size and the limit."""
    status, page = send(host, ready.SIZE_MOST, "As large as may be.")
    assert status == 200 and "rolls.png" not in page, page[:2000]
    status, page = send(host, ready.SIZE_MOST + 1, "One byte too many.")
    assert status == 422, page[:2000]
    assert "is too large" in page and "At most 1 MB" in page and "One byte too many." in page


def test_a_file_that_was_edited_on_the_server(release_zip: Path, installed: Path) -> None:
    """Apache sends it as it is now; the others packed."""
    if reason := Cgi.missing():
        pytest.skip(reason)
    host: Apache = Cgi(release_zip)
    host.modules = (*host.modules, "headers")  # only with it are packed files sent
    ready.install(host, installed)
    with host.running():
        assert _sent(host, "css/theme.css")[0] == "gzip"
        file = host.space.folder / "static" / "css" / "theme.css"
        edited = file.read_bytes().swapcase()
        file.write_bytes(edited)
        assert _sent(host, "css/theme.css") == (None, edited)
        assert _sent(host, "css/tokens.css")[0] == "gzip"


def _sent(host: Host, path: str) -> tuple[str | None, bytes]:
    """How a file is packed to which the portal's page links, and what is sent."""
    page = Visitor(host.address).get(f"{host.address}/")[1]
    (link,) = set(re.findall(rf'"([^"]*/static/{path}\?v=[^"]+)"', page))
    address = urllib.parse.urljoin(f"{host.address}/", link)
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked) as answer:
        return answer.headers["Content-Encoding"], answer.read()


@pytest.mark.parametrize("kind", [Cgi, FastCgi])
def test_where_apache_cuts_off(kind: type[Apache], release_zip: Path, installed: Path) -> None:
    """The server answers by itself; our rules lend it words that say what to do."""
    if reason := kind.missing():
        pytest.skip(reason)
    host = kind(release_zip)
    if isinstance(host, FastCgi):
        host.most = ""  # its default is 128 KB
    else:
        host.more = f'<Directory "{host.space.public}">\nLimitRequestBody 100000\n</Directory>\n'
    ready.install(host, installed)
    with host.running():
        status, page = send(host, MORE, "Cut off.")
        # mod_fcgid calls it an error of its own.
        assert status == (500 if isinstance(host, FastCgi) else 413), (status, page[:2000])
        assert "larger than this server takes" in page and "go back" in page.lower()


def test_where_nginx_cuts_off(release_zip: Path, installed: Path) -> None:
    """It answers by itself before the desk hears of it: the wizard warns of that."""
    if reason := Nginx.missing():
        pytest.skip(reason)
    host = Nginx(release_zip)
    host.most = "100k"
    with host.running():
        owner = Owner(host)
        owner.begin()
        owner.check()
        owner.on("code", "licence", "code", code=host.space.code)
        owner.on("licence", "server", "agree", agree="1")
        assert owner.uploads(50_000) and not owner.uploads(MORE)
        assert "doesn’t arrive" in owner.browser.get(f"{host.address}/install/server")[1]
