"""What differs between the pages of statuses, priorities and categories."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from helpdesk import categories, i18n, labelling, labels, priorities, settings, statuses
from helpdesk.errors import NotFound
from helpdesk.events import Actor
from helpdesk.i18n import N_, _, gettext
from helpdesk.labelling import Names
from helpdesk.schema import Category, Priority, Status
from helpdesk.web.forms import Form

MOST = 2000  # tickets that are counted


@dataclass(frozen=True)
class Noun:
    """One of the three; `title`, `lead`, `new` and `gone` are keys for gettext."""

    path: str
    table: type[Any]
    title: str
    lead: str
    new: str
    move: str
    columns: tuple[str, ...]  # of the form, beside the names
    add: Callable[..., Any]
    change: Callable[..., Any]
    retire: Callable[..., None]
    delete: Callable[..., None]

    @property
    def field(self) -> str:
        """The column of the ticket."""
        return str(self.table.table)

    def words(self) -> dict[str, str]:
        """The texts of its pages, in the language spoken."""
        texts = {"title": self.title, "lead": self.lead, "new": self.new, "move": self.move}
        return {name: gettext(text) for name, text in texts.items()}

    def row(self, number: int) -> Any:
        """The row with this id; raises NotFound."""
        found = self.table.get_or_none(self.table.id == number)
        if found is None:
            raise NotFound
        return found


def names(form: Form) -> Names:
    """The name as it was typed, and those in other languages."""
    typed = {code: form.value(f"name_{code}") for code in i18n.available()}
    asked = {code: text for code, text in typed.items() if f"name_{code}" in form.values}
    return Names(form.value("name"), asked)


def languages(row: Any | None) -> list[dict[str, str]]:
    """In which languages a name can be given: all but the desk's own, in which the name itself
    is, unless there is another one in that already."""
    there = labels.texts(row) if row is not None else {}
    own = settings.get("site.language")
    return [
        {"code": code, "name": i18n.NAMES.get(code, code), "text": there.get(code, "")}
        for code in i18n.available()
        if code != own or code in there
    ]


def levels() -> list[dict[str, str]]:
    """The four levels of a priority, in words."""
    words = {"urgent": _("Urgent"), "high": _("High"), "normal": _("Normal"), "low": _("Low")}
    return [{"id": level, "name": words[level]} for level in priorities.LEVELS]


def meanings() -> list[dict[str, str]]:
    """The five meanings of a status: a word, and whose turn it is."""
    told = {
        statuses.NEW: (_("New"), _("Nobody has looked at it yet.")),
        statuses.OPEN: (_("Open"), _("It is our turn.")),
        statuses.WAITING: (_("Waiting"), _("It is the customer's turn.")),
        statuses.HOLD: (_("On hold"), _("It is nobody's turn for now.")),
        statuses.RESOLVED: (_("Resolved"), _("It is done and out of the list of open tickets.")),
    }
    return [{"id": one, "name": told[one][0], "help": told[one][1]} for one in statuses.MEANINGS]


def _flags(form: Form, *which: str) -> dict[str, bool]:
    return {name: form.value(name) == "1" for name in which}


def _status(form: Form) -> dict[str, Any]:
    return {"meaning": form.value("meaning"), **_flags(form, "is_default")}


def _priority(form: Form) -> dict[str, Any]:
    return {"level": form.value("level"), **_flags(form, "is_default", "is_public")}


def _category(form: Form) -> dict[str, Any]:
    return {"priority": form.value("priority"), **_flags(form, "is_public")}


def read(noun: Noun, form: Form) -> dict[str, Any]:
    """What was chosen beside the names."""
    return {"status": _status, "priority": _priority, "category": _category}[noun.field](form)


def _simply(table: type[Any], verb: Callable[..., None]) -> Callable[..., None]:
    """A verb on a row that no rule of its noun stands against."""

    def do(number: int, *, actor: Actor) -> None:
        verb(labelling.present(labelling.locked(table), number), actor=actor)

    return do


STATUSES = Noun(
    "statuses",
    Status,
    N_("Statuses"),
    N_("Where a ticket stands. Each status has one of five meanings, which say whose turn it is."),
    N_("New status"),
    N_("Another status for its tickets"),
    ("meaning", "is_default"),
    statuses.add,
    statuses.change,
    _simply(Status, labelling.retire),
    _simply(Status, labelling.delete),
)
PRIORITIES = Noun(
    "priorities",
    Priority,
    N_("Priorities"),
    N_("How pressing a ticket is. Customers can choose those that are open to them."),
    N_("New priority"),
    N_("Another priority for its tickets"),
    ("level", "is_default", "is_public"),
    priorities.add,
    priorities.change,
    _simply(Priority, labelling.retire),
    priorities.delete,
)
CATEGORIES = Noun(
    "categories",
    Category,
    N_("Categories"),
    N_("What a ticket is about. Customers choose one, and staff may be given some of them only."),
    N_("New category"),
    N_("Another category for its tickets"),
    ("priority", "is_public"),
    categories.add,
    categories.change,
    categories.retire,
    categories.delete,
)
NOUNS = (STATUSES, PRIORITIES, CATEGORIES)
