"""The whole path as a visitor: from the uploaded folder to the answer that the customer reads.

Plain HTTP, as a person's browser would speak it; where the wizard's own script would do something,
the same is done here.
"""

import base64
import hashlib
import html
import json
import re
import shlex
import time
import urllib.parse

from helpdesk.db.mysql import Address
from tests.hosting.servers import Host
from tests.hosting.visitor import Links, Visitor, multipart, told
from tests.mail.sink import HOST as SINK
from tests.mail.sink import Sink, words
from tests.packaging.smoke import TRACKING_ID, Forms

ANNA, PASSWORD = "anna@bakery.example.org", "correct horse battery"
CLEO = "cleo@home.example.org"
DESK = {
    "title": "Corner Bakery",
    "timezone": "Europe/Madrid",
    "name": "Anna Lindgren",
    "email": ANNA,
    "password": PASSWORD,
    "again": PASSWORD,
}
# Machines fill in forms in no time, and what is taken back isn't what is looked at here.
AT_ONCE = {"portal": ("portal.least_seconds", "0"), "tickets": ("tickets.undo_seconds", "0")}
PICTURE = bytes(range(256)) * 19_600  # 5 MB
PATIENCE = 30  # seconds


class Owner:
    """Who has uploaded the folder, and opens it in a browser for the first time."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.browser = Visitor(host.address)

    def install(self, database: Address | None = None, sink: Sink | None = None) -> None:
        """Go through the wizard."""
        self.begin()
        here = self.check()
        assert here.endswith("/install/code"), self.page()
        self.on("code", "licence", "code", code=self.host.space.code)
        self.on("licence", "server", "agree", agree="1")
        self.on("server", "database", "action", action="on")
        self.on("database", "desk", "engine", action="on", **_typed(database))
        # The script puts in what the browser shows as the desk's address.
        self.on("desk", "mail", "title", url=self.host.address, **DESK)
        self.on("mail", "tables", "host", **_mail(sink))
        self._make_tables()

    def begin(self) -> None:
        """Any page leads to the wizard; press its first button."""
        status, _page, here = self.browser.get(self.host.address + "/")
        if here == f"{self.host.address}/install/":
            status, _page, here = self.browser.press("/install/", "csrf")
        # Stand-alone it has begun already: the address with the code is printed.
        assert status == 200 and here == f"{self.host.address}/install/check", self.page()

    def check(self) -> str:
        """Try each address as the browser's script does; where that leads to."""
        form, target = self.browser.form("/install/check", "findings")
        found = self.findings(self.browser.noted[-1].body.decode())
        sent = {**form.fields, "findings": json.dumps(found), "action": "try"}
        return self.browser.post(target, sent)[2].split("?")[0]

    def findings(self, page: str) -> dict[str, str]:
        """What the script finds at the addresses of the page."""
        found = {}
        for address, mark in re.findall(r'data-address="([^"]+)" data-mark="([^"]+)"', page):
            answer = self.browser.fetch(urllib.parse.urljoin(self.host.site, address))
            is_there = answer.status == 200 and base64.b64decode(mark) in answer.body
            found[address] = (
                "served" if is_there else "unknown" if answer.status >= 500 else "hidden"
            )
        return found

    def page(self) -> str:
        """The last page, for messages."""
        last = self.browser.noted[-1]
        return f"{last.status} {last.url}\n{last.body.decode('utf-8', 'replace')[:4000]}"

    def uploads(self, size: int) -> bool:
        """Whether a file arrives whole, as the page of the server's check finds out."""
        form, _target = self.browser.form("/install/server", "csrf")
        body, kind = multipart({"csrf": form.fields["csrf"]}, "file", {"trial.bin": bytes(size)})
        target = f"{self.host.address}/install/upload"
        answer = self.browser.post(target, body, kind, Accept="application/json")
        return answer[0] == 200 and told(answer) == {"size": size}

    def on(self, step: str, then: str, having: str, **typed: str) -> None:
        """Fill in a step and come to the next one."""
        if step == "server":
            assert self.uploads(2_000_000), self.page()
        status, _page, here = self.browser.press(f"/install/{step}", having, **typed)
        assert status == 200 and here == f"{self.host.address}/install/{then}", self.page()

    def _make_tables(self) -> None:
        ends, finished = time.monotonic() + 2 * PATIENCE, False
        form, target = self.browser.form("/install/tables", "csrf")
        while not finished:
            assert time.monotonic() < ends, self.page()
            answer = self.browser.post(target, dict(form.fields), Accept="application/json")
            finished = told(answer)["finished"]
        done = urllib.parse.urljoin(self.host.site, told(answer)["location"])
        assert done == f"{self.host.address}/install/done", done
        self._look_at_the_end(done)

    def _look_at_the_end(self, done: str) -> None:
        """What the last page says about timed work holds here, and where it leads to is there."""
        status, page, here = self.browser.get(done)
        assert (status, here) == (200, done), page[:3000]
        if self.host.has_thread:
            assert "There is nothing to set up" in page and "cron-" not in page, page
        else:
            self._try_cron(_code(page, "cron-line"), _code(page, "cron-address"))
        links = [urllib.parse.urljoin(here, link) for link in Links(page).found]
        for path, then in (("/admin/login", "/admin/"), ("/submit", "/submit")):
            assert self.host.address + path in links, links
            status, text, here = self.browser.get(self.host.address + path)
            assert (status, here) == (200, self.host.address + then), text[:3000]

    def _try_cron(self, line: str, address: str) -> None:
        """The line names what lies here, and the address does work: after an installation more is
        due than the few pages since then have done."""
        words, space = shlex.split(line), self.host.space
        assert words[:5] == ["*/5", "*", "*", "*", "*"] and words[-3:] == ["-m", "helpdesk", "cron"]
        assert words[5:8] == ["cd", str(space.folder), "&&"], line
        assert words[8:-3] == [f"HELPDESK_DATA={space.data}", "/usr/bin/python3"], line
        assert address.startswith(f"{self.host.address}/cron?key="), address
        status, page, _here = Visitor(self.host.address).get(address)
        done = re.fullmatch(r"done: (\d+)\n", page)
        assert status == 200 and done and int(done[1]), page[:3000]


