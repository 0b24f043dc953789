"""One walk through an installed desk over HTTP, the same for every way of installing it.

A guest sends a request, an operator signs in, sees it and answers, the guest reads the answer by
tracking ID and e-mail. Nothing but the standard library, as a person's browser knows nothing of
how the desk came onto the machine.
"""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path

EMAIL, PASSWORD = "anna@desk.example", "correct horse battery"
PATIENCE = 30  # seconds
GUEST = "ben@home.example"
START_SECONDS = 60
TRACKING_ID = r"\b[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{4}\b"


@dataclass
class Form:
    """A form as the page shows it: where it goes, and what is filled in already."""

    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Finds the forms of a page with their hidden and ready-made values."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what a browser would send if the person changed nothing."""
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.found and tag in ("input", "textarea", "select", "button"):
            self._control(tag, given)
        elif self.found and tag == "option" and self._select:
            form = self.found[-1]
            if "selected" in given or self._select not in form.fields:
                form.fields[self._select] = given.get("value", "")

    def _control(self, tag: str, given: Mapping[str, str]) -> None:
        form, name = self.found[-1], given.get("name", "")
        self._select = name if tag == "select" else ""
        if not name:
            return
        form.names.add(name)
        kind = given.get("type", "text")
        boxes = kind in ("checkbox", "radio")
        if tag == "input" and (("checked" in given) if boxes else kind not in ("file", "submit")):
            form.fields[name] = given.get("value", "")


class Browser:
    """A person's browser: keeps cookies, follows redirects, sends forms."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, text and final address of a page, errors included."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.address + "/", path)))

    def send(self, path: str, having: str, **typed: str) -> tuple[int, str, str]:
        """Open a page, fill in its form that has a field `having`, and press the button."""
        status, page, here = self.get(self.address + path)
        assert status == 200, (status, path, page[:2000])
        form = next((f for f in Forms(page).found if having in f.names), None)
        assert form and form.method == "post", f"no form with {having} at {path}: {page[:2000]}"
        unknown = set(typed) - form.names
        assert not unknown, f"{path} has no field {unknown}, only {form.names}"
        target = urllib.parse.urljoin(here, form.action or here)
        data = urllib.parse.urlencode({**form.fields, **typed}).encode()
        request = urllib.request.Request(target, data, {"Origin": _origin(here)})
        answer = self._open(request)
        while answer[0] == 422 and "That was very quick." in answer[1]:
            time.sleep(0.5)  # as machines are, until the form is old enough for a person's
            answer = self._open(request)
        return answer

    def _open(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.read().decode("utf-8", "replace"), answer.geturl()


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def install(
    command: Sequence[str | Path],
    data: Path,
    address: str,
    *,
    database: object = "",
    **where: object,
) -> None:
    """Set up a desk without a browser, by `… -m helpdesk install`; on SQLite unless told."""
    secret = data.parent / "password.txt"
    secret.write_text(PASSWORD + "\n", "utf-8")
    words = {
        "data": data,
        "database": database or f"sqlite:///{data / 'helpdesk.sqlite3'}",
        "url": address,
        "title": "Anna’s desk",
        "admin-name": "Anna Ford",
        "admin-email": EMAIL,
        "admin-password-file": secret,
    }
    options = [part for key, value in words.items() for part in (f"--{key}", str(value))]
    run([*command, "install", *options], **where)


def run(command: Sequence[str | Path], **where: object) -> str:
    """Run a command to its end; its output stands in the message when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
        **where,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}"
    return str(done.stdout)


