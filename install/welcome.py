"""The first page: what will happen. After the installation it says that it is shut."""

from bottle import HTTPResponse
from helpdesk.install import steps
from helpdesk.install.section import section

from helpdesk import db, paths, underway
from helpdesk.errors import HelpdeskError, Invalid, Underway, UpdateNeeded
from helpdesk.i18n import _
from helpdesk.installation import server_check, state
from helpdesk.web import urls
from helpdesk.web.call import Call
from helpdesk.web.routes import OPEN


@section.get("", access=OPEN)
@section.get("/begin", access=OPEN)
def without_slash(call: Call) -> HTTPResponse:
    """The same; also for a press that came back and is reloaded."""
    return call.redirect("/install/")


@section.get("/", access=OPEN)
def show(call: Call) -> HTTPResponse:
    """Welcome, or straight to the step that is due."""
    if call.desk.installed:
        return _installed(call)
    try:
        known = state.read(call.desk.folder)
    except state.Broken:
        return steps.shown(call, "welcome", is_broken=True)
    if known is not None:
        return steps.go(call, steps.current(call, known))
    return steps.shown(call, "welcome", is_broken=False)


def _installed(call: Call) -> HTTPResponse:
    """Shut; but where an update is due or something under way, that is what can be done here."""
    try:
        with call.desk.serving():
            call.desk.check_underway()
            with db.connection():
                call.desk.check_tables()
    except (Underway, UpdateNeeded) as shut:
        is_restoring = isinstance(shut, Underway) and shut.what == underway.RESTORE
        return call.redirect("/install/restore" if is_restoring else "/install/update")
    except HelpdeskError:
        pass  # it stays shut, whatever happens to the database
    return call.page("install/shut.html", code=403)


def show_again(call: Call) -> HTTPResponse:
    """The page after a press that couldn't be taken: also when a second one came too late."""
    return steps.shown(call, "welcome", is_broken=False)


@steps.action("/begin", on_invalid=show_again)
def begin(call: Call) -> HTTPResponse:
    """Make the data folder and the wizard's own file."""
    refused, named = None, call.desk.folder
    for folder in [named] if named else paths.choose(urls.document_root(call.environ)):
        try:
            state.begin(folder)
            return steps.go(call, "check")
        except OSError as error:
            refused = refused or (folder, error)
    assert refused is not None
    told = _("The server says: %(detail)s.") % {"detail": refused[1].strerror}
    raise Invalid({"": f"{server_check.unwritable(refused[0])} {told}"})
