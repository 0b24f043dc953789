"""Which language a page is in, and what follows the choice."""

import pytest
from webtest import TestResponse

from helpdesk import db, i18n, labels, priorities, settings, statuses
from helpdesk.schema import Staff, Ticket
from tests.cast import Desk
from tests.i18n.tour import send

NAMES_IN_SPANISH = ["Nuevo", "Abierto", "En espera", "En pausa", "Resuelto"]


def spoken(answer: TestResponse) -> str:
    """The language that a page says it is in."""
    return str(answer.html.html["lang"])


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fi, uk;q=0.5, ru;q=0.7", "ru"),
        ("en; q=0.3, id; q=0.9", "id"),
        ("ru;q=0, uk;q=0.1", "uk"),
        ("xx", "en"),
        ("fi", "en"),
        ("*", "en"),
        ("es;q=nonsense", "en"),
        (";;;,,,=", "en"),
    ],
)
def test_the_browsers_wish(header: str, language: str) -> None:
    """By its weights, among what is offered."""
    assert i18n.best(header) == language


def test_lang_in_the_address_is_kept_in_a_cookie(desk: Desk) -> None:
    browser = desk.browser()
    first = browser.get("/?lang=es")
    cookie = next(c for c in first.headers.getall("Set-Cookie") if c.startswith("hd_lang=es"))
    assert "httponly" in cookie.lower() and "samesite=lax" in cookie.lower()
    assert spoken(first) == spoken(browser.get("/submit")) == "es"
    assert "Enviar una solicitud" in browser.get("/submit").text


@pytest.mark.parametrize("wrong", ["xx", "fr", "../../etc", "en\r\nSet-Cookie: a=b", "e" * 9000])
def test_a_language_that_is_not_offered_is_no_choice(desk: Desk, wrong: str) -> None:
    answer = desk.browser().get("/", {"lang": wrong})
    assert spoken(answer) == "en"
    assert not any("hd_lang" in c for c in answer.headers.getall("Set-Cookie"))


def test_the_menu_of_the_portal_offers_every_language_by_its_own_name(desk: Desk) -> None:
    menu = desk.browser().get("/ticket").html.select("header a[hreflang]")
    assert {(a["hreflang"], a.text) for a in menu} == {
        (code, i18n.NAMES[code]) for code in i18n.available()
    }
    assert all(a["lang"] == a["hreflang"] for a in menu)
    assert all(a["href"] == f"?lang={a['hreflang']}" for a in menu)
    assert [a["hreflang"] for a in menu if a.get("aria-current")] == ["en"]


def test_the_menu_leads_to_a_page_also_from_a_form_that_came_back(desk: Desk) -> None:
    browser, ticket = desk.browser(), desk.ticket()
    send(browser, "/ticket", track=ticket.tracking_id, email="cleo@example.com")
    at = f"/ticket/{ticket.tracking_id}"
    refused = send(browser, at, f"{at}/reply", message="")
    assert refused.html.select_one("header a[hreflang=es]")["href"] == "?lang=es"
    page = browser.get(f"{at}/reply?lang=es").follow()
    assert (page.status_int, spoken(page)) == (200, "es")


def test_a_choice_goes_before_ones_own_language_and_that_before_the_browsers(desk: Desk) -> None:
    with db.transaction():
        Staff.update(language="uk").where(Staff.email == "anna@example.com").execute()
    anna, russian = desk.signed_in(), {"Accept-Language": "ru"}
    assert spoken(anna.get("/admin/tickets", headers=russian)) == "uk"
    assert spoken(desk.browser().get("/", headers=russian)) == "ru"
    anna.get("/?lang=id")
    assert spoken(anna.get("/admin/tickets", headers=russian)) == "id"


def test_the_desks_language_is_the_last_resort(desk: Desk) -> None:
    with db.transaction():
        settings.change({"site.language": "es"})
    assert spoken(desk.browser().get("/")) == "es"
    assert spoken(desk.browser().get("/", headers={"Accept-Language": "fi"})) == "es"
    assert spoken(desk.browser().get("/", headers={"Accept-Language": "en"})) == "en"


def test_names_of_the_first_rows_follow_the_reader(desk: Desk) -> None:
    with i18n.speaking("es"):
        assert [s.name for s in statuses.every()] == NAMES_IN_SPANISH
        assert "Urgente" in [p.name for p in priorities.every()]
    browser, ticket = desk.signed_in(), desk.ticket()
    browser.set_cookie("hd_lang", "ru")
    assert "Новая" in browser.get("/admin/tickets").text
    browser.set_cookie("hd_lang", "uk")
    assert "Звичайний" in browser.get(f"/admin/tickets/{ticket.id}").text


def test_a_name_without_translation_stays_as_it_was_typed(desk: Desk) -> None:
    with db.transaction():
        labels.translate(desk.category("Repairs"), "es", "Reparaciones")
    page = desk.browser().get("/submit?lang=es").html
    shown = [option.text for option in page.select("select[name=category] option")]
    assert "Reparaciones" in shown
    page = desk.browser().get("/submit?lang=ru").html
    assert "Repairs" in [option.text for option in page.select("select[name=category] option")]


def test_messages_about_a_form_are_in_the_language(desk: Desk) -> None:
    browser = desk.browser()
    browser.set_cookie("hd_lang", "es")
    assert "Escriba un mensaje." in send(browser, "/submit").text
    missing = browser.get("/nothing", status=404)
    assert "No encontramos esta página" in missing.text


def test_a_request_remembers_the_language_it_was_sent_in(desk: Desk) -> None:
    browser = desk.browser()
    browser.set_cookie("hd_lang", "uk")
    sent = send(
        browser,
        "/submit",
        name="Cleo Marsh",
        email="cleo@example.com",
        subject="Колесо",
        message="Треться.",
        category=str(desk.category("General").id),
    )
    assert sent.status_int == 303
    assert Ticket.get().language == "uk"


def test_no_shared_cache_mixes_up_languages(desk: Desk) -> None:
    """What is kept is kept by one browser only, and is asked for again."""
    control = desk.browser().get("/").headers["Cache-Control"]
    assert "private" in control or "no-store" in control
