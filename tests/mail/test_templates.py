"""The words of mails: the files', one's own in their place, and broken ones."""

import re

import pytest

from helpdesk import db, i18n, look, mail, settings
from helpdesk.errors import Invalid, NotFound
from helpdesk.mail import composer, kinds, templates
from helpdesk.schema import MailTemplate, Outbox
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import deliver
from tests.mail.sink import Sink

NAMES = sorted(kinds.REGISTRY)


def save(name: str = "ticket_received", language: str = "en", **parts: str) -> None:
    shown = templates.show(name, language).parts
    given = {**shown, **parts}
    with db.transaction():
        templates.save(
            name, language, subject=given["subject"], text=given["text"], html=given["html"]
        )


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_can_be_shown_and_previewed(desk: Desk, name: str) -> None:
    shown = templates.show(name, "en")
    assert shown.state == "file" and not shown.problems
    for part in templates.PARTS:
        used = set(re.findall(r"\{([a-z_]+)\}", shown.parts[part]))
        assert used <= set(shown.kind.placeholders)
        assert part == "subject" or "link" in used
    assert [p for p, _help in templates.help_for(name)] == [
        "{" + p + "}" for p in shown.kind.placeholders
    ]
    made = mail.preview(name, "en")
    assert made.subject and "{" not in made.subject + made.text
    assert "<style>" in made.html and 'class="btn"' in made.html


@pytest.mark.parametrize("name", NAMES)
def test_every_text_goes_through_gettext(desk: Desk, name: str) -> None:
    """In the language of the tests every translated text stands in brackets."""
    with i18n.speaking(i18n.PSEUDO):
        for part in ("text", "html"):
            words = re.sub(r"<[^>]+>|\{\w+\}|https?:\S+", " ", composer.source(name, part))
            left = re.sub(r"⟦[^⟧]*⟧", " ", words).split()
            assert set(left) <= {"·", ":"}, (part, left)


def test_own_words_are_sent(desk: Desk, mailing: Sink) -> None:
    save(
        subject="Got it: {subject}",
        text="{greeting}\n\nWe have {tracking_id}.\n{link}",
        html="<p>{greeting}</p><p>We have <b>{tracking_id}</b>: {message}</p>"
        '<p><a class="button" href="{link}">Look</a></p>',
    )
    ticket = desk.ticket("It <rubs> {link}", text="So & so {tracking_id}")
    deliver()
    (found,) = mailing.to("cleo@example.com")
    assert found["Subject"] == f"[#{ticket.tracking_id}] Got it: It <rubs> {{link}}"
    assert f"Hello Cleo Marsh,\n\nWe have {ticket.tracking_id}.\nhttp" in sink.words(found)
    html = sink.words(found, "html")
    assert "So &amp; so {tracking_id}" in html, "what people write is never filled in"
    assert "?key=" in html and 'class="btn"' in html


def test_only_what_differs_is_kept(desk: Desk) -> None:
    save(subject="Mine: {subject}")
    row = MailTemplate.get()
    assert (row.subject, row.text, row.html) == ("Mine: {subject}", "", "")
    assert templates.show("ticket_received", "en").states == {
        "subject": "own",
        "text": "file",
        "html": "file",
    }
    assert templates.overview() == {("ticket_received", "en"): "own"}
    save(subject=composer.source("ticket_received", "subject"))
    assert MailTemplate.select().count() == 0
    save(subject="Mine")
    templates.reset("ticket_received", "en")
    assert templates.overview() == {}


@pytest.mark.parametrize(
    "words",
    [
        "{subject",
        "subject}",
        "{ subject }",
        "{{subject}}",
        "{{ 7*7 }}",
        "{% if x %}",
        "{nobody_knows}",
        "{author}",  # of another kind
        "{subject.__class__}",
        "{0}",
        "{}",
        "{Subject}",
    ],
)
def test_broken_words_are_refused_and_never_sent(desk: Desk, mailing: Sink, words: str) -> None:
    with pytest.raises(Invalid) as wrong:
        save(subject=words, text=words, html=words)
    assert set(wrong.value.errors) == {"subject", "text", "html"}
    MailTemplate.create(
        name="ticket_received", language="en", subject=words, text=words, html=words
    )
    shown = templates.show("ticket_received", "en")
    assert shown.state == "broken" and set(shown.problems) == {"subject", "text", "html"}
    assert shown.parts["text"] == words, "to be mended"
    assert templates.overview() == {("ticket_received", "en"): "broken"}
    desk.ticket("Rear wheel rubs")
    deliver()
    (found,) = mailing.to("cleo@example.com")
    assert found["Subject"].endswith("] Rear wheel rubs")
    assert "We have received your request" in sink.words(found)


