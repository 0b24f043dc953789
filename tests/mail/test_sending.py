"""Mails arrive: every way of encryption, log-in, one connection, in order, with their headers."""

import ssl
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from helpdesk import clock, db, mail, outbox, settings, tickets
from helpdesk.events import Actor
from helpdesk.mail import smtp
from helpdesk.mail.letter import Letter
from helpdesk.mail.troubles import Trouble
from helpdesk.schema import MailId, Message, Outbox, Ticket
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import Point, deliver, rows, server
from tests.mail.sink import Sink

LETTER = Letter("desk@example.com", "cleo@example.com", b"Subject: x\r\n\r\n.body\r\n..two\r\n")


def answer(desk: Desk, ticket: Ticket, text: str = "We look at it.") -> Message:
    """Anna replies."""
    with db.transaction():
        return tickets.reply(ticket, actor=desk.anna.actor(), author="Anna Lindgren", text=text)


def send(port: int, **more: object) -> None:
    connection = smtp.Connection(server(port, **more))
    try:
        connection.send(LETTER)
    finally:
        connection.close()


def test_without_encryption(post: Sink) -> None:
    send(post.port)
    assert post.envelopes[0].content == LETTER.data
    assert post.envelopes[0].mail_from == "desk@example.com"
    assert post.envelopes[0].rcpt_tos == ["cleo@example.com"]


