"""A person at the wizard, without a script in the browser but doing by hand what it would do."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from webtest import TestApp, TestResponse

from helpdesk.app import create_app
from helpdesk.db.mysql import Address

PASSWORD = "correct horse battery"
DESK = {
    "title": "Harbour Lane Cycles",
    "url": "http://localhost",
    "timezone": "Europe/Madrid",
    "name": "Anna Lindgren",
    "email": "anna@example.com",
    "password": PASSWORD,
    "again": PASSWORD,
}
JSON = {"Accept": "application/json"}
Fetch = Callable[[str], tuple[int, str]]


class Wizard:
    """One browser. Each step is taken from the page that is shown, as a person does."""

    def __init__(self, folder: Path | None, app: Any = None, **environ: str) -> None:
        self.folder = folder
        self.app = TestApp(app or create_app(folder), extra_environ=environ or None)

    @property
    def place(self) -> str:
        """Where /install/ leads to."""
        answer = self.app.get("/install/", expect_errors=True)
        return str(answer.location or "").rpartition("/install/")[2]

    def begin(self) -> TestResponse:
        """Press "Begin"."""
        return self.app.get("/install/").form.submit()

    def findings(self, fetch: Fetch | None = None) -> dict[str, str]:
        """What a browser's script finds at the addresses of the page."""
        page = self.app.get("/install/check").text
        pairs = re.findall(r'data-address="([^"]+)" data-mark="([^"]+)"', page)
        found = {}
        for address, mark in pairs:
            status, text = (fetch or self._fetch)(address)
            served = status == 200 and base64.b64decode(mark).decode() in text
            found[address] = "served" if served else "unknown" if status >= 500 else "hidden"
        return found

    def check(self, findings: dict[str, str] | None = None) -> TestResponse:
        """Send what was found."""
        form = self.app.get("/install/check").form
        form["findings"] = json.dumps(self.findings() if findings is None else findings)
        return form.submit("action", value="try")

    def read_code(self) -> str:
        """The code, as the owner of the files reads it."""
        assert self.folder
        (file,) = self.folder.glob("setup-code-*.txt")
        return file.read_text("utf-8").rpartition(": ")[2].strip()

    def code(self, code: str | None = None) -> TestResponse:
        """Give the set-up code."""
        form = self.app.get("/install/code").form
        form["code"] = self.read_code() if code is None else code
        return form.submit(expect_errors=True)

    def licence(self) -> TestResponse:
        """Agree."""
        form = self.app.get("/install/licence").form
        form["agree"] = True
        return form.submit()

    def server(self) -> TestResponse:
        """Go on, as all is well."""
        return self.app.get("/install/server").form.submit("action", value="on", expect_errors=True)

    def database(
        self, address: Address | None = None, press: str = "on", **changes: str
    ) -> TestResponse:
        """Choose SQLite, or fill in a server's address."""
        form = self.app.get("/install/database").form
        typed = {"engine": "sqlite"} if address is None else _typed(address)
        for name, value in {**typed, **changes}.items():
            form[name] = value
        return form.submit("action", value=press, expect_errors=True)

    def desk(self, **changes: str) -> TestResponse:
        """Name desk and administrator."""
        form = self.app.get("/install/desk").form
        for name, value in {**DESK, **changes}.items():
            form[name] = value
        return form.submit(expect_errors=True)

    def mail(self, press: str = "later", **changes: str) -> TestResponse:
        """Say how mails go out, or leave it for later."""
        form = self.app.get("/install/mail").form
        for name, value in changes.items():
            form[name] = value
        return form.submit("action", value=press, expect_errors=True)

    def slice(self) -> TestResponse:
        """One press of the last button."""
        return self.app.get("/install/tables").form.submit(expect_errors=True)

    def tables(self) -> TestResponse:
        """Press until it is done."""
        answer = self.slice()
        while answer.location and answer.location.endswith("/install/tables"):
            answer = self.slice()
        return answer

    def to(self, step: str, address: Address | None = None) -> "Wizard":
        """Everything before a step."""
        takes: dict[str, Callable[[], TestResponse]] = {
            "check": self.begin,
            "code": self.check,
            "licence": self.code,
            "server": self.licence,
            "database": self.server,
            "desk": lambda: self.database(address),
            "mail": self.desk,
            "tables": self.mail,
            "done": self.tables,
        }
        for name, take in takes.items():
            answer = take()
            assert answer.status_int == 303, answer.text
            if name == step:
                break
        return self

    def post(self, path: str, fields: dict[str, str], form_from: str) -> TestResponse:
        """Post with a valid token, taken from another page."""
        token = self.app.get(form_from).form["csrf"].value
        return self.app.post(path, {"csrf": token, **fields}, expect_errors=True)

    def _fetch(self, address: str) -> tuple[int, str]:
        answer = self.app.get(address, expect_errors=True)
        return answer.status_int, answer.body.decode("utf-8", "replace")


def _typed(address: Address) -> dict[str, str]:
    return {
        "engine": "mysql",
        "host": address.socket or address.host,
        "port": str(address.port),
        "name": address.name,
        "user": address.user,
        "password": address.password,
        "prefix": "hd_",
    }