def test_hostile_html_of_ones_own_is_cleaned(desk: Desk, mailing: Sink) -> None:
    save(
        html='<p onclick="x()">{message}</p><script>alert(1)</script><img src="https://x.example/p">'
        '<a href="javascript:x()">a</a><style>p{message}</style><iframe src="//x"></iframe>'
    )
    desk.ticket(text="Hello")
    deliver()
    html = sink.words(mailing.to("cleo@example.com")[0], "html")
    body = html[html.index("<body") :]
    for bad in ("<script", "onclick", "<img", "javascript:", "<style", "<iframe"):
        assert bad not in body


def test_too_long_and_unknown(desk: Desk) -> None:
    with pytest.raises(Invalid):
        save(subject="x" * 256)
    with pytest.raises(Invalid):
        save(text="x" * 60_000)
    with pytest.raises(NotFound):
        templates.show("no_such_kind", "en")
    with pytest.raises(NotFound):
        save(language="tlh")


def test_in_the_recipients_language(
    desk: Desk, mailing: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "available", lambda: ("en", "xx", "ar"))
    with i18n.speaking("xx"):
        desk.ticket()
    deliver()
    assert "⟦" in sink.words(mailing.to("cleo@example.com")[0])
    assert "⟦" not in sink.words(mailing.to("anna@example.com")[0])
    with i18n.speaking("ar"):
        desk.ticket()
    deliver()
    html = sink.words(mailing.to("cleo@example.com")[1], "html")
    assert '<html lang="ar" dir="rtl">' in html and "border-right:3px" in html


def test_a_very_long_message(desk: Desk, mailing: Sink) -> None:
    desk.ticket(text="Всё сломалось. " * 60_000)
    deliver()
    (found,) = mailing.to("cleo@example.com")
    assert "very long" in sink.words(found) and len(mailing.envelopes[0].content) < 900_000


@pytest.mark.parametrize("name", ["", "cleo@example.com"])
def test_who_gave_no_name_is_greeted_without(desk: Desk, mailing: Sink, name: str) -> None:
    desk.ticket(name=name)
    deliver()
    assert "Hello,\n" in sink.words(mailing.to("cleo@example.com")[0])


def test_a_closed_request_promises_no_reopening(desk: Desk) -> None:
    with i18n.speaking("en"):
        assert "opened again" in composer.source("ticket_resolved", "text")
        settings.change({"tickets.customer_reopens": False})
        assert "opened again" not in composer.source("ticket_resolved", "text")


def test_rows_of_a_kind_that_is_gone(desk: Desk, mailing: Sink) -> None:
    desk.ticket()
    Outbox.update(payload='{"template": "gone"}').execute()
    deliver()
    assert len(mail.failed()) == 2 and not mailing.to("cleo@example.com")


def test_mails_have_the_desk_s_colour(desk: Desk) -> None:
    """Light and dark, made readable as on the pages."""
    with db.transaction():
        settings.change({"look.accent": "#ffd400"})
    typed = (
        '<p><a href="https://a.test">A</a></p><p><a class="button" href="https://b.test">B</a></p>'
    )
    html = mail.preview("ticket_replied", "en", {"html": typed}).html
    light, dark = (look.shades(dark=theme) for theme in (False, True))
    assert f"background:{light['accent']}" in html and f"color:{light['accent-ink']}" in html
    assert f"color:{light['on-accent']}" in html and light["on-accent"] != "#ffffff"
    assert f"background:{dark['accent']}!important" in html
    assert "#0f6674" not in html
