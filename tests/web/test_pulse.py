"""What open pages ask every few seconds: cheap, theirs only, and without a write."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from webtest import TestApp, TestResponse

from helpdesk import db, presence, pulse
from helpdesk.app import create_app
from helpdesk.schema import Message, Presence, Role, Session, Staff, Ticket
from helpdesk.web import pace
from helpdesk.web.pace import Pace
from tests.asking import looked_up, post, token
from tests.cast import Desk
from tests.pulse.helpers import by_cleo, note, release, reply, resolve
from tests.watching import reading, statements, writing


def asked(browser: TestApp, path: str, cursor: str = "", *, status: int = 200) -> TestResponse:
    return browser.get(path, {"cursor": cursor}, status=status)


def on_page(browser: TestApp, path: str) -> tuple[str, str]:
    """The pulse's address and the cursor, as a page hands them out; a customer's page first learns
    whether a reply waits to be sent."""
    root = browser.get(path, status=200).html.select_one("[data-hd-pulse]")
    address, cursor = root["data-hd-pulse"], root["data-cursor"]
    if path.startswith("/ticket/"):
        told = asked(browser, address, cursor).json
        assert set(told) == {"cursor", "next"}
        cursor = told["cursor"]
    return address, cursor


def test_a_page_hands_out_where_it_stands(desk: Desk) -> None:
    ticket = desk.ticket()
    anna, cleo = desk.signed_in(), looked_up(desk, ticket.tracking_id)
    pages = ((anna, f"/admin/tickets/{ticket.id}"), (cleo, f"/ticket/{ticket.tracking_id}"))
    for browser, path in (*pages, (anna, "/admin/tickets")):
        address, cursor = on_page(browser, path)
        answer = asked(browser, address, cursor, status=204)
        assert answer.body == b"" and int(answer.headers["X-Pulse-Next"]) >= 2000
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_reply_comes_drawn_as_on_the_page(desk: Desk) -> None:
    ticket = desk.ticket()
    anna, cleo = desk.signed_in(), looked_up(desk, ticket.tracking_id)
    pages = ((anna, f"/admin/tickets/{ticket.id}"), (cleo, f"/ticket/{ticket.tracking_id}"))
    for browser, path in pages:
        address, cursor = on_page(browser, path)
        message = reply(desk, ticket, "<b>Bring</b> it & me")
        told = asked(browser, address, cursor).json
        (entry,) = [entry for entry in told["entries"] if entry["kind"] == "message"]
        assert entry["position"] == message.position and told["next"] >= 2000
        assert entry["mine"] is (browser is anna)
        drawn = browser.get(path).html.select_one(f"#entry-{message.position}")
        assert "&lt;b&gt;Bring&lt;/b&gt; it &amp; me" in str(drawn)
        assert str(BeautifulSoup(entry["html"], "html.parser").article) == str(drawn)
        assert told["cursor"] != cursor
        asked(browser, address, told["cursor"], status=204)


def test_the_page_is_read_anew_only_when_more_than_words_is_new(desk: Desk) -> None:
    ticket = desk.ticket()
    anna, path = desk.signed_in(), f"/admin/tickets/{ticket.id}"
    address, cursor = on_page(anna, path)
    note(desk, ticket)
    told = asked(anna, address, cursor).json
    assert "read" not in told and len(told["entries"]) == 1
    resolve(desk, ticket)
    told = asked(anna, address, told["cursor"]).json
    assert told["read"] is True and [entry["kind"] for entry in told["entries"]] == ["event"]


def test_a_note_says_nothing_to_the_customer(desk: Desk) -> None:
    ticket = desk.ticket()
    cleo = looked_up(desk, ticket.tracking_id)
    address, cursor = on_page(cleo, f"/ticket/{ticket.tracking_id}")
    note(desk, ticket, "Between us")
    answer = asked(cleo, address, cursor)
    assert answer.json["entries"] == [] and "Between us" not in answer


def test_a_reply_that_waits_is_kept_from_the_customer(desk: Desk) -> None:
    ticket = desk.ticket()
    cleo = looked_up(desk, ticket.tracking_id)
    address, cursor = on_page(cleo, f"/ticket/{ticket.tracking_id}")
    message = reply(desk, ticket, "Not yet", waits=100)
    answer = asked(cleo, address, cursor)
    assert "Not yet" not in answer
    asked(cleo, address, answer.json["cursor"], status=204)
    release(message)
    answer = asked(cleo, address, answer.json["cursor"])
    assert "Not yet" in answer and answer.json["whole"]


def test_an_own_page_only(desk: Desk) -> None:
    ticket = desk.ticket()
    dans = desk.ticket(email="dan@example.com")
    dan = looked_up(desk, dans.tracking_id, "dan@example.com")
    for path in (f"/pulse?ticket={ticket.tracking_id}", "/pulse", "/pulse?ticket=%00"):
        answer = asked(dan, path, status=404)
        assert answer.content_type == "application/json" and answer.json["status"] == 404
    ben = desk.signed_in("ben@example.com")
    for number in (ticket.id, 0, "x", "9" * 30, "-1", "²"):
        asked(ben, f"/admin/pulse?ticket={number}", status=404)
    note(desk, ticket)
    assert asked(ben, "/admin/pulse?list=1").json["list"]["changed"] == []


def test_bens_list(desk: Desk) -> None:
    ben = desk.signed_in("ben@example.com")
    address, cursor = on_page(ben, "/admin/tickets")
    desk.ticket()
    asked(ben, address, cursor, status=204)
    number = desk.ticket(category="Repairs").id
    told = asked(ben, address, cursor).json
    assert told["list"] == {"changed": [number], "more": False}
    asked(ben, address, told["cursor"], status=204)


def test_a_session_that_ended_is_told_to_the_script(desk: Desk) -> None:
    ticket, anna = desk.ticket(), desk.signed_in()
    address, cursor = on_page(anna, f"/admin/tickets/{ticket.id}")
    with db.transaction():
        Session.delete().execute()
    answer = asked(anna, address, cursor, status=401)
    assert answer.content_type == "application/json" and "Location" not in answer.headers


def test_a_role_without_tickets_is_refused(desk: Desk) -> None:
    role = Role.create(name="Reader", permissions=json.dumps([]))
    with db.transaction():
        Staff.update(role=role).where(Staff.email == "ben@example.com").execute()
    ben = desk.signed_in("ben@example.com")
    assert asked(ben, "/admin/pulse?list=1", status=403).json["status"] == 403


@pytest.mark.parametrize(("what", "queries"), [("ticket", 1), ("list", 2), ("portal", 2)])
def test_few_queries_and_no_template_when_nothing_is_new(
    desk: Desk, what: str, queries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The panel's ticket is read together with the session."""
    ticket = desk.ticket()
    if what == "portal":
        browser, path = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    else:
        browser = desk.signed_in()
        path = f"/admin/tickets/{ticket.id}" if what == "ticket" else "/admin/tickets"
    address, cursor = on_page(browser, path)
    monkeypatch.setattr("helpdesk.web.render.page", lambda *_: pytest.fail("a template"))
    with statements() as found:
        asked(browser, address, cursor, status=204)
    own = [query for query in reading(found) if "setting" not in query]  # read every two seconds
    assert len(own) == queries and writing(found) == []


