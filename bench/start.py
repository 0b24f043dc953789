"""How long a process per request takes to its first byte, as under CGI.

    python -m bench.start [--rounds 20] [--entry FOLDER/index.cgi] [--engine sqlite]

Each page is answered by a new process, in turn with a bare Python that imports the three libraries
no desk can do without; the ratio of the medians is the figure, for it hardly depends on the
machine. With `--entry` the pages come from an unpacked release and its `vendor/`.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench import command, ground
from helpdesk import db, paths
from helpdesk.config import Database
from helpdesk.schema import Ticket

FLOOR = "import bottle, peewee, jinja2"
COMPILE = "from helpdesk import bytecode; bytecode.compile_some(600)"
TICKETS = 200
_TOKEN = re.compile(rb'name="csrf" value="([^"]+)"')
_COOKIE = re.compile(rb"(?mi)^Set-Cookie: ([^=]+)=([^;\r\n]*)")


@dataclass
class Host:
    """A web server that knows CGI only, and one browser's cookies."""

    entry: Path
    folder: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[bytes, float, float]:
        """The whole answer; seconds to its first byte, and to the end of the process."""
        body = urlencode(form).encode() if form else b""
        return timed([_python(self.entry), str(self.entry)], self._environ(path, body), body)

    def sign_in(self, password: str) -> None:
        """As the administrator of the ground."""
        page, _first, _all = self.ask("/admin/login")
        self._keep(page)
        found = _TOKEN.search(page)
        if found is None:
            raise RuntimeError("no form to sign in:\n" + page.decode()[:1000])
        form = {"csrf": found[1].decode(), "email": ground.EMAIL, "password": password}
        answer, _first, _all = self.ask("/admin/login", form)
        self._keep(answer)
        if not answer.startswith(b"Status: 303"):
            raise RuntimeError("the administrator can't sign in")

    def _keep(self, answer: bytes) -> None:
        for name, value in _COOKIE.findall(answer.partition(b"\r\n\r\n")[0]):
            self.cookies[name.decode()] = value.decode().strip('"')

    def _environ(self, path: str, body: bytes) -> dict[str, str]:
        known = bool(body) or (path.startswith("/admin/") and path != "/admin/login")
        told = {
            "GATEWAY_INTERFACE": "CGI/1.1",
            "REQUEST_METHOD": "POST" if body else "GET",
            "SCRIPT_NAME": f"/helpdesk/{self.entry.name}",
            "PATH_INFO": path,
            "REQUEST_URI": f"/helpdesk{path}",
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "HTTP_COOKIE": "; ".join(f"{k}={v}" for k, v in self.cookies.items()) * known,
            "HELPDESK_DATA": str(self.folder),
        }
        if body:
            told["CONTENT_LENGTH"] = str(len(body))
            told["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        return told


def timed(
    arguments: list[str], more: dict[str, str], body: bytes = b""
) -> tuple[bytes, float, float]:
    """Run a process: what it writes, seconds to the first byte of it, and until it and the child
    that does timed work after the response have ended."""
    environ = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")} | more
    alive, inherited = os.pipe()
    began = time.perf_counter()
    with subprocess.Popen(
        arguments,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        pass_fds=[inherited],
    ) as process:
        os.close(inherited)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(body)
        process.stdin.close()
        answer = process.stdout.read(1)
        first = time.perf_counter() - began
        while piece := process.stdout.read(1 << 16):
            answer += piece
    os.read(alive, 1)  # nobody writes; it ends with the last process that has the other end
    os.close(alive)
    return answer, first, time.perf_counter() - began


def measure(
    host: Host, pages: list[str], rounds: int
) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds to the first byte and to the end, per page; '' is the bare Python."""
    found: dict[str, tuple[list[float], list[float]]] = {page: ([], []) for page in ("", *pages)}
    vendor = host.entry.parent / "vendor"
    bare = [_python(host.entry), "-c", f"{FLOOR}; print()"]
    there = {"PYTHONPATH": str(vendor)} if vendor.is_dir() else {}
    for number in range(rounds + 2):
        for page, (firsts, wholes) in found.items():
            answer, first, whole = host.ask(page) if page else timed(bare, there)
            if page and not answer.startswith(b"Status: 200"):
                raise RuntimeError(f"{page} says {answer[:200]!r}")
            if number > 1:  # the first ones fill caches
                firsts.append(first)
                wholes.append(whole)
    return found


def main() -> None:
    """Make a desk, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.start")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--entry", type=Path, default=paths.ROOT / "index.cgi")
    parser.add_argument("--pages", nargs="*", help="addresses; else the usual ones")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        address = Database("sqlite", path=f"{home}/desk.sqlite3")
        there = ground.prepare(Path(home), address, TICKETS, command.say)
        with db.connection():
            number = Ticket.select(Ticket.id).order_by(Ticket.id.desc()).limit(1).scalar()
        host = Host(chosen.entry.resolve(), there.folder)
        timed([_python(host.entry), "-c", COMPILE], {"PYTHONPATH": str(host.entry.parent)})
        host.sign_in(there.password)
        usual = ["/", "/submit", "/ticket", "/admin/login", "/admin/tickets"]
        pages = chosen.pages or [*usual, f"/admin/tickets/{number}", "/admin/settings/mail"]
        _tell(measure(host, pages, chosen.rounds))


def _tell(found: dict[str, tuple[list[float], list[float]]]) -> None:
    floor = median(found[""][0])
    print("| page | first byte | to the first | timed work done |")
    print("|---|---|---|---|")
    for page, (firsts, wholes) in found.items():
        first, whole = median(firsts), median(wholes)
        name = page or f"`{FLOOR}`"
        print(f"| {name} | {first * 1000:.0f} ms | {first / floor:.2f} | {whole * 1000:.0f} ms |")


def _python(entry: Path) -> str:
    """As a host's own: without an environment, where the entry brings its libraries along."""
    alone = (entry.parent / "vendor").is_dir()
    return os.path.realpath(sys.executable) if alone else sys.executable


if __name__ == "__main__":
    main()