@contextlib.contextmanager
def serving(
    command: Sequence[str | Path], address: str, log: Path, **where: object
) -> Iterator[str]:
    """Run a server until the block ends; yields what it has printed when it answers."""
    with log.open("w") as output:
        process = subprocess.Popen(  # type: ignore[call-overload]
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **where,
        )
    try:
        _wait_until_it_answers(process, address, log)
        yield log.read_text("utf-8", "replace")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def walk(address: str) -> None:
    """From the first page to the answer that the guest reads."""
    _open_what_there_is(Browser(address))
    track = _submit(Browser(address))
    staff = Browser(address)
    status, page, _ = staff.send("/admin/login", "password", email=EMAIL, password=PASSWORD)
    assert status == 200 and "password" not in _names(page), (status, page[:2000])
    _answer(staff)
    until, page = time.monotonic() + PATIENCE, ""
    while (
        "Try the other tray, Ben." not in page
    ):  # it goes out when it can't be taken back any more
        assert time.monotonic() < until, page[:2000]
        time.sleep(2)  # the smoke walk has nothing else to wait for, and look-ups are counted
        status, page, _ = Browser(address).send("/ticket", "track", track=track, email=GUEST)
        assert status == 200 and "Mein Drucker streikt" in page
    status, page, _ = Browser(address).send("/ticket", "track", track=track, email="eve@x.example")
    assert "Try the other tray" not in page


def look_everywhere(address: str, paths: Sequence[str]) -> None:
    """Every one of these pages opens for the administrator: none of them counts on what only a
    developer's machine has."""
    staff = Browser(address)
    staff.send("/admin/login", "password", email=EMAIL, password=PASSWORD)
    wrong = {}
    for path in paths:
        status, page, _ = staff.get(staff.address + path)
        if status >= 400:
            wrong[path] = (status, re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))[:200])
    assert not wrong, wrong


def _open_what_there_is(guest: Browser) -> None:
    """The pages that need nobody to be known, a file of theirs, and the closed wizard."""
    for path in ("/", "/submit", "/ticket", "/admin/login", "/health"):
        status, page, _ = guest.get(guest.address + path)
        assert status == 200, (path, status, page[:2000])
    home = guest.get(guest.address + "/")[1]
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', home)
    assert sheets and all(guest.get(sheet)[0] == 200 for sheet in sheets), sheets
    status, page, _ = guest.get(guest.address + "/install/")
    assert status < 500 and "password" not in _names(page), (status, page[:2000])
    for path in ("/data/config.json", "/helpdesk/config.py", "/setup.cfg", "/.venv/pyvenv.cfg"):
        assert guest.get(guest.address + path)[0] == 404, path
    assert guest.get(guest.address + "/admin/tickets")[2].split("?")[0].endswith("/admin/login")


def _names(page: str) -> set[str]:
    """The fields of all forms of a page."""
    return {name for form in Forms(page).found for name in form.names}


def _submit(guest: Browser) -> str:
    status, page, here = guest.send(
        "/submit",
        "message",
        name="Ben Olsen",
        email=GUEST,
        subject="Mein Drucker streikt",
        message="It only prints grey.\nДякую!",
    )
    track = re.search(TRACKING_ID, page)
    assert status == 200 and track and here.endswith(f"/ticket/{track[0]}/received"), (here, page)
    return track[0]


def _answer(staff: Browser) -> None:
    status, page, _ = staff.get(staff.address + "/admin/tickets")
    assert status == 200 and "Mein Drucker streikt" in page, page[:2000]
    link = re.search(r'href="[^"]*(/admin/tickets/\d+)"', page)
    assert link, page
    status, page, _ = staff.send(link[1], "message", message="Try the other tray, Ben.")
    assert status == 200 and "Try the other tray, Ben." in page and "Дякую!" in page


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    health = address.rstrip("/") + "/health"
    end = time.monotonic() + START_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < end and process.poll() is None:
        try:
            opener.open(health, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            return  # not installed yet, but it answers
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise AssertionError(f"{health} doesn't answer; the server said:\n{log.read_text()}")


def clean_environment(**more: str) -> dict[str, str]:
    """This environment without what points at other copies of the desk."""
    unwanted = ("HELPDESK_", "PYTHONPATH", "PYTEST_", "VIRTUAL_ENV")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(unwanted)}
    return {**kept, "PYTHONNOUSERSITE": "1", "PYTHONUNBUFFERED": "1", **more}


def _origin(address: str) -> str:
    parts = urllib.parse.urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
