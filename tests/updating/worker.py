"""An update in a process of its own, which may end at any statement as a power cut ends it.

    python -m tests.updating.worker FOLDER KILL_AT FAILS

It counts the statements that write and the files that are put in place, and dies by SIGKILL right
after the so-manieth (0: never). With FAILS the check finds something. It prints `PHASE COUNT` for
each phase that it enters, with how many it had counted by then.
"""

import itertools
import os
import signal
import sys
from pathlib import Path
from typing import Any

import peewee

from helpdesk import updating
from helpdesk.updating import checking, records
from helpdesk.web.desk import Desk


def main(folder: Path, kill_at: int, *, fails: bool) -> None:
    """Begin or join, and go on to the end."""
    counted, at = itertools.count(1), [0]

    def point() -> None:
        at[0] = next(counted)
        if at[0] == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    _after(peewee.Database, "execute_sql", point, lambda sql: not sql.startswith("SELECT"))
    _after(Path, "replace", point)
    _after(Path, "unlink", point)
    if fails:
        checking.missing = lambda: "This fails."
    _after(records.Record, "enter", lambda: None, lambda phase: print(phase, at[0], flush=True))
    Desk(folder).open()
    if updating.running(folder) is None and updating.look(folder).is_due:
        updating.begin(folder, by="worker")
    while updating.running(folder) is not None:
        updating.advance(folder, 0.01)
    print("end", at[0], flush=True)


def _after(owner: Any, name: str, then: Any, counts: Any = lambda *_a: True) -> None:
    real = getattr(owner, name)

    def run(self: Any, *arguments: Any, **named: Any) -> Any:
        done = real(self, *arguments, **named)
        if counts(*arguments[:1]):
            then()
        return done

    setattr(owner, name, run)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), fails=sys.argv[3] == "1")
