"""What became of mails, for the panel; and the test of a connection."""

import time

import pytest

from helpdesk import mail, settings
from helpdesk.errors import NotFound
from helpdesk.schema import Message, Outbox
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import Point, Script, deliver
from tests.mail.sink import Sink
from tests.mail.test_bad_servers import but, free_port


def test_states_of_messages_by_one_query(desk: Desk, mailing: Sink) -> None:
    for _n in range(3):
        desk.ticket()
    ids = [row.id for row in Message.select().order_by(Message.id)]
    assert mail.states(ids) == dict.fromkeys(ids, "waiting")
    deliver()
    assert mail.states(ids) == dict.fromkeys(ids, "sent")
    Outbox.update(state="failed").where(
        (Outbox.message == ids[0]) & (Outbox.recipient == "cleo@example.com")
    ).execute()
    assert mail.states([*ids, 999]) == {ids[0]: "failed", ids[1]: "sent", ids[2]: "sent"}
    assert mail.states([]) == {}


def test_trouble_in_words(desk: Desk, point: Point, script: Script) -> None:
    assert mail.trouble() == ""
    point(script(but(RCPT="550 no")).port)
    desk.ticket()
    assert mail.trouble() == "", "it has just been written"
    deliver()
    assert mail.trouble() == "Some mails could not be sent."


def test_send_again_is_for_what_was_given_up(desk: Desk, mailing: Sink) -> None:
    desk.ticket()
    deliver()
    for number in (Outbox.get().id, 999):
        with pytest.raises(NotFound):
            mail.send_again(number)


def test_the_page(desk: Desk, point: Point, script: Script, post: Sink) -> None:
    point(script(but(**{"RCPT_TO:<CLEO": "550 <b>no</b> such user"})).port)
    ticket = desk.ticket('Wheel <script>"x"</script>')
    deliver()
    anna = desk.signed_in()
    page = anna.get("/admin/settings/mail").click("Mails sent")
    assert "cleo@example.com" in page and "550 &lt;b&gt;no" in page and ticket.tracking_id in page
    assert "<script>" not in page.text.split("<main", 1)[1]
    point(post.port)
    page = page.forms[next(i for i, f in page.forms.items() if "again" in f.action)].submit()
    page = page.follow()
    assert "waits to be sent again" in page
    deliver()
    assert post.to("cleo@example.com")
    assert "Every mail got away." in anna.get("/admin/mail")


def test_a_test_mail_from_the_page(desk: Desk, mailing: Sink) -> None:
    anna = desk.signed_in()
    page = anna.get("/admin/mail")
    form = next(f for f in page.forms.values() if f.action.endswith("/mail/test"))
    form["email"] = "not an address"
    page = form.submit(status=422)
    form = next(f for f in page.forms.values() if f.action.endswith("/mail/test"))
    form["email"] = "somebody@example.com"
    assert "on its way" in form.submit().follow()
    deliver()
    (found,) = mailing.to("somebody@example.com")
    assert found["Subject"] == "Test mail from Harbour Lane Cycles"


def test_the_page_is_for_administrators(desk: Desk) -> None:
    ben = desk.signed_in("ben@example.com")
    assert ben.get("/admin/mail", status=403)
    assert "/admin/mail" not in ben.get("/admin/tickets")
    assert desk.browser().get("/admin/mail").status_int == 303


def test_the_page_says_what_is_missing(desk: Desk) -> None:
    anna = desk.signed_in()
    assert "Mails are switched off." in anna.get("/admin/mail")
    settings.change({"mail.method": "smtp"})
    assert "sender&#39;s address is missing" in anna.get("/admin/mail").text


def test_the_page_costs_the_same_with_many(desk: Desk, mailing: Sink) -> None:
    for _n in range(3):
        desk.ticket()
    deliver()
    anna = desk.signed_in()
    assert len(anna.get("/admin/mail").text) < 60_000


def values(port: int, **more: object) -> dict[str, object]:
    usual = {
        "mail.method": "smtp",
        "mail.host": sink.HOST,
        "mail.port": port,
        "mail.security": "none",
        "mail.from_address": "desk@example.com",
    }
    return {**usual, **{f"mail.{name}": value for name, value in more.items()}}


def test_a_connection_that_works(desk: Desk, post: Sink) -> None:
    found = mail.test_connection(values(post.port))
    assert found.works and sink.HOST in found.words and not post.mails


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"host": ""}, "missing"),
        ({"from_address": ""}, "missing"),
        ({"host": "no-such-server.invalid"}, "name"),
        ({"security": "starttls"}, "no starttls"),
        ({"security": "tls", "verify": False}, "tls"),
        ({"user": "a", "password": "b"}, "no login"),
    ],
)
def test_a_connection_that_does_not(
    desk: Desk, script: Script, more: dict[str, object], kind: str
) -> None:
    found = mail.test_connection(values(script(but(EHLO="250 here")).port, **more), seconds=5)
    assert (found.works, found.kind) == (False, kind) and found.words


def test_more_that_does_not(desk: Desk, script: Script) -> None:
    assert mail.test_connection(values(free_port())).kind == "refused"
    sender = script(but(MAIL="553 not yours"))
    assert mail.test_connection(values(sender.port)).kind == "sender"
    with sink.running(auth=True) as picky:
        wrong = values(picky.port, user="a", password="b")
        assert mail.test_connection(wrong).kind == "login"


def test_a_connection_that_hangs_is_let_go_in_time(desk: Desk, script: Script) -> None:
    began = time.monotonic()
    found = mail.test_connection(values(script(greeting="").port), seconds=1)
    assert found.kind == "silent" and time.monotonic() - began < 5


def test_stored_settings_are_the_ground(desk: Desk, mailing: Sink) -> None:
    settings.change({"mail.password": "stored"})
    assert mail.test_connection().works
    assert not mail.test_connection({"mail.port": free_port()}).works