def presence_of(browser: TestApp, ticket: Ticket, **fields: Any) -> TestResponse:
    status = fields.pop("status", 204)
    fields = {"csrf": token(browser), "ticket": str(ticket.id), **fields}
    return browser.post("/admin/presence", fields, status=status)


def test_others_see_who_types(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    anna, ben = desk.signed_in(), desk.signed_in("ben@example.com")
    address, cursor = on_page(anna, f"/admin/tickets/{ticket.id}")
    presence_of(ben, ticket)
    told = asked(anna, address, cursor).json
    assert "Ben Okafor is viewing" in told["presence"] and "entries" not in told
    presence_of(ben, ticket, typing="reply")
    told = asked(anna, address, told["cursor"]).json
    assert "Ben Okafor is typing" in told["presence"]
    presence_of(ben, ticket, left="1")
    told = asked(anna, address, told["cursor"]).json
    assert told["presence"].strip() == ""


def test_presence_is_for_tickets_in_sight(desk: Desk) -> None:
    ticket = desk.ticket()
    presence_of(desk.signed_in("ben@example.com"), ticket, status=404)
    assert not Presence.select().exists()


def test_the_customer_types(desk: Desk) -> None:
    ticket = desk.ticket()
    anna, cleo = desk.signed_in(), looked_up(desk, ticket.tracking_id)
    address, cursor = on_page(anna, f"/admin/tickets/{ticket.id}")
    post(cleo, "/typing", ticket=ticket.tracking_id, status=204)
    told = asked(anna, address, cursor).json
    assert "The customer is typing" in told["presence"]
    other = desk.ticket(email="dan@example.com")
    post(cleo, "/typing", ticket=other.tracking_id, status=404)
    assert Presence.select().count() == 1


def test_a_form_token_is_asked_for(desk: Desk) -> None:
    anna = desk.signed_in()
    anna.post("/admin/presence", {"ticket": str(desk.ticket().id)}, status=422)
    assert not Presence.select().exists()


def test_whose_name_is_odd(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    with db.transaction():
        Staff.update(name="<i>Ben</i>").where(Staff.email == "ben@example.com").execute()
        presence.touch(desk.ben, ticket)
    told = asked(desk.signed_in(), f"/admin/pulse?ticket={ticket.id}").json
    assert "&lt;i&gt;Ben&lt;/i&gt;" in told["presence"] and "<i>Ben" not in told["presence"]


def test_a_host_that_starts_a_process_per_request_is_asked_rarely(desk: Desk) -> None:
    ticket = desk.ticket()
    cleo = looked_up(desk, ticket.tracking_id)
    cleo.app = create_app(desk.folder, resident=False)
    page = cleo.get(f"/ticket/{ticket.tracking_id}").html.select_one("[data-hd-pulse]")
    assert int(page["data-next"]) >= 30_000
    answer = asked(cleo, page["data-hd-pulse"], page["data-cursor"])
    assert answer.json["next"] >= 30_000
    answer = asked(cleo, page["data-hd-pulse"], answer.json["cursor"], status=204)
    assert int(answer.headers["X-Pulse-Next"]) >= 30_000


def named(pages: int, cost: float) -> int:
    """What so many pages are told after a while, when an answer takes so many seconds."""
    found, moment, every = Pace(), 1000.0, pace.SOONEST
    for _number in range(2000):
        moment += every / 1000 / pages
        every = found.next(moment - cost, resident=True, moment=moment)
    return every


def test_the_pace_follows_the_load() -> None:
    assert named(5, 0.002) == pace.SOONEST
    assert 1.5 * pace.SOONEST < named(400, 0.002) < 12_000
    assert named(400, 0.002) < named(1000, 0.002) <= named(1000, 0.01) <= pace.LATEST
    assert 6_000 < named(1000, 0.001) < 14_000  # a thousand pages take a tenth of the time


def test_parts_that_are_read_anew_lie_apart(desk: Desk) -> None:
    """A part around another one, or around the thread, would take away what is typed in it."""
    ticket = desk.ticket()
    pages = (
        looked_up(desk, ticket.tracking_id).get(f"/ticket/{ticket.tracking_id}"),
        desk.signed_in().get(f"/admin/tickets/{ticket.id}"),
        desk.signed_in().get("/admin/tickets"),
    )
    for page in pages:
        parts = page.html.select("[data-hd-live]")
        names = [part["data-hd-live"] for part in parts]
        assert names and len(names) == len(set(names))
        for part in parts:
            assert not part.select("[data-hd-live], [data-hd-thread], [data-hd-pulse]")


def test_by_several_processes(desk: Desk) -> None:
    """A cursor of one process is good for another: all it needs is in the database."""
    ticket = desk.ticket()
    anna = desk.signed_in()
    address, cursor = on_page(anna, f"/admin/tickets/{ticket.id}")
    by_cleo(ticket)
    anna.app = create_app(desk.folder, resident=True, has_thread=True)
    told = asked(anna, address, cursor).json
    assert [e["position"] for e in told["entries"] if e["kind"] == "message"] == [2]
    assert Message.select().count() == 2 and pulse.ticket_cursor(ticket)
