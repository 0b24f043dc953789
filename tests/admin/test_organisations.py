"""Organisations in the panel."""

from helpdesk import customers, db, settings
from helpdesk.schema import Organisation
from tests.asking import form_to, post
from tests.cast import Desk
from tests.customers.helpers import company, person
from tests.watching import reading, statements


def test_the_lists_lead_to_each_other(desk: Desk) -> None:
    browser = desk.signed_in()
    for path, here in (("customers", "Customers"), ("organisations", "Organisations")):
        tabs = browser.get(f"/admin/{path}").html.select(".hd-tabs a")
        assert [tab["href"] for tab in tabs] == ["/admin/customers", "/admin/organisations"]
        assert [tab.get_text() for tab in tabs if tab.has_attr("aria-current")] == [here]


def test_adding_finding_and_paging(desk: Desk) -> None:
    with db.transaction():
        settings.change({"list.rows": 10})
    browser = desk.signed_in()
    assert "No organisations yet" in browser.get("/admin/organisations")
    form = form_to(browser.get("/admin/organisations/new"), "/new")
    form["name"] = "Élan & Co"
    form.submit(status=303).follow().mustcontain("is added", "Nobody belongs to it yet")
    form.submit(status=303)  # the same form once more leads to the same page
    assert Organisation.select().count() == 1
    post(browser, "/admin/organisations/new", status=422, name="elan & co").mustcontain("already")
    for number in range(11):
        company(desk, f"Group {number:02}")
    page = browser.get("/admin/organisations")
    assert len(page.html.select("tbody tr")) == 10
    rest = browser.get(page.html.find("a", rel="next")["href"])
    assert [a.get_text() for a in rest.html.select("tbody a")] == ["Group 09", "Group 10"]
    found = browser.get("/admin/organisations?q=ELAN").html.select("tbody a")
    assert [a.get_text() for a in found] == ["Élan & Co"]
    assert "Nothing found" in browser.get("/admin/organisations?q=xyz")


def test_shows_its_people_and_their_tickets(desk: Desk) -> None:
    group, ticket = company(desk, "Group", note="A note."), desk.ticket("Invoice")
    with db.transaction():
        customers.change(ticket.customer_id, actor=desk.anna.actor(), organisation="Group")
    browser, here = desk.signed_in(), f"/admin/organisations/{group.id}"
    browser.get(here).mustcontain("Cleo Marsh", "1 open", "A note.")
    browser.get(f"{here}?show=tickets").mustcontain("Invoice", "Cleo Marsh")
    page = desk.signed_in("ben@example.com").get(f"{here}?show=tickets")
    assert "Invoice" not in page and "that you may see" in page


def test_changing_in_place(desk: Desk) -> None:
    group, _other = company(desk, "Group"), company(desk, "Other")
    browser = desk.signed_in()
    here = f"/admin/organisations/{group.id}"
    form = form_to(browser.get(here), here)
    form["name"], form["note"] = "Quay", "By the water."
    form.submit(status=303).follow().mustcontain("Quay", "By the water.", "is changed")
    form["name"] = "OTHER"
    form.submit(status=422).mustcontain("already an organisation")


def test_deleting_asks_and_leaves_its_people(desk: Desk) -> None:
    group = company(desk, "Group")
    cleo = person(desk, "Cleo", organisation="Group")
    browser, at = desk.signed_in(), f"/admin/organisations/{group.id}/delete"
    page = browser.get(at)
    page.mustcontain("Its people stay customers", "Group")
    form_to(page, "/delete").submit(status=303).follow().mustcontain(
        "Its people are still customers"
    )
    assert customers.one(cleo.id).organisation_id is None
    browser.get(f"/admin/organisations/{group.id}", status=404)


def test_costs_the_same_however_many_belong_to_it(desk: Desk) -> None:
    group, browser, used = company(desk, "Group"), desk.signed_in(), []
    for again in range(2):
        for number in range(4):
            person(desk, "Person", f"p{again}{number}@example.com", organisation="Group")
        browser.get(f"/admin/organisations/{group.id}")
        with statements() as found:
            browser.get(f"/admin/organisations/{group.id}")
        used.append(len(reading(found)))
    assert used[0] == used[1] <= 8
