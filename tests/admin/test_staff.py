"""The pages of people, teams and roles."""

import pytest

from helpdesk import db, roles
from helpdesk.schema import Role, Staff, Team, Ticket
from tests.asking import form_to
from tests.cast import PASSWORD, Desk
from tests.staffing.helpers import added, manager
from tests.watching import reading, statements

NOUNS = ("staff", "teams", "roles", "statuses", "priorities", "categories")


def test_somebody_is_added_and_signs_in(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get("/admin/staff").click(href="/admin/staff/new")
    form = form_to(page, "/staff/new")
    assert form["way"].value == "set", "mail isn't set up"
    form["name"], form["email"], form["password"] = "Elif Kaya", "elif@example.com", PASSWORD
    form["role"].select(text="Operator")
    form["all_categories"] = "0"
    form.set("categories", True, index=1)
    form.submit(status=303).follow().mustcontain("Added.", "Elif Kaya", "1 category")
    repairs = desk.category("Repairs").id
    assert desk.member("elif@example.com").categories == frozenset({repairs})
    desk.signed_in("elif@example.com").get("/admin/tickets", status=200)


def test_somebody_is_invited(desk: Desk) -> None:
    form = form_to(desk.signed_in().get("/admin/staff/new"), "/staff/new")
    form["name"], form["email"], form["way"] = "Elif Kaya", "elif@example.com", "invite"
    form["role"].select(text="Operator")
    form.submit(status=303).follow().mustcontain("on its way", "No password yet")


def test_what_was_typed_comes_back_with_what_is_wrong(desk: Desk) -> None:
    form = form_to(desk.signed_in().get("/admin/staff/new"), "/staff/new")
    form["name"], form["email"], form["timezone"] = "Elif", "anna@example.com", "Europe/Berlin"
    form["all_categories"] = "0"
    page = form.submit(status=422)
    for field in ("email", "role", "categories", "password"):
        assert page.html.find(id=f"f-{field}-error").get_text(strip=True), field
    form = form_to(page, "/staff/new")
    assert (form["name"].value, form["timezone"].value) == ("Elif", "Europe/Berlin")
    assert form["all_categories"].value == "0"


def test_somebody_is_changed(desk: Desk) -> None:
    browser, at = desk.signed_in(), f"/admin/staff/{desk.ben.id}"
    form = form_to(browser.get(at), at)
    form["name"], form["all_categories"] = "Benjamin", "1"
    form.submit(status=303).follow().mustcontain("Saved.", "Benjamin")
    assert desk.ben.categories is None


def test_the_access_ends_with_one_press_and_opens_again(desk: Desk) -> None:
    browser, at = desk.signed_in(), f"/admin/staff/{desk.ben.id}"
    ben, ticket = desk.signed_in("ben@example.com"), desk.ticket(category="Repairs")
    Ticket.update(owner=desk.ben.id).execute()
    page = browser.get(at)
    page.mustcontain("1 open ticket is theirs.")
    form = form_to(page, "/deactivate")
    form["to"] = str(desk.anna.id)
    page = form.submit(status=303).follow()
    page.mustcontain("The access has ended")
    assert ben.get("/admin/tickets", status=303) and Ticket.get().owner_id == desk.anna.id
    assert "Ben Okafor" not in browser.get("/admin/staff").html.main.get_text()
    browser.get("/admin/staff?show=left").mustcontain("Ben Okafor")
    form_to(page, "/reactivate").submit(status=303).follow().mustcontain("open again")
    browser.get(f"/admin/tickets/{ticket.id}", status=200)


def test_a_password_by_hand_and_a_link(desk: Desk) -> None:
    browser, at = desk.signed_in(), f"/admin/staff/{desk.ben.id}"
    ben = desk.signed_in("ben@example.com")
    form_to(browser.get(at), "/invite").submit(status=303).follow().mustcontain("on its way")
    form = form_to(browser.get(at), "/password")
    form["password"] = "short"
    page = form.submit(status=422)
    assert page.html.find(id="f-password-error")
    assert browser.get(f"{at}/password").location.endswith(at)
    form = form_to(page, "/password")
    form["password"] = "another horse battery"
    form.submit(status=303)
    ben.get("/admin/tickets", status=303)


def test_ones_own_page_offers_no_end_and_no_role(desk: Desk) -> None:
    page = desk.signed_in().get(f"/admin/staff/{desk.anna.id}")
    form = form_to(page, f"/staff/{desk.anna.id}")
    assert "role" not in form.fields and "/deactivate" not in page.text


def test_whose_rights_are_above_ones_own_is_only_shown(desk: Desk) -> None:
    manager(desk)
    browser = desk.signed_in("elif@example.com")
    page = browser.get(f"/admin/staff/{desk.anna.id}")
    assert f"/admin/staff/{desk.anna.id}" not in [form.action for form in page.forms.values()]
    page.mustcontain("things that you may not")
    form = form_to(browser.get("/admin/staff/new"), "/staff/new")
    offered = [text for _value, _on, text in form["role"].options]
    assert "Operator" in offered and "Administrator" not in offered
    browser.get("/admin/settings/site", status=403)
    token = form["csrf"].value
    browser.post(f"/admin/staff/{desk.anna.id}/deactivate", {"csrf": token}, status=403)


def test_a_manager_of_one_category_gives_only_that(desk: Desk) -> None:
    manager(desk)
    elif_ = Staff.get(Staff.email == "elif@example.com")
    Staff.update(all_categories=False).where(Staff.id == elif_.id).execute()
    page = desk.signed_in("elif@example.com").get("/admin/staff/new")
    assert page.html.find(attrs={"name": "all_categories", "value": "1"}).has_attr("disabled")
    assert page.html.find_all(attrs={"name": "categories"}) == []


def test_a_name_is_looked_for_where_there_are_many(desk: Desk) -> None:
    browser, role = desk.signed_in(), Role.get(Role.name == "Operator")
    assert 'name="q"' not in browser.get("/admin/staff").html.main.decode()
    with db.transaction():
        for number in range(300):
            email = f"p{number}@example.com"
            Staff.create(
                name=f"Person {number} {'x' * 150}", email=email, email_normal=email, role=role
            )
    with statements() as found:
        page = browser.get("/admin/staff")
    few = len(reading(found))
    assert len(page.html.select(".hd-people > li")) == 302 and len(page.body) < 400_000
    page = browser.get("/admin/staff?q=PERSON+299")
    assert len(page.html.select(".hd-people > li")) == 1
    browser.get("/admin/staff?q=nobody%25").mustcontain("Nobody found")
    assert few <= 6, found


def test_a_team_is_made_changed_and_deleted(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get("/admin/teams")
    page.mustcontain("No teams yet")
    form = form_to(page.click(href="/admin/teams/new"), "/teams/new")
    form["name"] = "Workshop"
    page = form.submit(status=303).follow()
    page.mustcontain("Workshop", "Nobody is in it")
    at = f"/admin/teams/{Team.get().id}"
    form = form_to(browser.get(at), at)
    form.set("people", True, index=0)
    form.submit(status=303).follow().mustcontain("1 person")
    form = form_to(browser.get(at), at)
    form["name"] = ""
    form_to(form.submit(status=422), at)
    form_to(browser.get(at), "/delete").submit(status=303).follow().mustcontain("Deleted.")


def test_a_teams_tickets_are_moved_first(desk: Desk) -> None:
    browser, team = desk.signed_in(), Team.create(name="Workshop")
    desk.ticket()
    Ticket.update(team=team).execute()
    at = f"/admin/teams/{team.id}"
    page = browser.get(at)
    assert "/delete" not in page.text
    page = form_to(page, "/move").submit(status=422)
    form = form_to(page, "/move")
    form["to"] = "none"
    form.submit(status=303).follow().mustcontain("No ticket has it.")
    assert browser.get(f"{at}/move").location.endswith(at)


def test_a_copy_of_a_ready_made_role_is_changed_and_deleted(desk: Desk) -> None:
    browser, operator = desk.signed_in(), Role.get(Role.name == "Operator")
    page = browser.get(f"/admin/roles/{operator.id}")
    assert page.html.find_all("input", type="checkbox") == []
    form = form_to(page.click("Make a copy"), "/roles/new")
    ticked = [field.value for field in form.fields["permissions"] if field.checked]
    assert set(ticked) == roles.one(operator.id).permissions
    form["name"] = "Helper"
    form.submit(status=303).follow().mustcontain("Helper")
    helper = Role.get(Role.name == "Helper")
    added(desk, "Helper")
    at = f"/admin/roles/{helper.id}"
    form = form_to(browser.get(at), at)
    form["name"] = "Operator"
    page = form.submit(status=422)
    assert page.html.find(id="f-name-error")
    form = form_to(browser.get(at), at)
    for field in form.fields["permissions"]:
        field.checked = field._value == "tickets.view"
    form.submit(status=303)
    assert desk.member("elif@example.com").permissions == {"tickets.view"}
    form_to(browser.get(at), "/delete").submit(status=422).mustcontain("Choose which role")
    form = form_to(browser.get(at), "/delete")
    form["to"] = str(operator.id)
    form.submit(status=303).follow().mustcontain("Deleted.")
    assert browser.get(f"{at}/delete").location.endswith(at)


@pytest.mark.parametrize(
    "path", ["staff", "teams", "roles", "statuses", "priorities", "categories"]
)
def test_what_is_not_there_is_not_found(desk: Desk, path: str) -> None:
    browser = desk.signed_in()
    browser.get(f"/admin/{path}/999999", status=404)
    browser.get(f"/admin/{path}/{'9' * 30}", status=404)
