"""What all hosts have in common: a web space, a server process, an address."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from tests.hosting.servers.space import Space, server_user
from tests.packaging.smoke import clean_environment, free_port

SECONDS = 30  # until a server listens, or has ended
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"  # Debian's Python, not the tests'


class Host:
    """One way of running the desk. `missing` says why it can't be tried on this machine."""

    name: ClassVar[str]
    title: ClassVar[str]
    must: ClassVar[str]  # what the visitor has to do for it, beside uploading
    needs: ClassVar[tuple[tuple[str, str], ...]]  # files that must be there, and their packages
    prefix = "/helpdesk"
    scheme = "http"
    hostname = "127.0.0.1"
    has_thread = False  # of the desk's own, for timed work

    def __init__(self, release: Path, *, outside: bool = True) -> None:
        self.space = Space(release, outside=outside)
        self.root = self.space.root
        self.port = free_port()
        self.log = self.root / "server.log"
        self.log.touch(mode=0o666)
        self.data: Path | None = None  # where the desk's data are, if that is settled already
        self._running: list[subprocess.Popen[bytes]] = []

    @classmethod
    def missing(cls) -> str:
        """What to install before this host can be tried, or ''."""
        absent = {package for file, package in cls.needs if not Path(file).exists()}
        return f"{cls.title}: apt-get install {' '.join(sorted(absent))}" if absent else ""

    @property
    def site(self) -> str:
        """The address of the whole site."""
        return f"{self.scheme}://{self.hostname}:{self.port}"

    @property
    def address(self) -> str:
        """The address of the desk, as visitors know it."""
        return self.site + self.prefix

    def start(self) -> None:
        """Start what is needed, and wait until it listens."""
        raise NotImplementedError

    def stop(self) -> None:
        """End it in order; what doesn't end is killed."""
        for process in reversed(self._running):
            _end(process)
        self._running.clear()

    def restart(self) -> None:
        """As somebody does after a change of `config.json`."""
        self.stop()
        self.start()

    def said(self) -> str:
        """The last words of the server, for the message of a failing test."""
        return self.log.read_text("utf-8", "replace")[-4000:]

    def processes(self) -> list[int]:
        """The processes in which the desk runs at this moment."""
        mine = [process.pid for process in self._running]
        return [pid for pid in below(mine) if b"python" in _command(pid)]

    @contextmanager
    def running(self) -> Iterator["Host"]:
        """Start it, and remove everything at the end."""
        try:
            self.start()
            yield self
        finally:
            self.stop()
            self.space.remove()

    def run(
        self, command: list[str], *, port: int, user: bool = False, folder: Path | None = None
    ) -> None:
        """Start a process and wait until it listens on a port."""
        owner = server_user() if user else None
        who = {"user": owner.pw_uid, "group": owner.pw_gid} if owner else {}
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # type: ignore[call-overload]
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder or self.root,
                start_new_session=True,
                env=clean_environment(PATH=PATH, HOME=str(self.space.home), LANG="C"),
                **who,
            )
        self._running.append(process)
        ends = time.monotonic() + SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > ends:
                raise AssertionError(f"{self.title} doesn't start:\n{self.said()}")
            time.sleep(0.02)


def below(roots: list[int]) -> list[int]:
    """These processes and all that they have started."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = list(roots)
    for pid in found:
        found += children.get(pid, [])
    return found


def resident(pid: int) -> int:
    """How much memory a process holds that is its own or shared, in bytes; 0 when it has ended."""
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def program(name: str) -> str:
    """A server's program, which Debian keeps where not everybody's PATH leads."""
    return shutil.which(name, path=PATH) or name


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    family = below([process.pid])
    process.terminate()
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in family[1:]:  # agents that a server leaves behind
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
