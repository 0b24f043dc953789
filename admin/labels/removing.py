"""Retiring one, bringing it back, moving its tickets to another, deleting it."""

from bottle import HTTPResponse
from helpdesk.admin.labels.form import page
from helpdesk.admin.labels.nouns import NOUNS, Noun
from helpdesk.admin.section import section

from helpdesk import labelling, labels, tickets
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.web.call import Call


def _declare(noun: Noun) -> None:
    at = f"/{noun.path}/<number:int>"

    def show(call: Call, number: int) -> HTTPResponse:
        return page(call, noun, noun.row(number))

    @section.post(f"{at}/retire", access="labels.manage", on_invalid=show)
    def retire(call: Call, number: int) -> HTTPResponse:
        noun.retire(number, actor=call.member.actor())
        return call.redirect(f"/admin/{noun.path}/{number}?done=retired")

    @section.post(f"{at}/back", access="labels.manage", on_invalid=show)
    def bring_back(call: Call, number: int) -> HTTPResponse:
        row = labelling.present(labelling.locked(noun.table), number)
        labelling.bring_back(row, actor=call.member.actor())
        return call.redirect(f"/admin/{noun.path}/{number}?done=back")

    @section.post(f"{at}/move", access="labels.manage", on_invalid=show)
    def move(call: Call, number: int) -> HTTPResponse:
        row, wanted = noun.row(number), call.form.value("to")
        for label in labels.choices(noun.table):
            if str(label.id) == wanted and label.id != row.id:
                done = tickets.move(noun.field, row.id, label.id, actor=call.member.actor())
                told = "moved" if done else "moving"
                return call.redirect(f"/admin/{noun.path}/{number}?done={told}")
        raise Invalid({"to": _("Choose where its tickets go.")})

    @section.post(f"{at}/delete", access="labels.manage", on_invalid=show)
    def delete(call: Call, number: int) -> HTTPResponse:
        noun.delete(number, actor=call.member.actor())
        return call.redirect(f"/admin/{noun.path}?done=deleted")

    @section.get(f"{at}/<action>", access="labels.manage")
    def back(call: Call, number: int, action: str) -> HTTPResponse:
        """A form that came back stands at such an address: reloading it leads to the page."""
        return call.redirect(f"/admin/{noun.path}/{number}")


for each in NOUNS:
    _declare(each)
