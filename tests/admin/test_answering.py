"""What the box to answer in can do beside sending plain words."""

from datetime import timedelta
from typing import Any

import pytest
from webtest import TestApp

from helpdesk import db, settings, tickets
from helpdesk.clock import now
from helpdesk.schema import Message, Outbox, PendingReply, Ticket
from tests.asking import form_to, looked_up, post
from tests.cast import Desk
from tests.watching import reading, statements

RICH = "<div>Bring it <strong>in</strong>, see <a href='https://a.example/map'>the map</a>.</div>"


def answer(browser: TestApp, number: int, code: int = 303, **fields: Any) -> Any:
    fields = {"message": "Bring it in.", **fields}
    return post(browser, f"/admin/tickets/{number}/reply", status=code, **fields)


def test_rich_text_counts_more_than_its_plain_copy(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    answer(browser, number, message="ignored", message_html=RICH)
    said = Message.select().order_by(Message.id.desc()).first()
    assert said.text == "Bring it in, see the map (https://a.example/map)."
    assert "<strong>in</strong>" in said.html and said.original == RICH and said.policy
    browser.get(f"/admin/tickets/{number}").mustcontain("<strong>in</strong>")


def test_a_note_can_be_rich_too(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    fields: dict[str, Any] = {"message": "x", "message_html": RICH}
    post(browser, f"/admin/tickets/{number}/note", files=(("a.txt", b"12"),), **fields)
    note = browser.get(f"/admin/tickets/{number}").html.find("article", class_="is-note")
    assert note.find("strong") and note.find("a", class_="hd-file")


@pytest.mark.parametrize("html", ["<div><br></div>", "<p> </p>", "x" * 1_000_001])
def test_rich_and_empty_or_endless_it_comes_back(desk: Desk, html: str) -> None:
    number = desk.ticket().id
    page = answer(desk.signed_in(), number, 422, message="", message_html=html)
    assert page.html.find(id="reply-error") and Message.select().count() == 1


def test_what_is_hostile_is_harmless(desk: Desk) -> None:
    track, number = desk.ticket().tracking_id, Ticket.get().id
    html = "<img src=x onerror=alert(1)><script>alert(2)</script><div onclick=x>ok</div>"
    browser = desk.signed_in()
    answer(browser, number, message_html=html)
    pages = [browser.get(f"/admin/tickets/{number}")]
    for page in (*pages, looked_up(desk, track).get(f"/ticket/{track}")):
        assert "ok" in page and "onerror" not in page and "alert(" not in page


def test_the_window_is_a_setting(desk: Desk) -> None:
    settings.change({"tickets.undo_seconds": 30})
    track, number, browser = desk.ticket().tracking_id, Ticket.get().id, desk.signed_in()
    page = answer(browser, number).follow()
    assert "the customer does not see it yet" in page
    assert "Bring it in." not in looked_up(desk, track).get(f"/ticket/{track}")
    back = form_to(page, "/undo/2").submit(status=303).follow()
    assert form_to(back, "/reply")["message"].value == "Bring it in."
    assert Message.select().count() == 1 and not PendingReply.select().exists()


def test_too_late_is_said(desk: Desk) -> None:
    settings.change({"tickets.undo_seconds": 30})
    number, browser = desk.ticket().id, desk.signed_in()
    form = form_to(answer(browser, number).follow(), "/undo/2")
    PendingReply.update(until=now() - timedelta(seconds=1)).execute()
    form.submit(status=303).follow().mustcontain("has gone out already")
    assert Message.select().count() == 2


def test_past_anothers_reply_it_asks_first(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    browser = desk.signed_in()
    form = form_to(browser.get(f"/admin/tickets/{ticket.id}"), "/reply")
    form["message"] = "Mine"
    answer(desk.signed_in("ben@example.com"), ticket.id, message="Ben was faster")
    page = form.submit(status=422)
    asked = page.html.find(id="reply-newer")
    assert "Ben was faster" in asked.get_text() and "Since Tuesday" not in asked.get_text()
    again = form_to(page, "/reply")
    assert again["message"].value == "Mine" and Message.select().count() == 2
    again.submit(status=303)
    assert Message.select().count() == 3


def test_ones_own_words_and_events_do_not_count(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    answer(browser, number)  # sets the status as well
    answer(browser, number, seen="1")
    assert Message.select().count() == 3


def test_without_the_field_nothing_is_asked(desk: Desk) -> None:
    ticket = desk.ticket(category="Repairs")
    answer(desk.signed_in("ben@example.com"), ticket.id)
    answer(desk.signed_in(), ticket.id)
    assert Message.select().count() == 3


def test_a_button_counts_more_than_the_list(desk: Desk) -> None:
    from helpdesk import statuses

    number, wanted = desk.ticket().id, statuses.default("hold").id
    listed = statuses.default("waiting").id
    browser = desk.signed_in()
    csrf = form_to(browser.get(f"/admin/tickets/{number}"), "/reply")["csrf"].value
    fields = {"csrf": csrf, "message": "x", "status": str(listed), "set": str(wanted)}
    browser.post(f"/admin/tickets/{number}/reply", fields, status=303)
    assert Ticket.get().status.meaning == "hold"


def test_on_to_the_next_one_and_it_is_remembered(desk: Desk) -> None:
    old, middle, new = (desk.ticket(name).id for name in ("Old", "Middle", "New"))
    for number, age in ((old, 3), (middle, 2), (new, 1)):
        last = now() - timedelta(hours=age)
        Ticket.update(last_message=last).where(Ticket.id == number).execute()
    browser = desk.signed_in()
    gone = answer(browser, middle, then_asked="1", then="next")
    assert gone.location.endswith(f"/admin/tickets/{old}?sent={middle}")
    form = form_to(gone.follow(), "/reply")
    assert form["then"].checked
    form["message"] = "Done"
    gone = form.submit(status=303)
    assert gone.location.endswith(f"/admin/tickets/{new}?sent={old}"), "then the newest"
    gone = answer(browser, new, then_asked="1", then="next")
    gone.follow().mustcontain("No other ticket waits for an answer.")
    stays = answer(browser, new, then_asked="1")
    assert "#entry-" in stays.location
    assert not form_to(stays.follow(), "/reply")["then"].checked


def test_ben_goes_on_within_his_category(desk: Desk) -> None:
    mine = desk.ticket(category="Repairs").id
    desk.ticket()
    gone = answer(desk.signed_in("ben@example.com"), mine, then_asked="1", then="next")
    assert gone.location.endswith("?done=nothing-left")


def test_what_became_of_the_mail(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    answer(browser, number)
    browser.get(f"/admin/tickets/{number}").mustcontain("The mail waits to be sent")
    mine = Outbox.message == Message.select().order_by(Message.id.desc()).first().id
    Outbox.update(state="failed", error="550 no such user").where(mine).execute()
    page = browser.get(f"/admin/tickets/{number}")
    page.mustcontain("The mail could not be sent: 550 no such user")
    row = Outbox.get(mine)
    form_to(page, f"/admin/mail/{row.id}/again").submit(status=303)
    assert Outbox.get(mine).state == "waiting"
    Outbox.update(state="sent").where(mine).execute()
    page = browser.get(f"/admin/tickets/{number}")
    assert "The mail" not in page.html.find(class_="hd-thread").get_text()


def test_a_dead_mail_server_is_seen_everywhere(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = desk.signed_in()
    desk.ticket()
    Outbox.update(state="failed", error="550").execute()
    monkeypatch.setattr("helpdesk.mail.journal.NOTICED_WITHIN", 0.0)
    browser.get("/admin/tickets").mustcontain("Some mails could not be sent.")


def test_five_hundred_messages(desk: Desk) -> None:
    ticket, browser = desk.ticket(), desk.signed_in()
    with db.transaction():
        rows = [
            {"ticket": ticket.id, "position": n, "text": f"m{n}", "html": f"<p>m{n}</p>"}
            for n in range(2, 501)
        ]
        Message.insert_many(rows).execute()
        Ticket.update(last_position=500, messages=500).execute()
    address, used = f"/admin/tickets/{ticket.id}", set()
    seen: list[int] = []
    while address:
        browser.get(address)  # small tables are remembered
        with statements() as found:
            page = browser.get(address).html
        used.add(len(reading(found)))
        places = [int(tag["data-position"]) for tag in page.find_all("article")]
        assert len(places) == 50 and places == sorted(places)
        seen[:0] = places
        earlier = page.find("a", rel="prev")
        address = earlier["href"] if earlier else ""
    assert seen == list(range(1, 501)) and len(used) == 1


def test_the_thread_is_marked_for_what_comes_live(desk: Desk) -> None:
    number, browser = desk.ticket().id, desk.signed_in()
    answer(browser, number)
    page = browser.get(f"/admin/tickets/{number}").html
    thread = page.find("section", attrs={"data-hd-thread": True})
    for tag in thread.find_all(["article", "div"], attrs={"data-position": True}):
        assert tag["id"] == f"entry-{tag['data-position']}"
    assert len(thread.find_all(attrs={"data-position": True})) == 3


def test_two_at_the_same_moment_one_of_them_is_asked(desk: Desk) -> None:
    from helpdesk.errors import Invalid
    from tests.together import at_once

    number = desk.ticket(category="Repairs").id
    people = [desk.anna, desk.ben]

    def write(member: Any) -> bool:
        with db.connection():
            for _try in range(10):
                try:
                    with db.transaction():
                        tickets.reply(
                            Ticket.get_by_id(number),
                            actor=member.actor(),
                            author=member.name,
                            text="Mine",
                            seen=1,
                        )
                except Invalid:
                    return False
                except Exception as error:
                    if not db.is_deadlock(error):
                        raise
                else:
                    return True
        raise AssertionError("overtaken ten times")

    assert sorted(at_once(*(lambda m=m: write(m) for m in people))) == [False, True]
    assert Message.select().count() == 2
