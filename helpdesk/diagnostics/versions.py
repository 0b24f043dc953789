"""Which versions are at work, and how the program was started."""

import platform
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from helpdesk import bytecode, db, integrity, vendored
from helpdesk.diagnostics.facts import BAD, GOOD, PLAIN, WARN, Around, Fact
from helpdesk.i18n import _
from helpdesk.version import __version__

SHOWN = 10  # files that are named


def facts(around: Around) -> Iterator[Fact]:
    """Desk, Python, database, server, libraries."""
    yield Fact(_("Help desk"), code=__version__)
    python = f"{platform.python_version()} ({platform.python_implementation()})"
    yield Fact(_("Python"), code=python)
    yield Fact(_("Database"), code=engine())
    yield Fact(_("Started by"), code=entry(around.environ))
    system = (platform.system(), platform.release(), platform.machine())
    yield Fact(_("System"), code=" ".join(filter(None, system)))
    yield from _libraries()
    yield from _files()
    yield _compiled(is_cgi=bool(around.environ.get("wsgi.run_once")))


def engine() -> str:
    """The database's name and version."""
    if not db.is_mysql():
        return f"SQLite {sqlite3.sqlite_version}"
    [version] = db.current().execute_sql("SELECT VERSION()").fetchone()
    return f"{'MariaDB' if 'maria' in version.lower() else 'MySQL'} {version.split('-')[0]}"


def entry(environ: Mapping[str, Any]) -> str:
    """The kind of server that called us, by the marks that each leaves."""
    if any(str(name).startswith("mod_wsgi.") for name in environ):
        return "mod_wsgi"
    if any(str(name).lower().startswith("passenger") for name in environ):
        return "Passenger"
    if "waitress.client_disconnected" in environ:
        return "waitress"
    if type(environ.get("wsgi.input")).__module__.startswith("flup"):
        return "FastCGI"
    if environ.get("wsgi.run_once"):
        return "CGI"
    return "WSGI"


def _libraries() -> Iterator[Fact]:
    found = vendored.libraries()
    missing = [name for name, version in found.items() if not version]
    words = ", ".join(f"{name} {version}" for name, version in found.items() if version)
    yield Fact(_("Libraries"), code=words)
    if missing:
        advice = _("Upload the whole folder of the release again.")
        yield Fact(_("Libraries of unknown version"), "", WARN, advice, code=", ".join(missing))


def _compiled(*, is_cgi: bool) -> Fact:
    """Where each request is a process, what isn't compiled is compiled for each of them."""
    found = bytecode.compiled()
    words = _("%(done)d of %(all)d files") % {"done": found.done, "all": found.total}
    title = _("Compiled for this Python")
    if found.done == found.total or not bytecode.is_possible():
        return Fact(title, words, GOOD if found.done == found.total else PLAIN)
    advice = _("Press “Compile”: pages come sooner.")
    return Fact(title, words, WARN if is_cgi else PLAIN, advice if is_cgi else "")


def _files() -> Iterator[Fact]:
    """Whether an upload is whole; the source tree and a wheel have no list to compare with."""
    if not integrity.is_release():
        return
    wrong = integrity.problems()
    if not wrong:
        yield Fact(_("Files of the program"), _("complete"), GOOD)
        return
    shown = ", ".join(f"{problem.path} ({problem.kind})" for problem in wrong[:SHOWN])
    more = f" +{len(wrong) - SHOWN}" if len(wrong) > SHOWN else ""
    advice = _("Upload the whole folder of the release again.")
    yield Fact(_("Files of the program"), "", BAD, advice, code=shown + more)
