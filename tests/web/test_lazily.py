"""A process that answers one request imports what the answer needs, and finds all the same."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from helpdesk import app, events, jobs, reactions, work
from tests.cast import Desk
from tests.rules import tree

# What costs time and few answers need: a module that has run only if it is loaded for real.
HEAVY = {
    "PIL",
    "altcha",
    "argparse",
    "helpdesk.demo",
    "helpdesk.exporting",
    "helpdesk.installation.server_check",
    "helpdesk.mail",
    "helpdesk.mail.composer",
    "helpdesk.search",
    "helpdesk.staffing",
    "helpdesk.tickets",
    "helpdesk.web.static",
    "imagesize.imagesize",
    "itsdangerous.signer",
    "justhtml",
    "multipart",
    "passlib.handlers",
    "playhouse.migrate",
    "smtplib",
    "urllib.request",
    "whitenoise.base",
    "zoneinfo._tzpath",
}
# Which of them an answer may need.
PAGES: dict[str, set[str]] = {
    "/": set(),
    "/submit": set(),
    "/ticket": set(),
    "/admin/login": set(),
    "/health": set(),
    "/nowhere": set(),
    "/static/css/tokens.css": {"helpdesk.web.static", "whitenoise.base"},
}
START = """
import json, os, sys, types
from helpdesk import lazily
lazily.switch_on()
from helpdesk import app
from pathlib import Path
def told(what):
    print("TOLD", json.dumps(what))
"""
ANSWER = """
from helpdesk.web import pipeline
pipeline.SLOW = 1e9  # a slow answer is noted, which runs more: this machine may be busy
seen = []
environ = dict(REQUEST_METHOD="GET", PATH_INFO=sys.argv[2], SCRIPT_NAME="", SERVER_NAME="x",
               SERVER_PORT="80", HTTP_HOST="x", **{"wsgi.url_scheme": "http"})
def start(status, headers, error=None):
    seen.append(status)
body = b"".join(app.create_app(Path(sys.argv[1]))(environ, start))
ran = [name for name, module in sys.modules.items() if type(module) is types.ModuleType]
told([seen, len(body), ran])
"""
ROUTES = """
import bottle, jinja2, peewee
import helpdesk.schema
from helpdesk.web.desk import Desk
found = {}
for group in json.loads(sys.stdin.read()):
    out, back = os.pipe()
    if not os.fork():
        there = app._AsAskedFor(Desk(None), None)
        answers = []
        for method, path in group:
            joined = there.made_for(method, path).app  # the next one may find more imported
            environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
            try:
                route = joined.router.match(environ)[0]
                answers.append([method, path, route.rule])
            except bottle.HTTPError as error:
                answers.append([method, path, error.status_code])
        os.write(back, json.dumps(answers).encode())
        os._exit(0)
    os.close(back)
    with open(out, "rb") as answers:
        for method, path, rule in json.loads(answers.read()):
            found[f"{method} {path}"] = rule
    os.wait()
told(found)
"""
REGISTRIES = """
from helpdesk import events, jobs, reactions, work
events.prepare(reactions.register)
jobs.prepare(work.load)
before = [sorted(jobs.REGISTRY), sorted(events._reactions)]
kinds = sorted(jobs._registry())
reactions.register()
from helpdesk import outbox
told([before, kinds, {name: len(found) for name, found in events._reactions.items()}])
"""

EACH = """
import bottle, jinja2, peewee
import importlib
failed = []
for name in json.loads(sys.stdin.read()):
    if not os.fork():
        try:
            lazily.load(importlib.import_module(name))
        except BaseException:
            os._exit(1)
        os._exit(0)
    if os.wait()[1]:
        failed.append(name)
told(failed)
"""


def _told(program: str, *arguments: str, given: str = "") -> Any:
    ran = subprocess.run(
        [sys.executable, "-c", START + program, *arguments],
        input=given,
        capture_output=True,
        text=True,
        cwd=tree.ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tree.ROOT)},
        check=False,
    )
    line = next((line for line in ran.stdout.splitlines() if line.startswith("TOLD ")), "")
    assert line, ran.stderr
    return json.loads(line.removeprefix("TOLD "))


@pytest.mark.parametrize("path", PAGES)
def test_an_answer_runs_no_heavy_module_that_it_doesnt_need(desk: Desk, path: str) -> None:
    """Whoever imports one of these for each page makes every CGI host slower."""
    (status,), length, ran = _told(ANSWER, str(desk.folder), path)
    assert status[:3] == ("404" if path == "/nowhere" else "200") and length > 10
    assert HEAVY.intersection(ran) == PAGES[path]


def test_an_address_finds_the_same_route_as_with_all_pages_imported() -> None:
    """Name a page in its section, and under `elsewhere` where addresses don't begin with it."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for route in app.routes():
        path = _example(route.path)
        groups.setdefault("/".join(path.split("/")[:3]), []).append((route.method, path))
    for path in ("/nowhere", "/admin/nowhere", "/admin/nowhere/7", "/install/nowhere", "/tickets"):
        groups[f"no {path}"] = [("GET", path), ("POST", path)]
    found = _told(ROUTES, given=json.dumps(list(groups.values())))
    whole: Any = app.create_app(Path("/nowhere"), resident=True)
    router = whole.application.app.router
    for ways in groups.values():
        for method, path in ways:
            asked = "PUT" if method == "ANY" else method
            expected = router.match({"REQUEST_METHOD": asked, "PATH_INFO": path})[0].rule
            assert found[f"{method} {path}"] == expected, f"{method} {path}"
    assert len(found) > 150


def test_what_registers_itself_is_there_when_it_is_needed() -> None:
    """Jobs and reactions, the same as in a process that imports all at its start."""
    work.load()
    reactions.register()
    before, kinds, told = _told(REGISTRIES)
    assert before == [[], []], "imported by every page"
    assert set(kinds) == {name for name in jobs.REGISTRY if not name.startswith("test.")}
    assert told == {name: len(found) for name, found in events._reactions.items()}


@pytest.mark.thorough
def test_each_module_can_be_the_first_that_runs() -> None:
    """In whatever order answers use them: no module waits for one that waits for it."""
    names = [tree.module_name(path) for path in tree.files(".py", under=tree.CODE)]
    own = [name for name in names if ".migrations." not in name and "__main__" not in name]
    assert len(own) > 300
    assert _told(EACH, given=json.dumps(own)) == []


def _example(rule: str) -> str:
    """An address that a rule is for."""
    if rule.startswith("<"):
        return "/some/where"
    return re.sub(r"<\w+(?::\w+)?>", lambda part: "7" if ":int" in part[0] else "some", rule)
