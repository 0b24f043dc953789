"""Links, redirects, cookies, encryption and the visitor's address, as each host brings them."""

import re
import sqlite3
import urllib.parse
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path

import pytest

from tests.hosting import ready
from tests.hosting.servers import HOSTS, Host
from tests.hosting.servers.nginx import Nginx
from tests.hosting.visitor import Links, Visitor, raw
from tests.hosting.walk import sign_in

PAGES = ("/", "/submit", "/admin/", "/admin/tickets", "/admin/settings/site", "/nowhere")
ELSEWHERE = ("http://127.0.0.1/helpdesk/", "https://", "mailto:", "#", "data:")
PROXY = ["127.0.0.1"]
ODD = (
    "//",
    "//admin/login",
    "/admin//login",
    "/a%2Fb",
    "/ticket/%2F",
    "/%FF%FE",
    "/%00",
    "/gr%C3%B6%C3%9Fer",
    "/100%25",
    "/what%3F",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/" + "x" * 4000,
)


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest, release_zip: Path, installed: Path) -> Iterator[Host]:
    """Each host, with a desk that is installed and trusts no proxy."""
    if reason := HOSTS[request.param].missing():
        pytest.skip(reason)
    with ready.running(request.param, release_zip, installed) as made:
        yield made


def test_links_and_redirects(host: Host) -> None:
    """Every address of a page begins with the desk's, and what it needs is there."""
    anna = Visitor(host.address)
    sign_in(anna)
    found: set[str] = set()
    for page in PAGES:
        _status, text, here = anna.get(host.address + page)
        assert here.removesuffix("/") == (host.address + page).removesuffix("/"), here
        found |= {urllib.parse.urljoin(here, link) for link in Links(text).found if not _away(link)}
    assert len(found) > 20
    assert not [link for link in found if not _inside(link, host)]
    files = sorted(link for link in found if "/static/" in link)
    assert files and all(anna.fetch(file).status == 200 for file in files[:4])
    moved = [noted for noted in anna.noted if noted.status in (301, 302, 303)]
    assert moved and all(_inside(_target(noted.url, noted.headers), host) for noted in moved)


@pytest.mark.parametrize(
    ("asked", "there"),
    [("", "/"), ("/admin", "/admin/login"), ("/submit/", "/submit"), ("/install", "/install/")],
)
def test_slashes_at_the_end(host: Host, asked: str, there: str) -> None:
    """One too many or too few leads to the page."""
    _status, _page, here = Visitor(host.address).get(host.address + asked)
    assert here.split("?")[0] == host.address + there or here == host.site


def test_cookies(host: Host) -> None:
    """For the desk's addresses alone, and for no script."""
    anna = Visitor(host.address)
    sign_in(anna)
    told = [line for noted in anna.noted for line in noted.headers.get_all("Set-Cookie", [])]
    assert len(told) >= 2
    for line in told:
        parts = {part.strip().lower() for part in line.split(";")[1:]}
        assert f"path={host.prefix}/" in parts, line
        assert "httponly" in parts and parts & {"samesite=lax", "samesite=strict"}, line


def test_odd_addresses(host: Host) -> None:
    """A page that says no, of the desk or of the server, and never a broken one."""
    for path in ODD:
        line = f"GET {host.prefix}{path} HTTP/1.1"
        answer = raw(host.port, [line, f"Host: {host.hostname}:{host.port}"], tls=_tls(host))
        assert answer[0] in (200, 301, 303, 400, 403, 404, 414), (path, answer)
        where = urllib.parse.urljoin(f"{host.address}{path}", answer[1].get("location", ""))
        assert urllib.parse.urlsplit(where).netloc in ("", f"{host.hostname}:{host.port}"), path


@pytest.mark.parametrize("trusted", [False, True])
def test_behind_a_proxy(host: Host, trusted: bool) -> None:
    """What a proxy says of the visitor counts if it was named, and only what it says itself."""
    ready.configure(host, trusted_proxies=PROXY if trusted else [])
    host.restart()
    is_believed = trusted and not isinstance(host, Nginx)  # which puts its own words in place
    encrypted = {"X-Forwarded-Proto": "https"}
    secure = is_believed or (trusted and _tls(host))
    assert _is_secure(Visitor(host.address, **encrypted)) == secure
    if not _tls(host):
        assert not _is_secure(Visitor(host.address))
    names = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in (5, 6)]
    assert _networks(host, [Visitor(host.address, **name) for name in names]) == 1 + is_believed
    # Two visitors of different addresses are two for Apache, and for a proxy that is named.
    sources = [Visitor(host.address, source=f"127.0.0.{number}") for number in (7, 8)]
    assert _networks(host, sources) == (2 if trusted or not isinstance(host, Nginx) else 1)


def _networks(host: Host, visitors: list[Visitor]) -> int:
    """How many networks the desk counts these visitors as."""
    assert host.data
    with closing(sqlite3.connect(host.data / "helpdesk.sqlite3")) as database, database:
        database.execute("DELETE FROM hd_throttle")
    for visitor in visitors:
        visitor.press("/ticket", "track", track="AAA-AAA-AAAA", email="eve@home.example.org")
    with closing(sqlite3.connect(host.data / "helpdesk.sqlite3")) as database:
        hits = [int(row[0]) for row in database.execute("SELECT hits FROM hd_throttle")]
    assert sum(hits) and sum(hits) % len(visitors) == 0, hits
    return len(hits) * len(visitors) // sum(hits)


def _is_secure(visitor: Visitor) -> bool:
    """Whether the cookie of a form goes over encrypted lines only."""
    told = visitor.fetch("submit").headers["Set-Cookie"]
    return bool(re.search(r";\s*secure", told, re.IGNORECASE))


def _tls(host: Host) -> bool:
    return host.scheme == "https"


def _away(link: str) -> bool:
    return link.startswith(ELSEWHERE)


def _inside(link: str, host: Host) -> bool:
    return link == host.address or link.startswith(f"{host.address}/")


def _target(url: str, headers: Message) -> str:
    return urllib.parse.urljoin(url, str(headers["Location"]))
