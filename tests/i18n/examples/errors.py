"""Errors as pages: each kind, in each section."""

from collections.abc import Iterator
from unittest import mock

from helpdesk import errors
from helpdesk.i18n import _
from helpdesk.web.forms import TooLarge
from helpdesk.web.pipeline import Pipeline
from tests.i18n.tour import TEXT, Page, Tour, example, send

# Told in another way than by a page of their own.
NO_PAGE = (errors.NotInstalled,)


@example("GET <path:path>", "POST <path:path>", "ANY <path:path>")
def missing(tour: Tour) -> Iterator[Page]:
    """Addresses that lead nowhere, and what isn't for this person."""
    yield "missing", tour.guest.get("/nothing", status=404)
    yield "missing, sent", send(tour.guest, "/submit", "/nothing", message=TEXT)
    yield "an unknown method", tour.guest.delete("/submit", expect_errors=True)
    yield "missing, panel", tour.anna.get("/admin/nothing", status=404)
    yield "missing ticket, panel", tour.anna.get("/admin/tickets/999", status=404)
    yield "not theirs", tour.browser().get(f"/ticket/{tour.one.tracking_id}", status=404)
    yield from _refused(tour)
    yield from _raised(tour)


def _refused(tour: Tour) -> Iterator[Page]:
    at = f"/admin/tickets/{tour.one.id}"
    yield "signed out meanwhile", tour.browser().post(f"{at}/reply", {"message": TEXT}, status=401)
    yield "not allowed", tour.viewer.post(f"{at}/reply", {"message": TEXT}, status=403)
    kind = "multipart/form-data; boundary=b"
    broken = tour.guest.post("/submit", "--b\r\n1", content_type=kind, expect_errors=True)
    yield "a broken form", broken


def _raised(tour: Tour) -> Iterator[Page]:
    """Every class of errors, wherever it may come from; in the portal and in the panel."""
    for error in (*_every(errors.HelpdeskError), TooLarge(), RuntimeError()):
        with mock.patch.object(Pipeline, "_served", side_effect=error):
            name = type(error).__name__
            yield (
                f"{name}, portal",
                tour.guest.post("/submit", {"message": TEXT}, expect_errors=True),
            )
            yield f"{name}, panel", tour.anna.get("/admin/tickets", expect_errors=True)


def _every(kind: type[errors.HelpdeskError]) -> Iterator[errors.HelpdeskError]:
    said = _("Something went wrong on our side")
    for each in kind.__subclasses__():
        if each is errors.TooMany:
            yield errors.TooMany(f"⟦{said}⟧", 60)
        elif each is errors.Invalid:
            yield errors.Invalid({"": f"⟦{said}⟧"})
        elif each.__module__ == errors.__name__ and each not in NO_PAGE:
            yield each(f"⟦{said}⟧")
        yield from _every(each)
