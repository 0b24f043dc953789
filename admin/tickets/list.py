"""The list of tickets: quick views, filters, orders, pages by key."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bottle import HTTPResponse
from helpdesk.admin.section import section

from helpdesk import accounts, categories, i18n, priorities, pulse, statuses, tickets
from helpdesk.i18n import _
from helpdesk.tickets import Asked, Page
from helpdesk.tickets.asked import NOBODY, SORTS
from helpdesk.web.call import Call

HERE = "/admin/tickets"


@dataclass(frozen=True)
class Link:
    """A way to another list: an order, or this one without one of its filters."""

    words: str
    url: str
    is_current: bool = False


@section.get("/tickets", access="tickets.view")
def show(call: Call) -> HTTPResponse:
    """What the address asks for; without a word of it, what this person begins with."""
    asked = tickets.asked_for(call.query, call.member)
    after, before = call.query.get("after", ""), call.query.get("before", "")
    cursor = pulse.list_cursor(call.member)  # before the rows: nothing falls in between
    known = tickets.quick_views(call.member)
    counts = {view.key: view.count for view in known}
    total = tickets.count(call.member, asked) if asked.filters else counts.get(asked.view, 0)
    page = tickets.page_of(call.member, asked, after=after, before=before, total=total)
    heads, sorts = _orders(call.base, i18n.language(), asked)
    return call.page(
        "admin/tickets/list.html",
        asked=asked,
        views=known,
        view=next((v for v in known if v.key == asked.view), None) or known[0],
        rows=page.rows,
        cursor=cursor,
        total_text=tickets.counted(total),
        heads=heads,
        sorts=sorts,
        chips=_chips(call, asked, page),
        choices=_choices(call.member.categories) if "choose" in call.query else None,
        choose_url=_url(call, asked, choose="1"),
        kind=_kind(asked, counts, is_further=bool(after or before)),
        **_beside(call, asked, page, is_further=bool(after or before)),
    )


@section.post("/tickets/view", access="tickets.view")
def begin_with(call: Call) -> HTTPResponse:
    """Remember which view this person's list begins with."""
    view = call.form.value("view")
    accounts.begin_with(call.member, view)
    return call.redirect(f"{HERE}?view={view}&done=view")


def _url(call: Call, asked: Asked, **more: str) -> str:
    return call.url(f"{HERE}?{asked.query(**more)}")


def _beside(call: Call, asked: Asked, page: Page, *, is_further: bool) -> dict[str, Any]:
    """The addresses of the next, the previous and the first page, '' where there is none."""
    after, before = page.next_key, page.previous_key
    return {
        "next_url": _url(call, asked, after=after) if after else "",
        "previous_url": _url(call, asked, before=before) if before else "",
        "first_url": _url(call, asked) if is_further else "",
    }


@lru_cache(maxsize=500)
def _orders(base: str, language: str, asked: Asked) -> tuple[dict[str, Link], list[Link]]:
    """The heads of the columns, and all orders. A head sorts by its column; once more, the other
    way around. They say the same in each list that asks for this in this language."""
    every = {
        (sort, back): Link(
            _(words),
            f"{base}{HERE}?{asked.sorted_by(sort, back=back).query()}",
            (asked.sort, asked.back) == (sort, back),
        )
        for sort, both in SORTS.items()
        for back, words in zip((False, True), both, strict=True)
    }
    heads = {}
    for sort in SORTS:
        is_current = asked.sort == sort
        heads[sort] = replace(every[sort, is_current and not asked.back], is_current=is_current)
    return heads, list(every.values())


def _chips(call: Call, asked: Asked, page: Page) -> list[Link]:
    """What the list is narrowed to, each with the way to take it off."""
    made = []
    for name, number in asked.filters:
        words = f"{_filter_words()[name]}: {_name(name, number, page)}"
        made.append(Link(words, _url(call, asked.without(name))))
    return made


def _filter_words() -> dict[str, str]:
    return {
        "status": _("Status"),
        "category": _("Category"),
        "owner": _("Owner"),
        "team": _("Team"),
        "priority": _("Priority"),
        "customer": _("Customer"),
    }


def _name(name: str, number: int, page: Page) -> str:
    """In words; a customer's name is told only where one of the tickets is in sight."""
    if name == "customer":
        return page.rows[0].customer_name if page.rows else f"#{number}"
    if name == "owner":
        return _("Nobody yet") if number == NOBODY else tickets.staff_names().get(number, "–")
    if name == "team":
        return tickets.team_names().get(number, "–")
    labels = {"status": statuses, "category": categories, "priority": priorities}[name].every()
    return next((label.name for label in labels if label.id == number), "–")


def _choices(sight: frozenset[int] | None) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen for each filter."""

    def named(labels: Any) -> list[tuple[str, str]]:
        return [(str(label.id), label.name) for label in labels]

    seen = [c for c in categories.every() if sight is None or c.id in sight]
    people = [(str(number), name) for number, name in tickets.staff_names().items()]
    return {
        "status": named(statuses.every()),
        "category": named(seen),
        "owner": [("none", _("Nobody yet")), *people],
        "team": [(str(number), name) for number, name in tickets.team_names().items()],
        "priority": named(priorities.every()),
    }


def _kind(asked: Asked, counts: dict[str, int], *, is_further: bool) -> str:
    """Why a list may be empty."""
    if is_further:
        return "end"
    if asked.filters:
        return "none"
    return "done" if counts.get("open") or counts.get("resolved") else "never"