@pytest.mark.parametrize("way", ["tls", "starttls"])
def test_encrypted(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, context = sink.certificate(tmp_path)
    with sink.running(**{way: context}, auth=True) as post:
        signed_in = {"user": sink.USER, "password": sink.PASSWORD, "security": way}
        send(post.port, verify=False, **signed_in)
        assert len(post.mails) == 1
        with pytest.raises(Trouble) as found:
            send(post.port, host="localhost", **signed_in)
        assert found.value.kind == "certificate" and "localhost" in found.value.words
        monkeypatch.setenv("SSL_CERT_FILE", str(known))
        send(post.port, host="localhost", **signed_in)
        with pytest.raises(Trouble) as found:  # known, but for another name
            send(post.port, host=sink.HOST, **signed_in)
        assert found.value.kind == "certificate"
        assert len(post.mails) == 2


def test_a_wrong_password(post: Sink) -> None:
    with sink.running(auth=True) as picky, pytest.raises(Trouble) as found:
        send(picky.port, user=sink.USER, password="wrong")
    assert found.value.kind == "login" and found.value.said.startswith("535")


def test_no_password_where_one_is_wanted() -> None:
    with sink.running(auth=True) as picky, pytest.raises(Trouble) as found:
        send(picky.port)
    assert found.value.kind == "login needed"


def test_no_starttls_offered(post: Sink) -> None:
    with pytest.raises(Trouble) as found:
        send(post.port, security="starttls")
    assert found.value.kind == "no starttls" and not post.mails


def test_old_tls_is_not_spoken(tmp_path: Path) -> None:
    _known, context = sink.certificate(tmp_path)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with sink.running(tls=context) as post, pytest.raises(Trouble) as found:
        send(post.port, security="tls", verify=False)
    assert found.value.kind in ("tls", "hung up")


def test_an_address_in_another_script(post: Sink) -> None:
    connection = smtp.Connection(server(post.port))
    letter = Letter("desk@example.com", "юля@xn--e1afmkfd.xn--p1ai", LETTER.data, needs_utf8=True)
    connection.send(letter)
    connection.close()
    assert post.envelopes[0].rcpt_tos == ["юля@xn--e1afmkfd.xn--p1ai"]


def test_a_request_and_its_answer(desk: Desk, mailing: Sink) -> None:
    """Who gets what, and how it hangs together."""
    ticket = desk.ticket("Rear wheel rubs")
    message = answer(desk, ticket, "The repair costs you nothing.")
    deliver()
    (receipt, reply), (to_anna,) = mailing.to("cleo@example.com"), mailing.to("anna@example.com")
    assert receipt["Subject"] == f"[#{ticket.tracking_id}] Rear wheel rubs"
    assert reply["Subject"] == f"Re: [#{ticket.tracking_id}] Rear wheel rubs"
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert reply["Auto-Submitted"] == to_anna["Auto-Submitted"] == "auto-generated"
    assert all(m["X-Auto-Response-Suppress"] and m["Precedence"] is None for m in mailing.mails)
    assert all(m["List-Unsubscribe"] is None for m in mailing.mails)
    assert str(reply["From"]) == "Harbour Lane Cycles <desk@harbour-lane.example>"
    assert str(reply["To"]) == "Cleo Marsh <cleo@example.com>"
    assert abs(parsedate_to_datetime(reply["Date"]) - clock.now()).total_seconds() < 60
    assert reply["Reply-To"] is None
    ids = {row.message_id: row for row in MailId.select()}
    assert {m["Message-ID"] for m in mailing.mails} == set(ids)
    stored = ids[reply["Message-ID"]]
    assert (stored.ticket_id, stored.message, stored.is_incoming) == (ticket.id, message.id, False)
    roots = {m["References"] for m in mailing.mails}
    assert len(roots) == 1 and {m["In-Reply-To"] for m in mailing.mails} == roots


def test_both_parts_say_it(desk: Desk, mailing: Sink) -> None:
    ticket = desk.ticket("Rear wheel rubs", text="Since Tuesday.\n\nIt rubs <b>badly</b>.")
    answer(desk, ticket, "Bring it in.\n\nGrüße, Анна 你好")
    deliver()
    mail_ = mailing.to("cleo@example.com")[1]
    assert mail_.get_content_type() == "multipart/alternative"
    plain, html = list(mail_.iter_parts())
    assert [p.get_content_type() for p in (plain, html)] == ["text/plain", "text/html"]
    for part in (plain, html):
        words = part.get_content()
        assert "Anna Lindgren answered your request" in words
        assert "Grüße, Анна 你好" in words and "Since Tuesday." in words
        assert ticket.tracking_id in words and "?key=" in words
    assert "<b>badly</b>" not in html.get_content() and "&lt;b&gt;" in html.get_content()
    raw = mailing.envelopes[-1].content
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 200


def test_in_order_over_one_connection(desk: Desk, mailing: Sink) -> None:
    ticket = desk.ticket()
    for number in range(5):
        answer(desk, ticket, f"Reply {number}")
    deliver()
    said = [sink.words(m) for m in mailing.to("cleo@example.com")[1:]]
    assert [f"Reply {n}" in words for n, words in enumerate(said)] == [True] * 5
    assert len(set(mailing.sessions)) == 1
    assert {state for state, _error in rows().values()} == {"sent"}


def test_an_answer_finds_its_ticket(desk: Desk, mailing: Sink) -> None:
    first, second = desk.ticket("One"), desk.ticket("Two")
    deliver()
    own, root = (mailing.to("cleo@example.com")[1][h] for h in ("Message-ID", "In-Reply-To"))
    assert mail.ticket_of([own]) == second.id
    assert mail.ticket_of(["<foreign@example.org>", root]) == second.id
    assert mail.ticket_of([]) is None
    forged = root.replace(f"ticket-{second.id}-", f"ticket-{first.id}-")
    assert mail.ticket_of([forged]) is None


def test_refers_to_what_the_customer_wrote(desk: Desk, mailing: Sink) -> None:
    ticket = desk.ticket()
    MailId.create(message_id="<her-own@mail.example>", is_incoming=True, ticket=ticket)
    deliver()
    found = mailing.to("cleo@example.com")[0]
    assert found["In-Reply-To"] == "<her-own@mail.example>"
    assert found["References"].split()[1:] == ["<her-own@mail.example>"]


def test_nothing_in_the_request(desk: Desk, mailing: Sink) -> None:
    desk.ticket()
    assert mailing.mails == [] and {state for state, _e in rows().values()} == {"waiting"}


def test_off_they_wait_and_what_waited_too_long_isnt_sent(
    desk: Desk, point: Point, post: Sink
) -> None:
    old = desk.ticket("Old", email="old@example.com")
    desk.ticket("New", email="new@example.com")
    due = clock.now().replace(year=clock.now().year - 1)
    Outbox.update(due=due).where(Outbox.ticket == old.id).execute()
    deliver()
    assert {state for state, _e in rows().values()} == {"waiting"}
    point(post.port)
    deliver()
    assert post.to("new@example.com") and not post.to("old@example.com")
    assert rows()["old@example.com"][0] == "expired"
    assert rows()["new@example.com"][0] == "sent"


def test_hostile_names_make_one_mail_each(desk: Desk, mailing: Sink) -> None:
    evil = "Cleo\r\nBcc: all@example.com"
    ticket = desk.ticket("Hi\nBcc: all@example.com", name="Cleo <x@example.org>, " + evil)
    settings.change({"mail.from_name": 'Ann "the" <b@c>, Ltd.'})
    answer(desk, ticket)
    deliver()
    for found in mailing.mails:
        assert found["Bcc"] is None
        assert [a.addr_spec for a in found["From"].addresses] == ["desk@harbour-lane.example"]
        assert len(found["To"].addresses) == 1
    assert {tuple(e.rcpt_tos) for e in mailing.envelopes} == {
        ("cleo@example.com",),
        ("anna@example.com",),
    }


def test_reply_to_and_idn(desk: Desk, mailing: Sink) -> None:
    settings.change({"mail.reply_to": "help@bücher.example", "mail.to_reserved": True})
    desk.ticket(email="юля@пример.example")
    desk.ticket(email="cleo@bücher.example")
    deliver()
    assert mailing.to("cleo@xn--bcher-kva.example")[0]["Reply-To"] == ("help@xn--bcher-kva.example")
    assert mailing.to("юля@xn--e1afmkfd.example")


def test_example_addresses_get_no_row(desk: Desk) -> None:
    for ending in ("example", "test", "invalid"):
        desk.ticket(email=f"cleo@shop.{ending}")
    assert {row.recipient for row in Outbox.select()} == {"anna@example.com"}
    assert MailId.select().count() == 3


def test_a_reply_in_the_undo_window_waits_and_can_be_taken_back(
    desk: Desk, mailing: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = desk.ticket()
    deliver()
    until = clock.now().replace(year=clock.now().year + 1)
    create = Message.create
    monkeypatch.setattr(Message, "create", lambda **values: create(**values, pending_until=until))
    message = answer(desk, ticket)
    deliver()
    assert mail.states([message.id]) == {message.id: "waiting"}
    assert outbox.withdraw(message.id) == 1
    assert mail.states([message.id]) == {}
    assert len(mailing.to("cleo@example.com")) == 1


def test_a_new_password_by_mail(desk: Desk, mailing: Sink) -> None:
    link = "http://localhost/admin/password/secret-token"
    mail.password_reset(mail.Recipient("anna@example.com", "Anna"), link=link, minutes=60)
    assert "secret-token" not in Outbox.get().payload, "sealed, for whoever reads the database"
    deliver()
    (found,) = mailing.mails
    plain = sink.words(found)
    assert link in plain and "60 minutes" in plain and found["References"] is None


def test_a_reply_by_staff_says_resolved_only_once(desk: Desk, mailing: Sink) -> None:
    ticket = desk.ticket()
    from helpdesk import statuses

    done = statuses.default(statuses.RESOLVED)
    with db.transaction():
        tickets.reply(ticket, actor=desk.anna.actor(), author="Anna", text="Done.", status=done)
    deliver()
    assert len(mailing.to("cleo@example.com")) == 2
    with db.transaction():
        tickets.set_status(ticket, statuses.default(statuses.OPEN), actor=desk.anna.actor())
        tickets.set_status(ticket, done, actor=desk.anna.actor())
    deliver()
    assert "is resolved" in sink.words(mailing.to("cleo@example.com")[2])


def test_a_customers_reply_goes_to_the_owner_or_to_all_who_see_it(
    desk: Desk, mailing: Sink
) -> None:
    ticket = desk.ticket(category="Repairs")
    deliver()
    assert len(mailing.to("ben@example.com")) == len(mailing.to("anna@example.com")) == 1
    hers = Actor("customer", "portal", customer=ticket.customer_id)
    with db.transaction():
        tickets.reply(ticket, actor=hers, author="Cleo Marsh", text="And now?")
    deliver()
    assert len(mailing.to("ben@example.com")) == len(mailing.to("anna@example.com")) == 2
    Ticket.update(owner=desk.ben.id).where(Ticket.id == ticket.id).execute()
    with db.transaction():
        tickets.reply(Ticket.get_by_id(ticket.id), actor=hers, author="Cleo Marsh", text="Hello?")
    deliver()
    assert (len(mailing.to("ben@example.com")), len(mailing.to("anna@example.com"))) == (3, 2)


def test_ben_hears_nothing_of_other_categories(desk: Desk, mailing: Sink) -> None:
    desk.ticket(category="General")
    deliver()
    assert not mailing.to("ben@example.com")
