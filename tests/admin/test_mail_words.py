"""The editor of mails: overview, own words, preview in its frame, an example to oneself."""

import pytest
from webtest import TestApp

from helpdesk import db
from helpdesk.schema import Event, MailTemplate
from tests.asking import token
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import Point, deliver, mailing, no_pauses, point, post
from tests.mail.sink import Sink

__all__ = ["Point", "mailing", "no_pauses", "point", "post"]
ALL = "/admin/mail/templates"
AT = f"{ALL}/ticket_replied/en"


@pytest.fixture
def anna(desk: Desk) -> TestApp:
    return desk.signed_in()


def test_the_overview_marks_own_and_broken_words(anna: TestApp) -> None:
    page = anna.get(ALL)
    assert "Reply to the customer" in page and "words of your own" not in page
    with db.transaction():
        MailTemplate.create(name="ticket_replied", language="en", text="{link}")
        MailTemplate.create(name="ticket_new", language="es", text="{nobody}")
    page = anna.get(ALL)
    own = page.html.select_one(f'a[href="{AT}"]')
    broken = page.html.select_one(f'a[href="{ALL}/ticket_new/es"]')
    assert "words of your own" in own.text and "broken" in broken.text
    assert "isn't known in this mail" in anna.get(f"{ALL}/ticket_new/es").html.text


def test_saved_shown_told_and_reset(anna: TestApp) -> None:
    form = anna.get(AT).forms["words"]
    form["subject"] = "Answer: {subject}"
    page = form.submit().follow()
    assert "The words are saved" in page and "words of your own" in page
    assert page.forms["words"]["subject"].value == "Answer: {subject}"
    row = Event.get(Event.name == "mail_template.changed")
    assert "Answer: {subject}" in row.details and '"template": "ticket_replied"' in row.details
    page = page.forms["reset"].submit().follow()
    assert "first words again" in page and MailTemplate.select().count() == 0
    assert Event.select().where(Event.name == "mail_template.changed").count() == 2


def test_broken_words_are_refused_beside_the_field_and_kept(anna: TestApp) -> None:
    form = anna.get(AT).forms["words"]
    form["subject"], form["html"] = "Mine", "<p>{nobody}</p>"
    page = form.submit(status=422)
    assert "{nobody} isn't known" in page.html.find(id="f-html-error").text
    assert page.forms["words"]["subject"].value == "Mine"
    assert MailTemplate.select().count() == 0


def test_the_placeholders_of_this_kind_are_listed(anna: TestApp) -> None:
    page = anna.get(AT)
    assert page.html.select_one('[data-hd-insert="{quote}"]')
    assert not anna.get(f"{ALL}/mail_test/en").html.select('[data-hd-insert="{quote}"]')


def test_the_preview_is_a_page_of_its_own_that_may_nothing(anna: TestApp) -> None:
    page = anna.get(AT)
    frame = page.html.find("iframe")
    assert "sandbox" in frame.attrs and not frame["sandbox"]
    shown = anna.get(frame["src"])
    assert "The repair costs you nothing" in shown and "<style>" in shown
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy
    assert "frame-ancestors 'self'" in policy and "X-Frame-Options" not in shown.headers
    assert page.headers["X-Frame-Options"] == "DENY"


def test_what_is_typed_is_previewed_and_not_kept(anna: TestApp) -> None:
    form = anna.get(AT).forms["words"]
    form["html"] = "<h1>Salve</h1><script>alert(1)</script><p>{message}</p>"
    form["text"] = "Salve, {customer}"
    form.action = f"{AT}/preview"
    shown = form.submit()
    assert "Salve" in shown and "<script" not in shown
    assert "Salve, Cleo Marsh" in anna.post(
        f"{AT}/preview", {**dict(form.submit_fields()), "part": "text"}
    )
    assert MailTemplate.select().count() == 0
    form["html"] = "{nobody}"
    assert "isn't known" in form.submit(status=422).html.text


def test_an_example_arrives_at_oneself(anna: TestApp, mailing: Sink) -> None:
    form = anna.get(AT).forms["words"]
    form["subject"], form["text"] = "Trial of {subject}", "Salve {customer} {link}"
    form.action = f"{AT}/test"
    page = form.submit(status=200)
    assert "on its way to" in page and page.forms["words"]["text"].value.startswith("Salve")
    assert MailTemplate.select().count() == 0
    deliver()
    (found,) = mailing.to("anna@example.com")
    assert "Trial of Rear wheel rubs" in found["Subject"]
    assert "Salve Cleo Marsh" in sink.words(found)


def test_without_mail_it_says_that_it_waits(anna: TestApp) -> None:
    form = anna.get(AT).forms["words"]
    form.action = f"{AT}/test"
    assert "Mails are switched off" in form.submit()


@pytest.mark.parametrize("path", ["nothing/en", "ticket_replied/tlh", "ticket_replied/xx"])
def test_no_such_mail(anna: TestApp, path: str) -> None:
    for action in ("", "/preview"):
        anna.get(f"{ALL}/{path}{action}", status=404)
    fields = {"csrf": token(anna), "subject": "x", "text": "", "html": ""}
    for action in ("", "/preview", "/test", "/reset"):
        anna.post(f"{ALL}/{path}{action}", fields, status=404)


def test_the_overview_costs_few_queries(anna: TestApp) -> None:
    from tests.watching import statements

    anna.get(ALL)
    with statements() as found:
        anna.get(ALL)
    assert len(found) <= 5
