"""A new one, and changing one."""

from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.labels import nouns
from helpdesk.admin.labels.nouns import MOST, NOUNS, Noun
from helpdesk.admin.section import section

from helpdesk import labels, priorities, tickets
from helpdesk.web.call import Call


def page(call: Call, noun: Noun, row: Any | None = None) -> HTTPResponse:
    """The form; of one that is there also what can become of it."""
    if "name" not in call.form.values:  # not this form that came back
        call.form.values |= _values(noun, row)
    names = nouns.languages(row)
    return call.page(
        "admin/labels/form.html",
        noun=noun,
        words=noun.words(),
        row=row,
        shown=labels.one(noun.table, row.id).name if row is not None else "",
        languages=names,
        translated=sum(1 for one in names if one["text"]),
        meanings=nouns.meanings(),
        levels=nouns.levels(),
        priorities=_priorities(row) if noun.field == "category" else [],
        used=tickets.count_of(noun.field, row.id, MOST + 1) if row is not None else 0,
        most=MOST,
        moving=row is not None and tickets.is_moving(noun.field, row.id),
        others=_others(noun, row) if row is not None else [],
    )


def _values(noun: Noun, row: Any | None) -> dict[str, list[str]]:
    if row is None:
        return {"is_public": ["1"], "meaning": ["open"], "level": ["normal"]}
    values = {name: getattr(row, name) for name in ("name", *noun.columns)}
    values |= {f"name_{code}": text for code, text in labels.texts(row).items()}
    plain = {name: "1" if value is True else value or "" for name, value in values.items()}
    return {name: [str(value)] for name, value in plain.items()}


def _priorities(row: Any | None) -> list[labels.Label]:
    now = row.priority if row is not None else None
    return [one for one in priorities.every() if not one.row.is_retired or one.id == now]


def _others(noun: Noun, row: Any) -> list[labels.Label]:
    """Where its tickets could go: never from open to resolved or back."""
    found = [label for label in labels.choices(noun.table) if label.id != row.id]
    if noun.field == "status":
        is_done = row.meaning == "resolved"
        found = [label for label in found if (label.row.meaning == "resolved") == is_done]
    return found


def _declare(noun: Noun) -> None:
    @section.get(f"/{noun.path}/new", access="labels.manage")
    def show_new(call: Call) -> HTTPResponse:
        return page(call, noun)

    @section.post(f"/{noun.path}/new", access="labels.manage", on_invalid=show_new)
    def add(call: Call) -> HTTPResponse:
        values = nouns.read(noun, call.form)
        noun.add(nouns.names(call.form), actor=call.member.actor(), **values)
        return call.redirect(f"/admin/{noun.path}?done=added")

    @section.get(f"/{noun.path}/<number:int>", access="labels.manage")
    def show(call: Call, number: int) -> HTTPResponse:
        return page(call, noun, noun.row(number))

    @section.post(f"/{noun.path}/<number:int>", access="labels.manage", on_invalid=show)
    def change(call: Call, number: int) -> HTTPResponse:
        values = nouns.read(noun, call.form)
        noun.change(number, nouns.names(call.form), actor=call.member.actor(), **values)
        return call.redirect(f"/admin/{noun.path}?done=saved")


for each in NOUNS:
    _declare(each)
