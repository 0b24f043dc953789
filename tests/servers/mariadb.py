"""A private MariaDB on loopback and a socket, from Debian's packages, in a temporary folder."""

import atexit
import itertools
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymysql

from helpdesk.db.mysql import Address
from tests.servers import certificate

# Small, but as durable as a real one: innodb_flush_log_at_trx_commit keeps its default.
OPTIONS = (
    "--bind-address=127.0.0.1",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=32M",
    "--skip-name-resolve",  # no DNS; 127.0.0.1 is then not "localhost"
    "--max-connections=300",
)
USER, PASSWORD = "helpdesk", "pässword-€1"
_START_SECONDS = 60
_numbers = itertools.count(1)


def missing() -> str:
    """Why no MariaDB can be started here, or ''."""
    for program in ("mariadbd", "mariadb-install-db"):
        if _program(program) is None:
            return f"{program} isn't there: apt-get install mariadb-server"
    return ""


class MariaDB:
    """One server; `create_database` gives each test its own database."""

    def __init__(self, *options: str, folder: Path | None = None) -> None:
        # Short, for the path of a socket ends at 107 characters.
        self.folder = folder or Path(tempfile.mkdtemp(prefix="hd-mariadb-", dir="/tmp"))
        self._kept = folder is not None  # with what is in it, for the next time
        self.socket = self.folder / "s.sock"
        self.port = 0
        self.tls = certificate.make(self.folder)
        self._options = options
        self._root = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        self.environ: dict[str, str] | None = None  # this process's own
        self._log = self.folder / "server.log"
        self._install()
        atexit.register(self.stop if self._kept else self.remove)

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start, again on the same port if it ran before, and wait until it answers."""
        wanted, deadline = self.port, time.monotonic() + _START_SECONDS
        while True:
            self.port = wanted or _free_port()
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    self._command(),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    env=self.environ,
                )
            if self._answers(deadline):
                return
            # Somebody may have taken the free port meanwhile.
            if wanted or time.monotonic() > deadline:
                raise RuntimeError("MariaDB doesn't start:\n" + self._tail())

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def remove(self) -> None:
        """End it and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, options: str = "CHARACTER SET latin1") -> str:
        """Make an empty database that `helpdesk` has all rights to; latin1, as hosts make them."""
        name = f"helpdesk_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE `{name}` {options}")
        self.run(f"GRANT ALL ON `{name}`.* TO '{USER}'@'%'")
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, if the server runs."""
        if self.running:
            self.run(f"DROP DATABASE IF EXISTS `{name}`")

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement as the server's administrator."""
        with self._administrator() as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def address(self, name: str, **changes: Any) -> Address:
        """The way to a database over loopback, without TLS unless asked for."""
        values: dict[str, Any] = {"host": "127.0.0.1", "port": self.port, "tls": "off"}
        values |= {"user": USER, "password": PASSWORD, "name": name, **changes}
        return Address(**values)

    def _install(self) -> None:
        if not (self.folder / "data").is_dir():
            self._make_data()
        # At every start, before the first connection: root has no password until then.
        init = self.folder / "init.sql"
        init.touch(mode=0o600)
        init.write_text(
            f"ALTER USER 'root'@'localhost' IDENTIFIED BY '{self._root}';\n"
            "DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost';\n"
            "FLUSH PRIVILEGES;\n"
            f"CREATE USER IF NOT EXISTS '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n",
            "utf-8",
        )

    def _make_data(self) -> None:
        program = _program("mariadb-install-db")
        assert program, missing()
        command = [program, "--no-defaults", f"--datadir={self.folder / 'data'}", *_as_user()]
        command += ["--auth-root-authentication-method=normal", "--skip-test-db"]
        command += [f"--tmpdir={self.folder}"]  # two at once take each other's files away in /tmp
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError("mariadb-install-db: " + done.stdout[-2000:] + done.stderr[-2000:])

    def _command(self) -> list[str]:
        command = [str(_program("mariadbd")), "--no-defaults", *_as_user()]
        command += [f"--datadir={self.folder / 'data'}", f"--init-file={self.folder / 'init.sql'}"]
        command += [f"--socket={self.socket}", f"--port={self.port}"]
        command += [f"--pid-file={self.folder / 'pid'}", f"--secure-file-priv={self.folder}"]
        command += [f"--tmpdir={self.folder}", "--character-set-server=utf8mb4", *OPTIONS]
        if self.tls:
            command += [f"--ssl-cert={self.tls[0]}", f"--ssl-key={self.tls[1]}"]
        return [*command, *self._options]

    def _answers(self, deadline: float) -> bool:
        process = self._process
        assert process
        return wait_until(lambda: process.poll() is not None or self._ready(), deadline) and (
            process.poll() is None
        )

    def _ready(self) -> bool:
        if not self.socket.exists():
            return False
        try:
            self._administrator().close()
        except pymysql.MySQLError:
            return False
        return True

    def _administrator(self) -> "pymysql.Connection[Any]":
        return pymysql.connect(
            unix_socket=str(self.socket),
            user="root",
            password=self._root,
            autocommit=True,
            ssl_disabled=True,
            connect_timeout=5,
            read_timeout=60,
        )

    def _tail(self) -> str:
        return self._log.read_text("utf-8", "replace")[-3000:]


def wait_until(condition: Callable[[], bool], deadline: float, every: float = 0.02) -> bool:
    """Ask again and again until it is so (True) or the deadline has passed (False)."""
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def _program(name: str) -> str | None:
    # Debian keeps servers in /usr/sbin, which isn't on everybody's PATH.
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def _as_user() -> list[str]:
    return ["--user=root"] if os.geteuid() == 0 else []


def _free_port() -> int:
    """Below those that Linux gives to outgoing connections: one of them could have taken it when a
    server that was killed is started again."""
    while True:
        port = 10_000 + secrets.randbelow(22_768)
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
