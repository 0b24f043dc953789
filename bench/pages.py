"""What is measured: each page by the name of the contract. Only pages that this desk has."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random

from bench.client import Browser
from helpdesk import app
from helpdesk.demo import texts
from helpdesk.demo.vocabulary import language

FORM = "/submit?category=1"  # past the question which category it is
_dice = Random("pages")
_numbers = count(1)
Prepare = Callable[["Visit"], tuple[Browser, bytes]]


@dataclass
class Visit:
    """Who visits, and where: what the requests of a round need to know."""

    port: int
    staff: Browser
    guest: Browser
    tickets: list[int]  # of the ordinary size, to read
    written: list[int]  # of the bench's own, to write into
    rare: str  # words to search for
    common: str
    deep: str = "/admin/tickets"  # the thousandth page
    pulses: dict[int, str] = field(default_factory=dict)  # of open tickets, with where they stand

    def number(self) -> int:
        """A ticket to read, another one each time."""
        self.tickets.append(self.tickets.pop(0))
        return self.tickets[-1]


@dataclass(frozen=True)
class Page:
    """A page of the bench: its route, so that it is measured only where it exists, its request,
    and the status of a right answer."""

    name: str
    method: str
    route: str
    prepare: Prepare
    status: int = 200

    @property
    def writes(self) -> bool:
        """Whether it is compared with both floors."""
        return self.method == "POST"


def there() -> list[Page]:
    """The pages whose route this desk has, in the order of the contract."""
    routes = {(route.method, route.path) for route in app.routes()}
    return [page for page in PAGES if (page.method, page.route) in routes]


def deepest(staff: Browser, pages: int = 1000) -> str:
    """The address of the thousandth page of the list, or of the last full one."""
    before = here = "/admin/tickets"
    for _number in range(pages - 1):
        text = staff.get(here).text
        found = re.search(r'<a [^>]*href="([^"]+)"[^>]*rel="next"', text)
        if found is None:
            return before
        before, here = here, found[1].replace("&amp;", "&")
    return here


def submit(visit: Visit) -> tuple[Browser, bytes]:
    """A request by somebody who has never been here."""
    guest = Browser(visit.port)
    form = guest.get(FORM)
    category = re.search(r'(?s)name="category".*?<option value="(\d+)"', form.text)
    number = next(_numbers)
    fields = {
        "csrf": form.token,
        "name": "Bettina Bench",
        "email": f"bettina.{number}@customer.test",
        "category": category[1] if category else "",
        "subject": texts.subject(_dice, language("en")),
        "message": text(),
    }
    return guest, guest.form("/submit", fields)


def text() -> str:
    """A message of the ordinary length, another one each time."""
    return texts.message(_dice, language("en"), texts.MEDIAN)


def _read(path: str) -> Prepare:
    return lambda visit: (visit.guest, visit.guest.request("GET", path))


def _panel(path: str) -> Prepare:
    return lambda visit: (visit.staff, visit.staff.request("GET", path))


def _search_rare(visit: Visit) -> tuple[Browser, bytes]:
    return visit.staff, visit.staff.request("GET", f"/admin/search?q={visit.rare}")


def _search_common(visit: Visit) -> tuple[Browser, bytes]:
    return visit.staff, visit.staff.request("GET", f"/admin/search?q={visit.common}")


def _deep(visit: Visit) -> tuple[Browser, bytes]:
    return visit.staff, visit.staff.request("GET", visit.deep)


def _ticket(visit: Visit) -> tuple[Browser, bytes]:
    return visit.staff, visit.staff.request("GET", f"/admin/tickets/{visit.number()}")


def _pulse(visit: Visit) -> tuple[Browser, bytes]:
    """What an open ticket asks when nothing is new."""
    number = visit.number()
    if number not in visit.pulses:
        text = visit.staff.get(f"/admin/tickets/{number}").text
        found = re.search(r'data-hd-pulse="([^"]+)" data-cursor="([^"]+)"', text)
        visit.pulses[number] = f"{found[1]}&cursor={found[2]}" if found else "/admin/pulse"
    return visit.staff, visit.staff.request("GET", visit.pulses[number])


def _reply(visit: Visit) -> tuple[Browser, bytes]:
    number = visit.written[next(_numbers) % len(visit.written)]
    token = visit.staff.get(f"/admin/tickets/{number}").token
    fields = {"csrf": token, "message": text()}
    return visit.staff, visit.staff.form(f"/admin/tickets/{number}/reply", fields)


def _change(visit: Visit) -> tuple[Browser, bytes]:
    number = visit.written[next(_numbers) % len(visit.written)]
    page = visit.staff.get(f"/admin/tickets/{number}")
    choices = re.search(r'(?s)<select[^>]*name="status".*?</select>', page.text)
    options = re.findall(r'<option value="(\d+)"(?! selected)', choices[0] if choices else "")
    fields = {"csrf": page.token, "status": options[next(_numbers) % len(options)]}
    return visit.staff, visit.staff.form(f"/admin/tickets/{number}/status", fields)


PAGES = (
    Page("home", "GET", "/", _read("/")),
    Page("form", "GET", "/submit", _read(FORM)),
    Page("submit", "POST", "/submit", submit, 303),
    Page("reply", "POST", "/admin/tickets/<number:int>/reply", _reply, 303),
    Page("list", "GET", "/admin/tickets", _panel("/admin/tickets")),
    Page("list_deep", "GET", "/admin/tickets", _deep),
    Page("ticket", "GET", "/admin/tickets/<number:int>", _ticket),
    Page("pulse", "GET", "/admin/pulse", _pulse, 204),
    Page("login", "GET", "/admin/login", _read("/admin/login")),
    Page("change", "POST", "/admin/tickets/<number:int>/status", _change, 303),
    Page("search_rare", "GET", "/admin/search", _search_rare),
    Page("search_common", "GET", "/admin/search", _search_common),
    Page("settings", "GET", "/admin/settings/<group>", _panel("/admin/settings/tickets")),
)
