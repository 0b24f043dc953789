"""Whether the desk is well, for monitors: 200 when database and data folder answer, else 503."""

import json
import os
import tempfile

from bottle import HTTPResponse

from helpdesk import db
from helpdesk.errors import HelpdeskError
from helpdesk.portal.section import section
from helpdesk.version import __version__
from helpdesk.web.call import Call
from helpdesk.web.routes import OPEN

ROOM = 1 << 16  # bytes that must find room in the data folder


@section.get("/health", access=OPEN)
def health(call: Call) -> HTTPResponse:
    """One look at both."""
    parts = {"database": _database(call), "data": _data(call)}
    well = all(state == "ok" for state in parts.values())
    body = json.dumps({"status": "ok" if well else "unavailable", "version": __version__, **parts})
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return HTTPResponse(body, 200 if well else 503, headers)


def _database(call: Call) -> str:
    try:
        with call.desk.serving(), db.connection():
            call.desk.check_underway()
            call.desk.check_tables(again=True)
    except HelpdeskError as error:
        return type(error).__name__
    return "ok"


def _data(call: Call) -> str:
    folder = call.desk.folder
    if folder is None:
        return "missing"
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return "unwritable"
    return "ok"
