"""The list of somebody's requests in a mail, each with the link that opens it."""

from datetime import timedelta
from typing import Any

from markupsafe import Markup
from peewee import JOIN

from helpdesk import statuses
from helpdesk.clock import now
from helpdesk.customers import normal_email
from helpdesk.i18n import _
from helpdesk.mail import links
from helpdesk.mail.recipients import FOLLOWER
from helpdesk.schema import CustomerAddress, Participant, Status, Ticket

RECENT = timedelta(days=90)
MOST = 50
Line = tuple[str, str, str, str]  # subject, tracking ID, where it stands, link


def tell(values: dict[str, Any], rich: dict[str, Any], email: str) -> None:
    """The value of the placeholder: the requests of this address as they are now."""
    _write(values, rich, [*_own(email), *_followed(email)])


def example(values: dict[str, Any], rich: dict[str, Any]) -> None:
    """The same for previews."""
    waiting = statuses.words(statuses.WAITING)
    link = links.page("/ticket/ABC-DEF-2345")
    _write(values, rich, [(_("Rear wheel rubs after the service"), "ABC-DEF-2345", waiting, link)])


def _own(email: str) -> list[Line]:
    address = CustomerAddress.email_normal == normal_email(email)[:190]
    mine = Ticket.customer.in_(CustomerAddress.select(CustomerAddress.customer).where(address))
    query = Ticket.select(Ticket, Status).join(Status).where(mine & _worth_telling())
    newest = (Ticket.is_open.desc(), Ticket.last_message.desc(), Ticket.id.desc())
    rows = query.order_by(*newest).limit(MOST)
    return [_line(row, links.for_customer(row)) for row in rows]


def _followed(email: str) -> list[Line]:
    theirs = Participant.email_normal == normal_email(email)[:190]
    query = Participant.select(Participant, Ticket, Status).join(Ticket).join(Status, JOIN.INNER)
    query = query.where(theirs & (Participant.role == FOLLOWER) & _worth_telling())
    rows = query.order_by(Ticket.last_message.desc()).limit(MOST)
    return [_line(row.ticket, links.for_follower(row.ticket, row)) for row in rows]


def _worth_telling() -> Any:
    recent = Ticket.is_open | (Ticket.last_message > now() - RECENT)
    return Ticket.deleted.is_null() & recent


def _line(ticket: Ticket, link: str) -> Line:
    return ticket.subject, ticket.tracking_id, statuses.words(ticket.status.meaning), link


def _write(values: dict[str, Any], rich: dict[str, Any], lines: list[Line]) -> None:
    values["requests"] = "\n\n".join(
        f"{subject}\n{track} · {standing}\n{link}" for subject, track, standing, link in lines
    )
    item = Markup('<li><a href="{}">{}</a><br>{} · {}</li>')
    rich["requests"] = Markup("<ul>{}</ul>").format(
        Markup("").join(item.format(line[3], line[0], line[1], line[2]) for line in lines)
    )
    if not lines:
        none = _("There is no open request of this address, and no recent one.")
        values["requests"] = none
        rich["requests"] = Markup("<p>{}</p>").format(none)
