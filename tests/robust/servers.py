"""A desk served for real: `python -m helpdesk serve` on a free port, and people who use it."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.rules.tree import ROOT
from tests.servers.mariadb import wait_until

LONG = 60.0  # seconds after which what should have happened never will
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def location(self) -> str:
        """Where it leads."""
        return self.headers.get("location", "")

    @property
    def is_clear(self) -> bool:
        """A 503 that says when to come back, in the look of the desk and without a traceback."""
        looks = "/static/css/tokens.css" in self.text and "<main" in self.text
        told = "Try again in a minute" in self.text or "comes back a little later" in self.text
        return (
            self.status == 503
            and bool(self.headers.get("retry-after"))
            and looks
            and "Traceback" not in self.text
            and (told or "come back a little later" in self.text)
        )


class Serving:
    """The process."""

    def __init__(self, folder: Path, *more: str, **options: Any) -> None:
        self.folder = folder
        self.port = _free_port()
        self._more = more
        self._options = options
        self.process: subprocess.Popen[bytes] | None = None
        self.log = Path(tempfile.gettempdir()) / f"helpdesk-test-serve-{self.port}.log"

    def start(self) -> "Serving":
        """Start, and wait until it listens."""
        command = [sys.executable, "-m", "helpdesk", "serve", "--port", str(self.port)]
        kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(self.folder), *self._more],
                cwd=ROOT,
                env={**kept, "PYTHONDONTWRITEBYTECODE": "1", **self._options.get("env", {})},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        assert self.until(self._listens), "doesn't listen: " + self.said()
        return self

    def until(self, condition: Callable[[], bool], seconds: float = LONG) -> bool:
        """Ask again and again."""
        return wait_until(condition, time.monotonic() + seconds)

    def kill(self) -> None:
        """As a power cut does, children too. One that has ended is left alone: its number may be
        somebody else's by now."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def remove(self) -> None:
        """Kill it, and remove what it wrote to the terminal."""
        self.kill()
        self.log.unlink(missing_ok=True)

    def end(self) -> int:
        """Ask it to end, and wait; returns the exit code."""
        assert self.process
        self.process.terminate()
        return self.process.wait(LONG)

    def said(self) -> str:
        """What it wrote to the terminal."""
        return self.log.read_text("utf-8", "replace")

    def health(self) -> tuple[int, dict[str, str]]:
        """What a monitor sees."""
        answer = Browser(self).get("/health")
        return answer.status, json.loads(answer.text)

    def _listens(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self.said()
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return "http://" in self.said()


@dataclass
class Browser:
    """A browser with cookies, as thin as can be. Raises OSError when the server is gone."""

    server: Serving
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask("GET", path, None, "")

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded", **headers)

    def send(self, path: str, fields: dict[str, str], files: Sequence[tuple[str, bytes]]) -> Answer:
        """Send a form with files."""
        edge, parts = "edge-of-parts", []
        for name, value in fields.items():
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(head.encode() + value.encode() + b"\r\n")
        for name, content in files:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="attachments"; '
            head += f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def token(self, path: str = "/submit") -> str:
        """A form token."""
        return str(re.findall(r'name="csrf" value="([^"]+)"', self.get(path).text)[-1])

    def submit(
        self,
        subject: str = "Rear wheel rubs",
        *,
        message: str = "It rubs.",
        csrf: str = "",
        files: Sequence[tuple[str, bytes]] = (),
    ) -> Answer:
        """Send a request."""
        fields = {"csrf": csrf or self.token(), "name": "Cleo", "email": "cleo@example.com"}
        fields |= {"subject": subject, "message": message, "category": "1", "priority": ""}
        return self.send("/submit", fields, files)

    def _ask(self, method: str, path: str, body: bytes | None, kind: str, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=LONG)
        headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, text)


class Tmpfs:
    """A disk of a few megabytes, that can be filled up."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        self._filler = folder / "filler"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "none", str(folder)]
        subprocess.run(command, check=True, capture_output=True)

    @staticmethod
    def missing(folder: Path) -> str:
        """Why there can't be one, or ''."""
        if os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"):
            return "a small disk can only be mounted by root on Linux"
        try:
            Tmpfs(folder / "try", 1).remove()
        except subprocess.CalledProcessError as error:
            return f"a small disk can't be mounted here: {error.stderr.decode().strip()}"
        return ""

    def fill(self) -> None:
        """Take all the room that is left."""
        with self._filler.open("ab", buffering=0) as file:
            size = 1 << 16
            while size:
                try:
                    file.write(bytes(size))
                except OSError:
                    size //= 2

    def free(self) -> None:
        """Give the room back."""
        self._filler.unlink()

    def read_only(self, wanted: bool) -> None:
        """As after an error of the disk. Only possible while nobody has a file open to write."""
        how = f"remount,{'ro' if wanted else 'rw'}"
        subprocess.run(["mount", "-o", how, str(self.folder)], check=True, capture_output=True)

    def remove(self) -> None:
        """Unmount."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True, capture_output=True)


def children(process: int) -> list[int]:
    """Processes that this one has started and that are alive."""
    folder = Path(f"/proc/{process}/task/{process}/children")
    return [child for child in map(int, folder.read_text().split()) if alive(child)]


def alive(process: int) -> bool:
    """Whether a process is there, and not just its remains."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def run_threads(works: Sequence[Callable[[], None]]) -> list[threading.Thread]:
    """Start each in a thread."""
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    return threads


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
