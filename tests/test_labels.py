"""Names that administrators typed, in the reader's language."""

from helpdesk import db, i18n, labels
from helpdesk.schema import Category, Priority, Status, Translation
from tests.cast import Desk
from tests.watching import statements


def translated(row: db.Table, language: str, text: str) -> None:
    with db.transaction():
        labels.translate(row, language, text)


def names(language: str) -> list[str]:
    with i18n.speaking(language):
        return [label.name for label in labels.rows(Category)]


def test_own_language_else_the_name_itself(desk: Desk) -> None:
    translated(desk.category("Repairs"), "de", "Reparaturen")
    assert names("de") == ["General", "Reparaturen"] and names("fr") == ["General", "Repairs"]


def test_translating_again_replaces(desk: Desk) -> None:
    for text in ("Reparatur", "Reparaturen"):
        translated(desk.category("Repairs"), "de", text)
    assert names("de")[1] == "Reparaturen"
    ours = Translation.select().where(Translation.language == "de", Translation.noun == "category")
    assert ours.count() == 1


def test_go_by_position_then_age(desk: Desk) -> None:
    Category.create(name="First", position=-1)
    Category.create(name="Second last", position=1)
    assert names("en") == ["First", "General", "Repairs", "Second last"]


def test_rows_of_one_number_in_two_tables_are_kept_apart(desk: Desk) -> None:
    status, priority = Status.get_by_id(1), Priority.get_by_id(1)
    translated(status, "de", "Neu")
    with i18n.speaking("de"):
        assert labels.one(Priority, 1).name == priority.name
        assert labels.one(Status, 1).name == "Neu"


def test_all_rows_cost_one_query(desk: Desk) -> None:
    with statements() as found:
        labels.rows(Status)
    assert len(found) == 1
