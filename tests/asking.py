"""What a person does in a browser, in one line each, and what odd clients do."""

import io
from dataclasses import dataclass
from typing import Any

from webtest import TestApp, TestResponse, Upload
from webtest.forms import Form

from tests.cast import Desk

Files = tuple[tuple[str, bytes], ...]
REQUEST = {
    "name": "Cleo Marsh",
    "email": "cleo@example.com",
    "subject": "Rear wheel rubs",
    "message": "Since Tuesday the rear wheel rubs.",
}


def form_to(page: TestResponse, action: str) -> Form:
    """The form of a page that is sent to an address."""
    for form in page.forms.values():
        if form.action.endswith(action):
            found: Form = form
            return found
    raise AssertionError(f"no form to {action}: {[f.action for f in page.forms.values()]}")


def token(browser: TestApp) -> str:
    """A form token of this browser."""
    return str(form_to(browser.get("/submit"), "/submit")["csrf"].value)


def post(browser: TestApp, path: str, *, status: int = 303, **fields: Any) -> TestResponse:
    """Send fields to an address, with a fresh token unless one is given; `files` go along."""
    files: Files = fields.pop("files", ())
    fields.setdefault("csrf", token(browser) if "csrf" not in fields else "")
    uploads = [("attachments", name, content) for name, content in files]
    return browser.post(path, fields, upload_files=uploads or None, status=status)


def submit(desk: Desk, browser: TestApp | None = None, **changes: Any) -> TestResponse:
    """Send Cleo's request; on a desk with two categories it is about General."""
    category = str(desk.category("General").id)
    fields = {**REQUEST, "category": category, **changes}
    return post(browser or desk.browser(), "/submit", **fields)


def as_cleo(desk: Desk, **changes: Any) -> tuple[TestApp, str]:
    """Cleo's browser after she has sent a request, and its tracking ID."""
    browser = desk.browser()
    return browser, submit(desk, browser, **changes).location.split("/")[-2]


def looked_up(desk: Desk, track: str, email: str = "cleo@example.com") -> TestApp:
    """A browser that has found a request by tracking ID and address."""
    browser = desk.browser()
    post(browser, "/ticket", track=track, email=email)
    return browser


def upload(name: str, content: bytes = b"some bytes") -> Upload:
    """A file for a form field."""
    return Upload(name, content)


@dataclass
class Answer:
    """What a server sends, as it sends it."""

    status: int
    headers: dict[str, str]
    body: bytes


def raw(desk: Desk, path: str, method: str = "GET", body: bytes = b"", **environ: str) -> Answer:
    """An answer to a request that no well-behaved client sends; `path` is what a server decoded."""
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        told[:] = [int(status.split()[0]), dict(headers)]

    request: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.9",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        **environ,
    }
    answer = desk.app(request, start)
    content = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return Answer(told[0], told[1], content)
