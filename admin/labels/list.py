"""The lists, and the order in them."""

from collections import Counter

from bottle import HTTPResponse
from helpdesk.admin.labels.nouns import NOUNS, Noun
from helpdesk.admin.section import section

from helpdesk import labelling, labels, numbers, priorities
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.web.call import Call


def page(call: Call, noun: Noun) -> HTTPResponse:
    """All of them in their order; those that were retired stand below."""
    rows = labels.rows(noun.table)
    there = [label for label in rows if not label.row.is_retired]
    return call.page(
        "admin/labels/list.html",
        noun=noun,
        words=noun.words(),
        rows=there,
        alike=Counter(getattr(label.row, "meaning", "") for label in there),
        retired=[label for label in rows if label.row.is_retired],
        of_priority={label.id: label for label in priorities.every()},
        moved=call.query.get("moved", ""),
        way=call.query.get("way", ""),
    )


def _declare(noun: Noun) -> None:
    @section.get(f"/{noun.path}", access="labels.manage")
    def show(call: Call) -> HTTPResponse:
        return page(call, noun)

    @section.post(f"/{noun.path}/order", access="labels.manage", on_invalid=show)
    def move(call: Call) -> HTTPResponse:
        way = "up" if call.form.value("up") else "down"
        number = call.form.value(way)
        if not numbers.is_id(number):
            raise Invalid({"": _("Press one of the arrows beside a name.")})
        by = -1 if way == "up" else 1
        labelling.move(noun.table, int(number), by=by, actor=call.member.actor())
        return call.redirect(f"/admin/{noun.path}?moved={number}&way={way}")

    @section.get(f"/{noun.path}/order", access="labels.manage")
    def back(call: Call) -> HTTPResponse:
        """A form that came back stands at this address: reloading it leads to the page."""
        return call.redirect(f"/admin/{noun.path}")


for each in NOUNS:
    _declare(each)
