"""The page of results."""

from urllib.parse import quote

from tests.cast import Desk
from tests.search.helpers import say


def test_shows_rows_with_marks_and_leads_to_the_entry(desk: Desk) -> None:
    ticket = desk.ticket("Rear wheel <b>rubs</b>", text="The <i>wheel</i> & more")
    say(desk, ticket, "A note on the wheel", note=True)
    page = desk.signed_in().get("/admin/search?q=wheel")
    assert [mark.text for mark in page.html.select("tbody mark")] == ["wheel", "wheel"]
    assert page.html.select_one("tbody a")["href"].endswith(f"/admin/tickets/{ticket.id}#entry-2")
    assert "<b>rubs" not in page.text and page.html.select_one("header input")["value"] == "wheel"


def test_the_field_is_on_every_page_of_the_panel(desk: Desk) -> None:
    page = desk.signed_in().get("/admin/tickets")
    assert page.html.select_one("header input[name=q]")["value"] == ""
    assert page.html.select_one("header form")["action"].endswith("/admin/search")


def test_empty_states_say_what_was_searched(desk: Desk) -> None:
    browser = desk.signed_in()
    assert "What are you looking for" in browser.get("/admin/search").text
    assert "There is no word" in browser.get("/admin/search?q=%28%28%22").text
    page = browser.get("/admin/search?q=" + quote('nosuch "left pad" -spam owner:me'))
    for words in ("Nothing found", "nosuch", "“left pad”", "without", "owner:me"):
        assert words in page.text
    assert "no status of this name" in browser.get("/admin/search?q=status:x").text


def test_anything_in_the_address_is_answered(desk: Desk) -> None:
    desk.ticket("Wheel")
    browser = desk.signed_in()
    for asked in (
        "%00",
        "%FF",
        "a" * 5000,
        "%22%28",
        "wheel&after=zzz",
        "wheel&after=d1",
        "%F0%9F",
    ):
        browser.get(f"/admin/search?q={asked}", status=200)


def test_pages(desk: Desk) -> None:
    from helpdesk import settings

    settings.change({"list.rows": 10})
    for number in range(12):
        desk.ticket(f"Wheel {number}")
    browser = desk.signed_in()
    first = browser.get("/admin/search?q=wheel")
    assert len(first.html.select("tbody tr")) == 10
    older = browser.get(first.html.select_one("a[rel=next]")["href"])
    assert len(older.html.select("tbody tr")) == 2
    assert not older.html.select("a[rel=next]")


def test_strangers_and_ben(desk: Desk) -> None:
    desk.ticket("Secret wheel")
    assert "Secret" not in desk.signed_in("ben@example.com").get("/admin/search?q=wheel").text
    assert desk.browser().get("/admin/search?q=wheel").status_int in (302, 303)
