"""Mail servers that refuse, hang, drip, drop: nothing is lost, nothing waits for ever, and what is
said helps."""

import threading
import time
from collections.abc import Callable

import pytest

from helpdesk import mail, outbox, settings
from helpdesk.mail import smtp
from helpdesk.mail.letter import Letter
from helpdesk.mail.troubles import Trouble
from helpdesk.schema import Outbox
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import Point, Script, deliver, rows, server
from tests.mail.sink import Sink, polite

LETTER = Letter("desk@example.com", "cleo@example.com", b"Subject: x\r\n\r\nbody\r\n")
Answer = Callable[[str], str | None]


def but(**exceptions: str | None) -> Answer:
    """A polite server, except for commands that begin so; `_` stands for a blank."""

    def answer(command: str) -> str | None:
        for begin, said in exceptions.items():
            if command.upper().startswith(begin.upper().replace("_", " ")):
                return said
        return polite(command)

    return answer


def trouble(port: int, **more: object) -> Trouble:
    connection = smtp.Connection(server(port, **{"timeout": 1.0, **more}))
    with pytest.raises(Trouble) as found:
        connection.send(LETTER)
    connection.close()
    return found.value


def again() -> None:
    """What waits for its next try is tried now."""
    from helpdesk.clock import now

    outbox._pauses.clear()
    Outbox.update(due=now()).where(Outbox.state == "waiting").execute()
    deliver()


def free_port() -> int:
    import socket

    with socket.create_server((sink.HOST, 0)) as taken:
        return int(taken.getsockname()[1])


def test_nobody_listens() -> None:
    found = trouble(free_port())
    assert found.kind == "refused" and "port" in found.words


def test_no_such_name() -> None:
    found = trouble(25, host="no-such-server.invalid")
    assert found.kind == "name" and "no-such-server.invalid" in found.words


@pytest.mark.parametrize("host", ["", "a" * 70 + ".example", "exa mple", "пример..рф"])
def test_no_name_at_all(host: str) -> None:
    assert trouble(25, host=host).kind in ("name", "refused", "unreachable")


def test_says_nothing(script: Script) -> None:
    began = time.monotonic()
    found = trouble(script(greeting="").port)
    assert found.kind == "silent" and "TLS" in found.words
    assert time.monotonic() - began < 10


def test_speaks_plainly_where_tls_is_wanted(script: Script) -> None:
    found = trouble(script().port, security="tls", verify=False)
    assert found.kind in ("tls", "silent", "hung up")


def test_drips_a_sign_at_a_time(script: Script) -> None:
    """Every single wait is within its limit; all of them together have one too."""

    bad = script(lambda command: "250-more" if command else None, greeting="220-more")
    threading.Thread(target=bad.drip, daemon=True).start()
    began = time.monotonic()
    assert trouble(bad.port, timeout=0.5).kind == "silent"
    assert 1 < time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("script_", "kind"),
    [
        ({"MAIL": "530 sign in first"}, "login needed"),
        ({"MAIL": "553 not your address"}, "sender"),
        ({"MAIL": "451 later"}, "busy"),
        ({"RCPT": "450 greylisted"}, "later"),
        ({"RCPT": "421 closing"}, "busy"),
        ({"RCPT": "550 5.1.1 no such user"}, "recipient"),
        ({"RCPT": "554 5.7.1 relay access denied"}, "relay"),
        ({"RCPT": "552 5.2.2 full"}, "size"),
        ({"DATA": "554 no valid recipients"}, "recipient"),
        ({"END": "552 too large"}, "size"),
        ({"END": "554 spam"}, "recipient"),
        ({"END": "451 disk full"}, "later"),
        ({"END": None}, "dropped"),
        ({"RCPT": None}, "dropped"),
        ({"RCPT": ""}, "dropped"),
        ({"END": ""}, "dropped"),
        ({"MAIL": "this is no answer"}, "busy"),
        ({"RCPT": "this is no answer"}, "busy"),
        ({"END": "this is no answer"}, "busy"),
        ({"MAIL": "250 " + "x" * 10_000}, "dropped"),
    ],
)
def test_what_it_is_called(script: Script, script_: dict[str, str | None], kind: str) -> None:
    found = trouble(script(but(**script_)).port)
    assert found.kind == kind and found.words
    said = next(iter(script_.values()))
    if kind not in ("dropped",) and said:
        assert said.split(" ", 1)[1] in str(found)


def test_a_greeting_that_turns_away(script: Script) -> None:
    assert trouble(script(greeting="554 go away").port).kind == "busy"
    assert trouble(script(greeting="421 too many").port).kind == "busy"


def test_a_log_in_that_has_to_wait(script: Script) -> None:
    bad = script(but(EHLO="250-here\r\n250 AUTH PLAIN", AUTH="454 temporary"))
    assert trouble(bad.port, user="a", password="b").kind == "busy"
    none = script(but(EHLO="250 here"))
    assert trouble(none.port, user="a", password="b").kind == "no login"


def test_a_request_never_waits(desk: Desk, point: Point, script: Script) -> None:
    bad = script(greeting="")
    point(bad.port)
    began = time.monotonic()
    desk.ticket()
    assert time.monotonic() - began < 5 and bad.connections == 0


