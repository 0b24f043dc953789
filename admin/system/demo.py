"""Demo data: to try things on, loaded and removed in one press each."""

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import demo, jobs
from helpdesk.errors import Conflict, Invalid
from helpdesk.i18n import _
from helpdesk.web.call import Call

AMOUNTS = (50, 500, 5_000)
SLICE = 3.0  # seconds of work for one look at the page's progress


@section.get("/system/demo", access="system.view")
def show(call: Call) -> HTTPResponse:
    """How much is there, and how far it is."""
    call.form.values.setdefault("tickets", [str(AMOUNTS[0])])
    return call.page("admin/system/demo.html", amounts=AMOUNTS, found=demo.progress())


@section.post("/system/demo", access="system.view", on_invalid=show)
def load(call: Call) -> HTTPResponse:
    """Begin to load."""
    typed = call.form.value("tickets")
    if typed not in map(str, AMOUNTS):
        raise Invalid({"tickets": _("Choose how many.")})
    try:
        demo.start_loading(int(typed))
    except Conflict as other:
        raise Invalid({"": other.message}) from other
    return call.redirect("/admin/system/demo")


@section.post("/system/demo/remove", access="system.view")
def remove(call: Call) -> HTTPResponse:
    """Begin to remove."""
    demo.start_removing()
    return call.redirect("/admin/system/demo")


@section.post("/system/demo/step", access="system.view", once=False, transaction=False)
def step(call: Call) -> HTTPResponse:
    """Do a slice, unless somebody else is at it, and tell how far it is."""
    jobs.drive("demo.load", "demo.remove", seconds=SLICE)
    found = demo.progress()
    return call.slice_done(
        "/admin/system/demo",
        finished=found is None or found.finished,
        done=found.tickets if found else 0,
        total=found.total if found else 0,
    )
