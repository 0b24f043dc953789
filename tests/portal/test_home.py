"""The first page: two doors, at no cost."""

from helpdesk import settings
from tests.cast import Desk
from tests.watching import reading, statements


def test_two_doors(desk: Desk) -> None:
    page = desk.browser().get("/", status=200).html
    doors = [link["href"] for link in page.find_all("a", class_="hd-way")]
    assert doors == ["/submit", "/ticket"]


def test_title_and_footer_are_the_desks_own(desk: Desk) -> None:
    settings.change({"site.title": "Cycles & <Co>", "site.footer": "Harbour Lane 3"})
    page = desk.browser().get("/")
    assert "Cycles &amp; &lt;Co&gt;" in page and "Harbour Lane 3" in page


def test_needs_one_look_at_the_settings_at_most(desk: Desk) -> None:
    desk.browser().get("/")
    with statements() as found:
        desk.browser().get("/")
    assert len(reading(found)) <= 1
