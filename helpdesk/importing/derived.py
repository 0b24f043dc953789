"""What isn't in the file, for it follows from what is: forms to compare, safe HTML, figures."""

from collections.abc import Iterator
from typing import Any

from helpdesk import db, richtext
from helpdesk.customers import normal_email, normal_name
from helpdesk.exporting import nouns
from helpdesk.exporting.fields import Noun
from helpdesk.i18n import _
from helpdesk.importing.checking import Row, Values
from helpdesk.importing.report import Wrong
from helpdesk.schema import Attachment, Event, Message, Participant, Status, Ticket

AT_ONCE = 500
NORMAL_MOST = 190  # signs


def complete(noun: Noun, row: Row) -> None:
    """Add the columns that follow from others; raises Wrong."""
    if "email" in row.values:
        row.values["email_normal"] = _normal(row.values["email"])
    if noun in (nouns.CUSTOMERS, nouns.ORGANISATIONS):
        row.values["name_normal"] = normal_name(row.values["name"])
    if noun is nouns.MESSAGES:
        html = row.values["html"]
        # Whoever wrote the file, it is shown to others: nothing is believed.
        row.values |= {"html": richtext.clean(html)[0] if html else "", "policy": richtext.POLICY}
    for many, rows in row.lists:
        for each in rows:
            _complete_within(many.name, each, row)
        if many.name == "addresses":
            _one_primary(rows)


def _one_primary(addresses: list[Values]) -> None:
    """Mail goes to one of them: the first that is said to be it, else the first."""
    said = [each for each in addresses if each["is_primary"]] or addresses
    for each in addresses:
        each["is_primary"] = each is said[0]


def _complete_within(name: str, each: Values, row: Row) -> None:
    if name == "custom_fields":
        each["text_start"] = each["text"][:NORMAL_MOST] if each["text"] is not None else None
    elif name == "attachments":
        each["ticket"] = row.values["ticket"]
    elif "email" in each:
        given = each["email"]
        each["email_normal"] = _normal(given) if given or name == "addresses" else ""


def figures() -> None:
    """What lists show of tickets, from their messages and events."""
    resolved = [row.id for row in Status.select() if row.meaning == "resolved"]
    for ids in _pieces():
        found = {number: _Figures() for number in ids}
        _read(found)
        for number, one in found.items():
            Ticket.update(**one.columns()).where(Ticket.id == number).execute()
        closed = Ticket.update(is_open=False)
        closed.where(db.among(Ticket.id, ids) & db.among(Ticket.status, resolved)).execute()


class _Figures:
    """Of one ticket."""

    def __init__(self) -> None:
        self.messages = self.staff_messages = self.notes = self.attachments = 0
        self.last_position = self.collaborators = self.last = 0
        self.last_by_customer, self.snippet = True, ""

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "last"}


def _read(found: dict[int, _Figures]) -> None:
    kinds = (Message.id, Message.ticket, Message.position, Message.is_note, Message.staff)
    rows = Message.select(*kinds).where(db.among(Message.ticket, found))
    for number, ticket, position, is_note, staff in rows.order_by(Message.position).tuples():
        one = found[ticket]
        one.last_position = position
        if is_note:
            one.notes += 1
            continue
        one.messages, one.last = one.messages + 1, number
        one.staff_messages += staff is not None
        one.last_by_customer = staff is None
    _snippets(found)
    for table, name in ((Attachment, "attachments"), (Participant, "collaborators")):
        counted = table.select(table.ticket).where(db.among(table.ticket, found))
        if table is Participant:
            counted = counted.where(Participant.role == "collaborator")
        for (ticket,) in counted.tuples():
            setattr(found[ticket], name, getattr(found[ticket], name) + 1)
    happened = Event.select(Event.ticket, Event.position).where(db.among(Event.ticket, found))
    for ticket, position in happened.tuples():
        found[ticket].last_position = max(found[ticket].last_position, position or 0)


def _snippets(found: dict[int, _Figures]) -> None:
    by_message = {one.last: one for one in found.values() if one.last}
    rows = Message.select(Message.id, Message.text).where(db.among(Message.id, by_message))
    for number, text in rows.tuples():
        by_message[number].snippet = richtext.snippet(text)


def _pieces() -> Iterator[list[int]]:
    after = 0
    while True:
        query = Ticket.select(Ticket.id).where(Ticket.id > after).order_by(Ticket.id)
        ids = [number for (number,) in query.limit(AT_ONCE).tuples()]
        if not ids:
            return
        yield ids
        after = ids[-1]


def _normal(email: str) -> str:
    normal = normal_email(email)
    if not normal or len(normal) > NORMAL_MOST:
        raise Wrong(_("“%(email)s” is no e-mail address.") % {"email": email[:80]})
    return normal
