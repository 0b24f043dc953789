"""One transaction around the handler: what the browser is told was saved is saved, else nothing."""

from typing import Any

import bottle
import peewee
import pytest
from bottle import HTTPResponse
from webtest import TestApp

from helpdesk import config, db
from helpdesk.db.retrying import TRIES
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from helpdesk.schema import Organisation
from helpdesk.web import csrf
from helpdesk.web.call import Call
from helpdesk.web.desk import Desk as Served
from helpdesk.web.pipeline import Pipeline
from helpdesk.web.routes import PUBLIC, Handler, Route
from tests.cast import Desk

GUEST = "g" * 24


def write(name: str = "x") -> None:
    Organisation.create(name=name)


def written() -> list[str]:
    return sorted(row.name for row in Organisation.select())


def post(desk: Desk, handler: Handler, *, status: int) -> None:
    """Send a form to a handler behind the real pipeline."""
    app = bottle.Bottle()
    app.config["catchall"] = False
    app.install(Pipeline(Served(desk.folder, resident=True)))
    route = Route("POST", "/act", handler, PUBLIC)
    app.route(route.path, route.method, route.handler, declared=route)
    browser = TestApp(app)
    browser.set_cookie("hd_guest", GUEST)
    token = csrf.make(config.load(desk.folder).secret_key, f"{GUEST}|")
    browser.post("/act", {"csrf": token}, status=status)


def answers_with_a_redirect(call: Call) -> Any:
    write()
    return call.redirect("/there")


def raises_bottles_redirect(call: Call) -> Any:
    write()
    bottle.redirect("/there")


def raises_an_answer(call: Call) -> Any:
    write()
    raise HTTPResponse("done", 200)


def answers_with_text(call: Call) -> Any:
    write()
    return "done"


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (answers_with_a_redirect, 303),
        (raises_bottles_redirect, 302),  # as the test's browser speaks HTTP/1.0
        (raises_an_answer, 200),
        (answers_with_text, 200),
    ],
)
def test_below_400_is_saved(desk: Desk, handler: Handler, status: int) -> None:
    post(desk, handler, status=status)
    assert written() == ["x"]


def refusing(call: Call) -> Any:
    write()
    return HTTPResponse("no", 409)


def aborting(call: Call) -> Any:
    write()
    bottle.abort(400, "no")


@pytest.mark.parametrize(("handler", "status"), [(refusing, 409), (aborting, 400)])
def test_400_and_above_is_rolled_back(desk: Desk, handler: Handler, status: int) -> None:
    post(desk, handler, status=status)
    assert written() == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404),
        (Forbidden("no"), 403),
        (Conflict("no"), 409),
        (Invalid({"": "no"}), 422),
        (TooMany("later", 5), 429),
        (ValueError("a bug"), 500),
    ],
)
def test_an_error_rolls_back(desk: Desk, error: Exception, status: int) -> None:
    def handler(call: Call) -> Any:
        write()
        raise error

    post(desk, handler, status=status)
    assert written() == []


def test_what_a_verb_wrote_in_a_transaction_of_its_own_goes_with_the_request(desk: Desk) -> None:
    def handler(call: Call) -> Any:
        with db.transaction():
            write("inner")
        raise NotFound

    post(desk, handler, status=404)
    assert written() == []


def test_a_part_may_fail_and_the_rest_is_saved(desk: Desk) -> None:
    def handler(call: Call) -> Any:
        write("outer")
        try:
            with db.transaction():
                write("inner")
                raise KeyError
        except KeyError:
            pass
        return call.redirect("/there")

    post(desk, handler, status=303)
    assert written() == ["outer"]


@pytest.mark.parametrize("code", [1213, 1205, 1020])
def test_a_deadlock_runs_the_whole_request_again(desk: Desk, code: int) -> None:
    tries: list[int] = []

    def handler(call: Call) -> Any:
        tries.append(1)
        write(f"try {len(tries)}")
        if len(tries) < 3:
            raise peewee.OperationalError(code, "deadlock")
        return call.redirect("/there")

    post(desk, handler, status=303)
    assert written() == ["try 3"]


def test_deadlocks_without_end_are_given_up(desk: Desk) -> None:
    tries: list[int] = []

    def handler(call: Call) -> Any:
        tries.append(1)
        write()
        raise peewee.OperationalError(1213, "deadlock")

    post(desk, handler, status=503)
    assert len(tries) == TRIES and written() == []
