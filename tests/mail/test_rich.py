"""Formatting reaches the customer, in both parts of the mail."""

from helpdesk import db, tickets
from tests.cast import Desk
from tests.mail.conftest import deliver
from tests.mail.sink import Sink

LINK = "<div>See <a href='https://a.example/map'>the map</a>.</div>"


def test_the_mail_is_rich_and_its_twin_is_readable(desk: Desk, mailing: Sink) -> None:
    html = "<div>Two ways:</div><ul><li>by <strong>bike</strong></li><li>by post</li></ul>" + LINK
    anna = desk.anna
    with db.transaction():
        tickets.reply(desk.ticket(), actor=anna.actor(), author=anna.name, html=html)
    deliver()
    sent = mailing.to("cleo@example.com")[-1]
    plain, rich = (part.get_content().replace("\r\n", "\n") for part in sent.iter_parts())
    assert "Two ways:\n\n- by bike\n- by post\n\nSee the map" in plain
    assert "(https://a.example/map)" in plain
    assert "bike</strong>" in rich and 'href="https://a.example/map"' in rich


def test_a_reply_that_waits_is_neither_sent_nor_quoted(desk: Desk, mailing: Sink) -> None:
    ticket, anna = desk.ticket(), desk.anna
    with db.transaction():
        tickets.reply(ticket, actor=anna.actor(), author=anna.name, text="Not yet", undo=60)
        tickets.reply(ticket, actor=anna.actor(), author=anna.name, text="At once")
    deliver()
    said = [part.get_content() for mail in mailing.mails for part in mail.iter_parts()]
    assert any("At once" in text for text in said) and not any("Not yet" in text for text in said)
