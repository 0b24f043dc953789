"""The exposure check against a web server that really gives out the folder."""

import http.server
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from helpdesk import paths
from helpdesk.app import create_app
from helpdesk.installation import exposure, self_try, state
from tests.install.wizard import Wizard
from tests.packaging.smoke import Browser


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An uploaded folder below a web root, as a host has it."""
    root = tmp_path / "public_html" / "helpdesk"
    (root / "helpdesk").mkdir(parents=True)
    (root / "setup.cfg").write_text("[metadata]\nname = helpdesk\ndescription = A desk of ours\n")
    (root / "helpdesk" / "paths.py").write_text('"""Where things stand on the disk of ours."""\n')
    (root / ".git").mkdir()
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    monkeypatch.setattr(paths, "ROOT", root)
    return root


@pytest.fixture
def static_server(site: Path) -> Iterator[str]:
    """A server that gives out every file, as one without .htaccess does."""
    handler = partial(_Quiet, directory=str(site.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_exposed(site: Path, static_server: str) -> None:
    """It names the addresses, refuses to go on, and makes no code."""
    folder = site / "data-1234"
    wizard = Wizard(folder, SCRIPT_NAME="/helpdesk").to("check")
    found = wizard.findings(lambda path: _get(static_server + path))
    wizard.check(found)
    page = wizard.app.get("/install/check")
    assert "Your files can be downloaded" in page and "AllowOverride" not in page
    for name in ("setup.cfg", "helpdesk/paths.py", ".git/HEAD", "data-1234/install.json"):
        assert found[f"/helpdesk/{name}"] == "served"
        assert page.html.find(attrs={"data-address": f"/helpdesk/{name}"})["class"] == ["is-bad"]
    assert sum(a.startswith("/helpdesk/data-1234/") for a in found) == 4
    assert not list(folder.glob("setup-code*"))
    for step in ("code", "licence", "server", "database", "desk", "mail", "tables"):
        assert wizard.app.get(f"/install/{step}").location == "/helpdesk/install/check"


def test_test_again_when_it_is_put_right(site: Path, static_server: str) -> None:
    """And a tick by hand doesn't get past what was found."""
    wizard = Wizard(site / "data-1234", SCRIPT_NAME="/helpdesk").to("check")
    wizard.check(wizard.findings(lambda path: _get(static_server + path)))
    wizard.post("/install/check", {"action": "by_hand", "by_hand": "1"}, "/install/check")
    assert wizard.place == "check"
    control = next(a for a in wizard.findings() if "/static/" in a)
    hidden = dict.fromkeys(wizard.findings(), "hidden")
    wizard.check({**hidden, control: "served"})
    assert wizard.place == "code"


def test_a_code_that_may_have_leaked_is_withdrawn(folder: Path) -> None:
    """The owner tests again later, and the server has changed meanwhile."""
    wizard = Wizard(folder).to("licence")
    old = wizard.read_code()
    wizard.check({**wizard.findings(), "/setup.cfg": "served"})
    assert wizard.place == "check" and not list(folder.glob("setup-code*"))
    wizard.check()
    assert wizard.read_code() != old


def test_strangers_cannot_unsettle_it(folder: Path) -> None:
    """Once it is settled, only who gave the code can have it tested again."""
    Wizard(folder).to("licence")
    stranger = Wizard(folder)
    stranger.check({"/setup.cfg": "served"})
    assert state.read(folder).safety == state.SAFE  # type: ignore[union-attr]


@pytest.mark.parametrize("findings", [{}, {"/setup.cfg": "hidden"}, {"x": "y"}])
def test_could_not_be_tested(folder: Path, findings: dict[str, str]) -> None:
    """Never green: the addresses to open, a tick, and the words for it later on."""
    wizard = Wizard(folder).to("check")
    wizard.check(findings)
    page = wizard.app.get("/install/check")
    assert "We could not find out" in page and "/setup.cfg" in page
    assert wizard.place == "check"
    assert page.form.submit("action", value="by_hand", expect_errors=True).status_int == 422
    page.form["by_hand"] = True
    assert page.form.submit("action", value="by_hand").location == "/install/code"
    assert "checked by hand, not by the desk" in wizard.app.get("/install/check")
    wizard.code()
    wizard.licence()
    assert "checked by hand, not by the desk" in wizard.app.get("/install/server")