def test_refused_ones_fail_and_others_go(desk: Desk, point: Point, script: Script) -> None:
    """552 for one of three."""
    good = script(but(**{"RCPT_TO:<BEN": "552 5.2.2 mailbox full"}))
    point(good.port)
    ticket = desk.ticket(category="Repairs")
    deliver()
    found = rows()
    assert found["ben@example.com"][0] == "failed"
    assert found["cleo@example.com"][0] == found["anna@example.com"][0] == "sent"
    assert "552 5.2.2 mailbox full" in found["ben@example.com"][1]
    (one,) = mail.failed()
    assert (one.recipient, one.number) == ("ben@example.com", ticket.id)
    (told,) = [m for m in map(sink.parsed, good.mails) if "could not" in m["Subject"]]
    assert "anna@example.com" in told["To"]
    assert "552 5.2.2" in sink.words(told)


def test_told_once_an_hour(desk: Desk, point: Point, script: Script) -> None:
    point(script(but(**{"RCPT_TO:<CLEO": "550 no"})).port)
    for _n in range(3):
        desk.ticket()
    deliver()
    deliver()
    kinds = [row.what for row in mail.sent_today()]
    assert kinds.count("A mail could not be delivered") == 1
    assert len(mail.failed()) == 3


def test_later_is_tried_again_with_the_same_id(desk: Desk, point: Point, script: Script) -> None:
    answers = iter(["450 greylisted", "450 greylisted"])
    slow = script(lambda c: next(answers, "250 ok") if c.upper().startswith("RCPT") else polite(c))
    point(slow.port)
    desk.ticket()
    deliver()
    assert {state for state, _e in rows().values()} == {"waiting"}
    assert all("450 greylisted" in error for _s, error in rows().values())
    again()
    assert {state for state, _e in rows().values()} == {"sent"}
    assert len({sink.parsed(m)["Message-ID"] for m in slow.mails}) == len(slow.mails) == 2


def test_dropped_after_the_data_comes_again_and_is_known_by_its_id(
    desk: Desk, point: Point, script: Script
) -> None:
    """Nobody knows whether the server kept it: twice is better than never."""
    drops = iter([None])
    bad = script(lambda c: next(drops, "250 ok") if c == "end of data" else polite(c))
    point(bad.port)
    desk.ticket()
    deliver()
    again()
    assert {state for state, _e in rows().values()} == {"sent"}
    ids = [sink.parsed(m)["Message-ID"] for m in bad.mails]
    assert len(ids) == 3 and len(set(ids)) == 2


def test_an_order_that_a_failing_server_cannot_break(
    desk: Desk, point: Point, script: Script
) -> None:
    """The first mail of the ticket is put off: the second to the same person waits behind it."""
    answers = iter(["450 later"])

    def answer(command: str) -> str | None:
        return (
            next(answers, "250 ok")
            if command.upper().startswith("RCPT TO:<CLEO")
            else polite(command)
        )

    bad = script(answer)
    point(bad.port)
    ticket = desk.ticket()
    from tests.mail.test_sending import answer as reply

    reply(desk, ticket, "The reply")
    deliver()
    to_cleo = Outbox.select().where(Outbox.recipient == "cleo@example.com")
    assert [row.state for row in to_cleo] == ["waiting", "waiting"]
    again()
    subjects = [m["Subject"] for m in map(sink.parsed, bad.mails) if "cleo" in m["To"]]
    assert [s.startswith("Re:") for s in subjects] == [False, True]


def test_one_try_while_nothing_gets_through(desk: Desk, point: Point, script: Script) -> None:
    bad = script(greeting="421 overloaded")
    point(bad.port)
    for _n in range(5):
        desk.ticket()
    deliver()
    deliver()
    assert bad.connections == 1, "the other mails needn't be tried, nor at once again"
    assert sum(row.attempts for row in Outbox.select()) == 1
    assert mail.trouble() == "", "once put off is nothing yet"
    again()
    assert "421 overloaded" in mail.trouble()


def test_a_closed_connection_between_two_mails(desk: Desk, point: Point, script: Script) -> None:
    """Servers end idle connections, or after so many mails."""
    bad = script(but(NOOP=None))
    point(bad.port)
    desk.ticket()
    deliver()
    assert {state for state, _e in rows().values()} == {"sent"} and bad.connections == 2


def test_a_password_that_cannot_be_opened_any_more(
    desk: Desk, mailing: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    from helpdesk import secrets

    settings.change({"mail.user": "a", "mail.password": "b"})
    desk.ticket()
    monkeypatch.setattr(secrets, "_key", bytes(32))
    deliver()
    again()
    assert "Enter it again" in mail.trouble() and not mailing.mails


def test_given_up_and_sent_again(desk: Desk, point: Point, script: Script, post: Sink) -> None:
    point(script(but(RCPT="550 no")).port)
    desk.ticket()
    deliver()
    failed = mail.failed()
    assert {row.recipient for row in failed} == {"cleo@example.com", "anna@example.com"}
    point(post.port)
    for row in failed:
        mail.send_again(row.id)
    deliver()
    assert not mail.failed() and post.to("cleo@example.com")