def walk(host: Host, database: Address | None, sink: Sink) -> list[Visitor]:
    """All of it; the browsers that took part, with what they were answered."""
    owner = Owner(host)
    owner.install(database, sink)
    anna, cleo = owner.browser, Visitor(host.address)
    _change_settings(anna)
    track = submit(cleo)
    _read_and_answer(anna, track)
    link = _mailed(sink, cleo, "Try the other tray")
    reader = Visitor(host.address)
    status, page, here = reader.get(link)
    assert link.startswith(host.address + "/ticket/"), link
    assert status == 200 and "Try the other tray" in page and "key=" not in here, page[:3000]
    _sign_out_and_in(anna)
    return [anna, cleo, reader]


def submit(cleo: Visitor, **typed: str) -> str:
    """A request with a file of 5 MB; its tracking ID."""
    request = {
        "name": "Cleo Marsh",
        "email": CLEO,
        "subject": "Mein Drucker streikt",
        "message": "It only prints grey.\nДякую!",
        **typed,
    }
    answer = cleo.attach("/submit", "message", {"Foto größer.png": PICTURE}, **request)
    track = re.search(TRACKING_ID, answer[1])
    assert answer[0] == 200 and track and answer[2].endswith(f"/{track[0]}/received"), answer[1][
        :4000
    ]
    return track[0]


def _change_settings(anna: Visitor) -> None:
    for group, (key, value) in AT_ONCE.items():
        path = f"/admin/settings/{group}"
        form, target = anna.form(path, key)
        # Beside each field stands what it had shown.
        was = re.findall(r'name="was" value="([^"]+)"', anna.noted[-1].body.decode())
        anna.post(target, {**form.fields, "was": was, key: value})
        assert anna.form(path, key)[0].fields[key] == value, anna.noted[-1].body


def _read_and_answer(anna: Visitor, track: str) -> None:
    page = anna.get(anna.address + "/admin/tickets")[1]
    link = re.search(r'href="[^"]*(/admin/tickets/\d+)"', page)
    assert link and "Mein Drucker streikt" in page, page[:3000]
    page = anna.get(anna.address + link[1])[1]
    assert track in page and "Дякую!" in page, page[:3000]
    file = re.search(r'href="([^"]*/files?/[^"]*)"', page)
    assert file, page
    sent = anna.fetch(file[1].replace("&amp;", "&"))
    assert hashlib.sha256(sent.body).digest() == hashlib.sha256(PICTURE).digest(), sent.headers
    status, page, _here = anna.press(link[1], "message", message="Try the other tray, Cleo.")
    assert status == 200 and "Try the other tray, Cleo." in page, page[:3000]


def _mailed(sink: Sink, cleo: Visitor, what: str) -> str:
    """The link of the mail that says something. It goes out while anybody opens a page."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        for mail in sink.to(CLEO):
            if what in words(mail) and (link := re.search(r"https?://\S+/ticket/\S+", words(mail))):
                return link[0]
        cleo.get(cleo.address + "/")
        time.sleep(0.5)
    raise AssertionError(f"no such mail: {[words(mail) for mail in sink.mails]}")


def _sign_out_and_in(anna: Visitor) -> None:
    page = anna.get(anna.address + "/admin/tickets")[1]
    form = next(form for form in Forms(page).found if form.action.endswith("/admin/logout"))
    anna.post(urllib.parse.urljoin(anna.address, form.action), form.fields)
    assert anna.noted[-1].url.endswith("/admin/login"), anna.noted[-1]
    assert anna.get(anna.address + "/admin/tickets")[2].split("?")[0].endswith("/admin/login")
    sign_in(anna)


def sign_in(anna: Visitor) -> None:
    """By password."""
    status, page, here = anna.press("/admin/login", "password", email=ANNA, password=PASSWORD)
    assert status == 200 and "/admin/login" not in here, (here, page[:3000])


def _code(page: str, name: str) -> str:
    """What stands in a frame to be copied."""
    found = re.search(rf'<code id="{name}"[^>]*>([^<]*)</code>', page)
    assert found, page
    return html.unescape(found[1])


def _typed(address: Address | None) -> dict[str, str]:
    if address is None:
        return {"engine": "sqlite"}
    return {
        "engine": "mysql",
        "host": address.host,
        "port": str(address.port),
        "name": address.name,
        "user": address.user,
        "password": address.password,
    }


def _mail(sink: Sink | None) -> dict[str, str]:
    if sink is None:
        return {"action": "later"}
    return {
        "action": "on",
        "host": SINK,
        "port": str(sink.port),
        "security": "none",
        "from_address": "desk@bakery.example.org",
    }