def test_a_browser_that_finds_nothing_proves_nothing(folder: Path) -> None:
    """The file that must be served wasn't: something stands in between."""
    wizard = Wizard(folder).to("check")
    wizard.check(dict.fromkeys(wizard.findings(), "hidden"))
    assert state.read(folder).safety == state.UNKNOWN  # type: ignore[union-attr]


def test_a_folder_outside_has_no_address(folder: Path) -> None:
    """And the page says so."""
    wizard = Wizard(folder).to("check")
    assert "has no address" in wizard.app.get("/install/check")
    assert not [a for a in wizard.findings() if "probe" in a or "install.json" in a]


def test_a_folder_beside_the_program(site: Path, tmp_path: Path) -> None:
    """Below the web root, though not below the desk's prefix: it has an address all the same."""
    folder = site.parent / "desk data"
    known = state.begin(folder)
    for base, root in (("/helpdesk", ""), ("", str(site.parent)), ("/x", str(site.parent))):
        found = [t.address for t in exposure.targets(folder, known, base, root)]
        assert "/desk%20data/install.json" in found, (base, root)
    assert not exposure.has_address(folder, "/x", "/")
    assert not exposure.has_address(folder, "", str(tmp_path / "elsewhere"))


def test_marks_are_not_in_the_page(folder: Path) -> None:
    """A server that answers everything with this page must not look like an exposed one."""
    wizard = Wizard(folder).to("check")
    known, page = state.read(folder), wizard.app.get("/install/check").text
    assert known is not None
    for target in exposure.targets(folder, known, ""):
        assert target.mark not in page and target.encoded in page


# --- The server's own try -----------------------------------------------


@pytest.fixture
def both(site: Path) -> Iterator[tuple[str, Path]]:
    """A server that gives out files, and hands the rest to the desk."""
    import waitress

    folder = site / "data-1234"
    desk: Any = create_app(folder)

    def app(environ: dict[str, Any], start: Any) -> Any:
        file = site / environ["PATH_INFO"].lstrip("/")
        if file.is_file():
            start("200 OK", [("Content-Type", "application/octet-stream")])
            return [file.read_bytes()]
        return desk(environ, start)

    server: Any = waitress.create_server(app, host="127.0.0.1", port=0, ident="")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}", folder
    server.close()


def test_the_server_finds_it_without_a_script(both: tuple[str, Path]) -> None:
    """A browser without scripts sends nothing; the desk asks itself."""
    address, folder = both
    browser = Browser(address)
    browser.send("/install/", "code")
    browser.send("/install/check", "findings")
    known = state.read(folder)
    assert known is not None and known.safety == state.EXPOSED
    assert "/setup.cfg" in known.exposed and "/data-1234/install.json" in known.exposed


def test_the_server_alone_says_safe_only_to_visitors_from_outside() -> None:
    """From this very machine a proxy may ask, which serves files that the desk doesn't see."""
    own = {"SERVER_PORT": "8080", "waitress.client_disconnected": None}
    for more, counts in (
        ({"REMOTE_ADDR": "127.0.0.1"}, False),
        ({"REMOTE_ADDR": "192.0.2.7"}, True),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "192.0.2.9"}, False),
    ):
        way = self_try.find({**own, **more}, "http://127.0.0.1:8080")
        assert way is not None and way.counts is counts


@pytest.mark.parametrize(
    "origin",
    [
        "http://127.0.0.1:6379",  # another service of this machine
        "http://127.0.0.1",  # not the port that we listen on
        "http://192.0.2.1",  # another machine
        "http://169.254.169.254",
        "http://0.0.0.0:8080",
        "http://[::]:8080",
        "http://no.such.host.invalid",
        "http://evil:port",
        "http://",
    ],
)
def test_the_host_header_leads_nowhere_else(origin: str) -> None:
    """The visitor writes it, so it is followed to ourselves only."""
    own = {"SERVER_PORT": "8080", "waitress.client_disconnected": None, "REMOTE_ADDR": "127.0.0.1"}
    assert self_try.find(own, origin) is None


def test_somebody_else_who_answers_is_not_believed(static_server: str, site: Path) -> None:
    """What is there doesn't know our key."""
    known = state.begin(site / "data-1234")
    host = static_server.removeprefix("http://")
    way = self_try.Way("127.0.0.1", int(host.rpartition(":")[2]), "http", host, True)
    tried = exposure.targets(site / "data-1234", known, "/helpdesk")
    assert self_try.look(way, "/helpdesk", tried, known.key) == {}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


def _get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""
