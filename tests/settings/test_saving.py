"""What a person has changed on a page is written, and nothing else; the history tells it."""

import json
from typing import Any

import pytest

from helpdesk import db, settings
from helpdesk.errors import Invalid
from helpdesk.schema import Event, Setting
from helpdesk.settings import telling
from tests.cast import AT_ONCE, Desk


def save(desk: Desk, shown: dict[str, str] | None = None, **typed: Any) -> list[str]:
    """As a page does it whose fields had shown what held when it was opened."""
    values = {key.replace("__", "."): value for key, value in typed.items()}
    with db.transaction():
        return settings.save(values, shown or marks(*values), actor=desk.anna.actor())


def marks(*keys: str) -> dict[str, str]:
    """What a page opened now would carry."""
    differs = settings.stored()
    entries = [settings.REGISTRY[key] for key in keys]
    return {e.key: settings.mark(e, differs.get(e.key, e.default)) for e in entries}


def told() -> list[dict[str, Any]]:
    """The changes of the history, in order."""
    rows = Event.select().where(Event.name == "settings.changed").order_by(Event.id)
    return [json.loads(row.details)["changes"] for row in rows]


def test_only_what_was_changed_is_written_and_told(desk: Desk) -> None:
    assert save(desk, list__rows="25", files__count="5", site__footer=" ") == ["list.rows"]
    assert settings.get("list.rows") == 25
    assert told() == [{"list.rows": [50, 25]}]
    assert save(desk, list__rows="25") == [] and len(told()) == 1


def test_nothing_is_written_when_one_is_wrong(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong:
        save(desk, list__rows="25", files__count="many", site__title="")
    assert set(wrong.value.errors) == {"files.count", "site.title"}
    assert settings.get("list.rows") == 50 and told() == []


def test_another_administrators_change_is_not_overwritten(desk: Desk) -> None:
    shown = marks("list.rows", "files.count")
    save(desk, list__rows="100")
    with pytest.raises(Invalid) as wrong:
        save(desk, shown, list__rows="25", files__count="3")
    assert "100" in wrong.value.errors["list.rows"] and len(wrong.value.errors) == 1
    assert settings.get("list.rows") == 100 and settings.get("files.count") == 5
    assert save(desk, shown, list__rows="50", files__count="3") == ["files.count"], (
        "what this person left alone stays as the other one has set it"
    )
    assert save(desk, shown, list__rows="100") == [], "both wanted the same"
    assert save(desk, list__rows="25") == ["list.rows"], "who has seen it may change it"


def test_secrets_are_masked_in_the_history(desk: Desk) -> None:
    save(desk, mail__password="hunter two")
    save(desk, mail__password="hunter three")
    assert all("hunter" not in row.details for row in Event.select())
    assert told()[0] == {"mail.password": ["", telling.MASK]}
    assert told()[1] == {"mail.password": [telling.MASK, telling.MASK]}
    assert settings.get("mail.password") == "hunter three"


def test_a_secret_of_somebody_else_is_not_overwritten(desk: Desk) -> None:
    shown = marks("mail.password")
    save(desk, mail__password="one")
    with pytest.raises(Invalid):
        save(desk, shown, mail__password="two")
    assert settings.get("mail.password") == "one"


def test_reset(desk: Desk) -> None:
    save(desk, list__rows="25", mail__password="x")
    with db.transaction():
        assert settings.reset("list.rows", actor=desk.anna.actor())
        assert settings.reset("mail.password", actor=desk.anna.actor())
        assert not settings.reset("files.count", actor=desk.anna.actor())
    assert settings.get("list.rows") == 50 and not settings.is_set("mail.password")
    assert told()[1:] == [{"list.rows": [25, 50]}, {"mail.password": [telling.MASK, ""]}]
    assert Setting.get_or_none(Setting.key == "list.rows") is None


def test_who_did_it(desk: Desk) -> None:
    save(desk, list__rows="25")
    row = Event.get(Event.name == "settings.changed")
    assert (row.staff, row.actor_kind, row.channel) == (desk.anna.id, "staff", "panel")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("server mail", {"mail.security", "mail.host"}),
        ("SMTP.EXAMPLE", {"mail.host"}),
        ("list.rows", {"list.rows"}),
        ("harbour lane cycles", {"site.title"}),
        ("nothing holds these words", set()),
    ],
)
def test_search(desk: Desk, query: str, keys: set[str]) -> None:
    found = {entry.key for group in settings.found(query) for entry in group.entries}
    assert keys <= found and bool(keys) == bool(found)


def test_search_finds_values_but_never_secrets(desk: Desk) -> None:
    save(desk, mail__user="Ünique", mail__password="sesame")
    assert [g.name for g in settings.found("unique")] == ["mail"], "without case and accents"
    assert settings.found("sesame") == []
    changed = {e.key for g in settings.found("", only_changed=True) for e in g.entries}
    assert changed == {"mail.user", "mail.password", "site.title", "site.url", *AT_ONCE}
    assert settings.changed_count() == len(changed)


def test_hits_are_marked() -> None:
    assert settings.pieces("Mail server of mail", "MAIL") == [
        ("Mail", True),
        (" server of ", False),
        ("mail", True),
    ]
    assert settings.pieces("Größe", "grosse") == [("Größe", False)]


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"mail.method": "off", "tickets.email_required": True}, "tickets.email_required"),
        ({"mail.method": "smtp"}, "mail.from_address"),
        ({"mail.method": "smtp"}, "mail.host"),
        ({"mail.method": "smtp", "site.url": ""}, "site.url"),
        ({"mail.method": "smtp", "mail.port": 465}, "mail.security"),
        ({"mail.method": "smtp", "mail.security": "tls"}, "mail.security"),
        ({"mail.method": "smtp", "mail.user": "x"}, "mail.password"),
        (
            {
                "mail.method": "smtp",
                "mail.security": "none",
                "mail.user": "x",
                "mail.host": "mx.example",
            },
            "mail.security",
        ),
        ({"files.types": ""}, "files.types"),
        ({"maintenance.on": "1"}, "maintenance.on"),
    ],
)
def test_contradictions(desk: Desk, values: dict[str, Any], at: str) -> None:
    settings.change({"tickets.email_required": False})
    before = settings.warnings()
    assert at not in before
    settings.change(values)
    found = settings.warnings()[at]
    assert found and found[0].words
    assert all(not each.other or each.other in settings.REGISTRY for each in found)


def test_an_address_that_is_not_the_one_at_hand(desk: Desk) -> None:
    for same in ("http://localhost", "http://localhost:80", "HTTP://LocalHost:80"):
        assert "site.url" not in settings.warnings(same)
    (found,) = settings.warnings("https://elsewhere.example")["site.url"]
    assert "https://elsewhere.example" in found.words


def test_every_group_has_a_title() -> None:
    for group in settings.groups():
        assert group.title != group.name.capitalize() or group.about
        assert group.about, f"{group.name} in registry.TITLES"
