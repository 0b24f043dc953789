"""The people of the tests and the desk they work with.

Anna administers. Ben is an operator of one category, Repairs. Cleo and Dan are customers; Dan is
the stranger who may not see what is Cleo's. Zoe is nobody.
"""

import json
from pathlib import Path
from typing import Any

from webtest import TestApp

from helpdesk import (
    attachments,
    config,
    db,
    reactions,
    secrets,
    security,
    settings,
    staff,
    tickets,
)
from helpdesk.app import create_app
from helpdesk.config import Config, Database
from helpdesk.events import Actor
from helpdesk.installation import seed
from helpdesk.schema import ALL, Category, Role, Staff, StaffCategory, Ticket
from helpdesk.staff import Member

PASSWORD = "correct horse battery"
SITE = "http://localhost"
# Tests send forms in no time and by the dozen; those of the guard switch it on.
# Tests say so where a form is to wait, or a reply until it can't be taken back any more.
AT_ONCE = {"portal.least_seconds": 0, "portal.check": "never", "tickets.undo_seconds": 0}


def installed(folder: Path, address: Database) -> Config:
    """Make a desk the way the wizard does."""
    while not seed.make_tables(address).finished:
        pass
    hashed = security.hash_password(PASSWORD)
    plan = seed.Plan(
        "Harbour Lane Cycles", SITE, "en", "UTC", "Anna Lindgren", "anna@example.com", hashed
    )
    made = seed.complete(folder, address, plan)
    with db.connection(), db.transaction():
        ben = staff.add(
            name="Ben Okafor",
            email="ben@example.com",
            password_hash=hashed,
            role=Role.get(Role.name == "Operator"),
        )
        repairs = Category.create(name="Repairs", position=1)
        Staff.update(all_categories=False).where(Staff.id == ben.id).execute()
        StaffCategory.create(staff=ben, category=repairs.id)
        Staff.update(toured=True).execute()  # nobody stands in the tests' way
        settings.change(AT_ONCE)
    _remember(folder)
    return made


def empty(template: Path) -> None:
    """Bring a shared database back to what `installed` left."""
    rows: dict[str, list[dict[str, Any]]] = json.loads((template / "rows.json").read_text())
    with db.connection():
        db.database.execute_sql("SET FOREIGN_KEY_CHECKS = 0")
        with db.transaction():
            for table in ALL:
                table.delete().execute()
                if rows[table.table]:
                    table.insert_many(rows[table.table]).execute()
        db.database.execute_sql("SET FOREIGN_KEY_CHECKS = 1")


class Desk:
    """An installed desk, and ways to use it as each person."""

    def __init__(self, folder: Path, address: Database) -> None:
        self.folder = folder
        self.address = address
        db.use(address)
        attachments.store(folder)
        secrets.use(config.load(folder).secret_key)
        reactions.register()
        self.app = create_app(folder, resident=True, has_thread=True)

    def close(self) -> None:
        """Let go of the database."""
        if not db.database.is_closed():
            db.database.close()

    def browser(self, **environ: str) -> TestApp:
        """A browser without cookies."""
        return TestApp(self.app, extra_environ=environ or None)

    def signed_in(self, email: str = "anna@example.com") -> TestApp:
        """A browser in which a staff member has signed in."""
        browser = self.browser()
        form = browser.get("/admin/login").forms["login"]
        form["email"], form["password"] = email, PASSWORD
        form.submit(status=303)
        return browser

    @property
    def anna(self) -> Member:
        """The administrator."""
        return self.member("anna@example.com")

    @property
    def ben(self) -> Member:
        """The operator who sees Repairs only."""
        return self.member("ben@example.com")

    def member(self, email: str) -> Member:
        """A staff member by address."""
        return staff.member(Staff.get(Staff.email == email))

    def category(self, name: str) -> Category:
        """A category by name: General or Repairs."""
        found: Category = Category.get(Category.name == name)
        return found

    def ticket(
        self,
        subject: str = "Rear wheel rubs",
        *,
        text: str = "Since Tuesday the rear wheel rubs.",
        email: str = "cleo@example.com",
        name: str = "Cleo Marsh",
        category: str = "General",
        files: tuple[attachments.Kept, ...] = (),
    ) -> Ticket:
        """A request that Cleo has sent."""
        with db.transaction():
            return tickets.submit(
                actor=Actor("customer", "portal"),
                name=name,
                email=email,
                subject=subject,
                text=text,
                category=str(self.category(category).id),
                files=files,
            )


def _remember(folder: Path) -> None:
    with db.connection():
        rows = {table.table: list(table.select().dicts()) for table in ALL}
    (folder / "rows.json").write_text(json.dumps(rows, default=_plain))


def _plain(value: Any) -> str:
    return str(value.strftime("%Y-%m-%d %H:%M:%S"))
