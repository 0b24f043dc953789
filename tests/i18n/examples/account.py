"""What staff see of their own account, and on the way back to a forgotten password."""

from collections.abc import Iterator

from helpdesk import passwords
from helpdesk.schema import Role, Staff
from tests.i18n.tour import Page, Tour, example, send


@example("GET /admin/account/", "POST /admin/account/")
def profile(tour: Tour) -> Iterator[Page]:
    """The form, and everything that can be wrong with it."""
    at = "/admin/account/"
    yield "profile", tour.anna.get(at)
    wrong = dict.fromkeys(("language", "timezone", "list_view", "start"), "1")
    yield "profile, wrong", send(tour.anna, at, **wrong)
    yield "profile, long", send(tour.anna, at, name="1" * 999, signature="1" * 9999)
    yield "profile, saved", tour.anna.get(f"{at}?done=profile")


@example("GET /admin/account/sessions")
def sessions(tour: Tour) -> Iterator[Page]:
    """In two browsers, and after one of them was ended."""
    tour.signed_in("anna")
    yield "sessions", tour.anna.get("/admin/account/sessions")
    yield "sessions, ended", tour.anna.get("/admin/account/sessions?done=sessions")


@example("GET /admin/forgotten", "POST /admin/forgotten")
def forgotten(tour: Tour) -> Iterator[Page]:
    """Asked, asked for nobody, an old link, and asked too often."""
    at, guest = "/admin/forgotten", tour.browser()
    yield "forgotten", guest.get(at)
    yield "forgotten, empty", send(guest, at)
    yield "forgotten, asked", send(guest, at, email="1@example.com").follow()
    yield "forgotten, old link", guest.get(f"{at}/1-1-1").follow()
    for _try in range(4):
        answer = send(guest, at, email="2@example.com")
    yield "forgotten, too often", answer


@example("GET /admin/forgotten/new", "POST /admin/forgotten/new")
def chosen(tour: Tour) -> Iterator[Page]:
    """The new password, refused and taken."""
    at, guest = "/admin/forgotten/new", tour.browser()
    email = "quill@example.com"
    role = Role.get(Role.name == "Viewer")
    somebody = Staff.create(name="Vera Quill", email=email, email_normal=email, role=role)
    key = passwords.make_link(somebody)
    guest.get(f"/admin/forgotten/{key}")
    yield "new password", guest.get(at)
    yield "new password, short", send(guest, at, new="1", again="1")
    yield "new password, differs", send(guest, at, new="some new words here", again="2")
    words = "some other words here"
    yield "new password, taken", send(guest, at, new=words, again=words).follow()
