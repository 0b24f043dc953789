"""Killed in between: a mail that may have left is sent again, none is lost."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

from helpdesk.clock import now
from helpdesk.schema import Outbox
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import Point, Script, deliver, rows
from tests.mail.sink import polite
from tests.rules.tree import ROOT

WORKER = """
import pathlib, sys
from helpdesk import work
from helpdesk.web.desk import Desk
work.run(Desk(pathlib.Path(sys.argv[1])), "cron", 30.0)
"""


def test_killed_between_the_server_and_the_note(desk: Desk, point: Point, script: Script) -> None:
    """The worker dies at the moment at which the server has the mail and has not said so yet."""
    workers: list[subprocess.Popen[bytes]] = []

    def answer(command: str) -> str | None:
        if command == "end of data" and len(workers) == 1:
            os.kill(workers[0].pid, signal.SIGKILL)
            workers[0].wait()
            workers.append(workers[0])
            return None
        return polite(command)

    server = script(answer)
    point(server.port, timeout=20)
    desk.ticket()
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(desk.folder)], cwd=ROOT)
    workers.append(worker)
    worker.wait(60)
    assert [state for state, _e in rows().values()] == ["waiting", "waiting"]
    assert Outbox.select().where(Outbox.claimed_by != "").count() == 1
    deliver()
    first, other = sink.parsed(server.mails[0]), sink.parsed(server.mails[1])
    assert first["To"] != other["To"], "what is claimed waits until the claim runs out"
    Outbox.update(claimed_until=now() - timedelta(seconds=1)).where(
        Outbox.claimed_by != ""
    ).execute()
    deliver()
    assert {state for state, _e in rows().values()} == {"sent"}
    again = sink.parsed(server.mails[2])
    assert (again["To"], again["Message-ID"]) == (first["To"], first["Message-ID"])
    assert len(server.mails) == 3
