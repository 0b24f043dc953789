"""The link of a mail opens the request: without a password, and without writing."""

import re

import pytest

from helpdesk import mail, secrets
from helpdesk.schema import Session, Ticket
from tests.cast import SITE, Desk


def path(ticket: Ticket) -> str:
    return mail.link_for_customer(ticket).removeprefix(SITE)


def test_it_opens_the_request_and_nothing_is_written(desk: Desk) -> None:
    ticket = desk.ticket()
    browser = desk.browser()
    answer = browser.get(path(ticket))
    assert answer.status_int == 303 and answer.location.endswith(f"/ticket/{ticket.tracking_id}")
    assert "Rear wheel rubs" in answer.follow()
    assert Session.select().count() == 0
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie


def test_a_reply_may_be_sent_from_there(desk: Desk) -> None:
    ticket = desk.ticket()
    page = desk.browser().get(path(ticket)).follow()
    form = next(f for f in page.forms.values() if f.action.endswith("/reply"))
    form["message"] = "It still rubs."
    assert "It still rubs." in form.submit().follow()


def test_it_opens_that_request_only(desk: Desk) -> None:
    mine, other = desk.ticket(), desk.ticket(email="dan@example.com")
    browser = desk.browser()
    browser.get(path(mine))
    browser.get(f"/ticket/{other.tracking_id}", status=404)
    swapped = path(mine).replace(mine.tracking_id, other.tracking_id)
    assert browser.get(swapped).location.endswith(f"/ticket?track={other.tracking_id}")
    browser.get(f"/ticket/{other.tracking_id}", status=404)


def test_several_in_one_browser(desk: Desk) -> None:
    several = [desk.ticket(f"Matter {n}") for n in range(3)]
    browser = desk.browser()
    for ticket in several:
        browser.get(path(ticket))
    for ticket in several:
        assert ticket.subject in browser.get(f"/ticket/{ticket.tracking_id}")


@pytest.mark.parametrize("key", ["x", "A" * 24, "ключ", "%00", "x" * 5000])
def test_a_wrong_key_leads_to_the_look_up(desk: Desk, key: str) -> None:
    ticket = desk.ticket()
    answer = desk.browser().get(f"/ticket/{ticket.tracking_id}", {"key": key})
    assert answer.location.endswith(f"/ticket?track={ticket.tracking_id}")
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_request_answers_alike(desk: Desk) -> None:
    answer = desk.browser().get("/ticket/AAA-AAA-AAAA?key=" + "A" * 24)
    assert answer.location.endswith("/ticket?track=AAA-AAA-AAAA")


def test_a_ticket_of_another_customer_now_shuts_the_old_link(desk: Desk) -> None:
    ticket, other = desk.ticket(), desk.ticket(email="dan@example.com")
    old = path(ticket)
    Ticket.update(customer=other.customer_id).where(Ticket.id == ticket.id).execute()
    assert "/ticket?track=" in desk.browser().get(old).location


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v[:-1],
        lambda v: "{}-{}9-{}".format(*v.split("-", 2)),
        lambda v: "1-9999999999-" + "A" * 24,
        lambda v: "",
        lambda v: "-",
        lambda v: "1-x-y",
        lambda v: "é",
    ],
)
def test_a_cookie_of_ones_own_making_opens_nothing(desk: Desk, change: object) -> None:
    ticket = desk.ticket()
    browser = desk.browser()
    made = re.search(r"hd_links=\"?([^;\"]+)", browser.get(path(ticket)).headers["Set-Cookie"])
    assert made and callable(change)
    stranger = desk.browser(HTTP_COOKIE=f"hd_links={change(made[1])}")
    stranger.get(f"/ticket/{ticket.tracking_id}", status=404)


def test_a_cookie_ends(desk: Desk) -> None:
    ticket = desk.ticket()
    told = f"{ticket.id}-1000000000"
    value = f"{told}-{secrets.signature('ticket grant', told)}"
    browser = desk.browser(HTTP_COOKIE=f"hd_links={value}")
    browser.get(f"/ticket/{ticket.tracking_id}", status=404)


def test_under_a_prefix(desk: Desk) -> None:
    ticket = desk.ticket()
    answer = desk.browser(SCRIPT_NAME="/helpdesk").get("/helpdesk" + path(ticket))
    assert "Path=/helpdesk/" in answer.headers["Set-Cookie"]
    assert answer.location.endswith(f"/helpdesk/ticket/{ticket.tracking_id}")
