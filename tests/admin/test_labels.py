"""The pages of statuses, priorities and categories."""

import pytest

from helpdesk import db, i18n, labels
from helpdesk.schema import Category, Priority, Status, Ticket
from helpdesk.tickets import moving
from tests.asking import form_to
from tests.cast import Desk
from tests.watching import reading, statements

PATHS = ("statuses", "priorities", "categories")
TABLES = {"statuses": Status, "priorities": Priority, "categories": Category}


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two languages beside English, whichever catalogues there are."""
    monkeypatch.setattr(i18n, "available", lambda: ("en", "de", "ar"))


@pytest.mark.parametrize("path", PATHS)
def test_one_is_added_with_names_and_listed(desk: Desk, path: str) -> None:
    browser = desk.signed_in()
    form = form_to(browser.get(f"/admin/{path}").click(href=f"/admin/{path}/new"), f"/{path}/new")
    form["name"], form["name_de"] = "Parts ordered", "Teile bestellt"
    page = form.submit(status=303).follow(status=200)
    page.mustcontain("Added.", "Parts ordered")
    assert "Teile bestellt" in browser.get(f"/admin/{path}?lang=de")


@pytest.mark.parametrize("path", PATHS)
def test_one_is_renamed_and_what_was_typed_comes_back(desk: Desk, path: str) -> None:
    browser, row = desk.signed_in(), TABLES[path].select().order_by(TABLES[path].id).first()
    at = f"/admin/{path}/{row.id}"
    form = form_to(browser.get(at), at)
    assert form["name"].value == row.name
    form["name"], form["name_ar"] = "", "جديد"
    form = form_to(form.submit(status=422), at)
    assert (form["name"].value, form["name_ar"].value) == ("", "جديد")
    form["name"] = "Renamed"
    form.submit(status=303).follow().mustcontain("Saved.", "Renamed")
    assert labels.texts(row)["ar"] == "جديد"


@pytest.mark.parametrize("path", PATHS)
def test_the_arrows_work_without_scripts_and_keep_the_focus(desk: Desk, path: str) -> None:
    browser = desk.signed_in()
    page, table = browser.get(f"/admin/{path}"), TABLES[path]
    second = table.select().order_by(table.position, table.id)[1]
    form = form_to(page, "/order")
    page = form.submit("up", value=str(second.id), status=303).follow()
    first = table.select().order_by(table.position, table.id).first()
    assert first.id == second.id
    focus = page.html.find_all(autofocus=True)
    assert [(tag["name"], tag["value"]) for tag in focus] == [("down", str(second.id))]


def test_an_arrow_without_a_row_is_told(desk: Desk) -> None:
    browser = desk.signed_in()
    form = form_to(browser.get("/admin/statuses"), "/order")
    page = browser.post("/admin/statuses/order", {"csrf": form["csrf"].value}, status=422)
    assert "arrows" in page
    assert browser.get("/admin/statuses/order").location.endswith("/admin/statuses")


def test_meaning_with_shape_and_default(desk: Desk) -> None:
    browser = desk.signed_in()
    form = form_to(browser.get("/admin/statuses/new"), "/statuses/new")
    form["name"], form["meaning"], form["is_default"] = "Parts", "waiting", True
    page = form.submit().follow()
    row = page.html.find(string="Parts").find_parent("li")
    assert row.find(attrs={"data-st": "waiting"}) and "Default" in row.get_text()
    assert page.html.get_text().count("Default") == 1, "only where there are several of a meaning"
    page = browser.get(f"/admin/statuses/{Status.get(Status.name == 'Parts').id}")
    assert page.html.find(id="f-is_default").has_attr("disabled")


def test_retire_bring_back_move_and_delete(desk: Desk) -> None:
    browser, ticket = desk.signed_in(), desk.ticket()
    row = Priority.create(name="Odd", level="low", position=9)
    Ticket.update(priority=row).execute()
    at = f"/admin/priorities/{row.id}"
    page = form_to(browser.get(at), "/retire").submit(status=303).follow()
    assert "1 ticket has it." in page and "/delete" not in page.text
    page = form_to(page, "/back").submit(status=303).follow()
    form = form_to(page, "/move")
    form["to"] = str(Priority.get(Priority.level == "high").id)
    page = form.submit(status=303).follow()
    page.mustcontain("Its tickets are moved.", "No ticket has it.")
    assert Ticket.get_by_id(ticket.id).priority.level == "high"
    form_to(page, "/delete").submit(status=303).follow().mustcontain("Deleted.")
    browser.get(at, status=404)


def test_many_tickets_move_by_and_by(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 1)
    browser, row = desk.signed_in(), Priority.create(name="Odd", level="low", position=9)
    for _number in range(3):
        desk.ticket()
    Ticket.update(priority=row).execute()
    form = form_to(browser.get(f"/admin/priorities/{row.id}"), "/move")
    form["to"] = str(Priority.get(Priority.level == "high").id)
    page = form.submit(status=303).follow()
    page.mustcontain("bunch by bunch", "2 tickets have it.")


@pytest.mark.parametrize("action", ["retire", "delete"])
def test_what_cannot_go_says_why_and_shows_the_page(desk: Desk, action: str) -> None:
    browser, row = desk.signed_in(), Status.get(Status.name == "Open")
    at = f"/admin/statuses/{row.id}"
    token = form_to(browser.get(at), at)["csrf"].value
    page = browser.post(f"{at}/{action}", {"csrf": token}, status=422)
    page.mustcontain("Make another one the default first.", "Open")
    assert browser.get(f"{at}/{action}").location.endswith(at)


@pytest.mark.parametrize("path", PATHS)
def test_the_list_costs_the_same_with_three_hundred(desk: Desk, path: str) -> None:
    browser, costs = desk.signed_in(), []
    for count in (0, 300):
        with db.transaction():
            for number in range(count):
                more = {"meaning": "open"} if path == "statuses" else {}
                TABLES[path].create(name=f"{number} {'long ' * 30}", position=number, **more)
        with statements() as found:
            page = browser.get(f"/admin/{path}")
        costs.append(len(reading(found)))
    assert costs[1] <= costs[0]  # the first time also what is remembered afterwards
    assert len(page.html.select(".hd-rows > li")) > 300 and len(page.body) < 400_000


def test_a_new_category_is_on_the_form_at_once_and_a_retired_one_is_not(desk: Desk) -> None:
    browser, guest = desk.signed_in(), desk.browser()
    form = form_to(browser.get("/admin/categories/new"), "/categories/new")
    form["name"] = "Hire"
    form.submit(status=303)
    guest.get("/submit").mustcontain("Hire")
    at = f"/admin/categories/{Category.get(Category.name == 'Hire').id}"
    form_to(browser.get(at), "/retire").submit(status=303)
    assert "Hire" not in guest.get("/submit")
