"""Where the data should live."""

from bottle import HTTPResponse
from helpdesk.install import steps

from helpdesk.installation import database, state
from helpdesk.web.call import Call

FIELDS = ("engine", "host", "port", "name", "user", "prefix")
FIRST = {"engine": "sqlite", "host": "localhost", "port": "3306", "prefix": database.PREFIX}


@steps.page("/database")
def show(call: Call) -> HTTPResponse:
    """The form, with what was typed before."""
    return _shown(call)


@steps.action("/database", on_invalid=show)
def choose(call: Call) -> HTTPResponse:
    """Try the database; on with it, or back with the message beside the field."""
    known = steps.enter(call, "database")
    here = steps.folder(call)
    typed = {name: call.form.value(name).strip() for name in FIELDS}
    # Left empty means: the one typed before, which no page shows again.
    typed["password"] = call.form.value("password") or _kept(call).get("password", "")
    state.keep_draft(here, typed, None)
    settled = database.settle(here, known, typed)
    state.keep_draft(here, typed, settled.database)
    if call.form.value("action") == "test":
        return _shown(call, settled)
    return steps.go(call, "desk")


def _shown(call: Call, settled: database.Settled | None = None) -> HTTPResponse:
    steps.enter(call, "database")
    kept = _kept(call)
    if not call.form.values:
        call.form.values = {name: [value] for name, value in {**FIRST, **kept}.items()}
    # Never shown again, in no page.
    call.form.values.pop("password", None)
    return steps.shown(call, "database", has_password=bool(kept.get("password")), settled=settled)


def _kept(call: Call) -> dict[str, str]:
    typed = state.draft(steps.folder(call)).get("typed")
    return {str(k): str(v) for k, v in typed.items()} if isinstance(typed, dict) else {}
