"""A customer asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from helpdesk import (
    attachments,
    categories,
    customers,
    db,
    events,
    i18n,
    priorities,
    richtext,
    settings,
    statuses,
)
from helpdesk.attachments import Kept
from helpdesk.clock import now
from helpdesk.errors import Invalid
from helpdesk.events import Actor
from helpdesk.i18n import _, ngettext
from helpdesk.labels import Label
from helpdesk.schema import Category, Customer, CustomerAddress, Message, Priority, Ticket
from helpdesk.staff import Member
from helpdesk.tickets import crew, tracking

SUBJECT_MOST = 255
TEXT_MOST = 1_000_000
AGAIN = timedelta(minutes=10)  # within which the same words are the same request


@dataclass(frozen=True)
class Opening:
    """How a staff member opens a ticket for a customer: by which way the customer came, who it is
    if they were found, who gets it, and whether the customer is told by mail."""

    member: Member
    channel: str
    customer: int | None = None
    owner: int | None = None
    told: bool = False

    @property
    def categories(self) -> list[Label]:
        """Those in the member's sight."""
        seen = self.member.categories
        return [label for label in categories.every() if seen is None or label.id in seen]


def submit(
    *,
    actor: Actor,
    name: str,
    email: str,
    subject: str,
    text: str,
    category: str = "",
    priority: str = "",
    files: Sequence[Kept] = (),
    open_limit: int = 0,
    opening: Opening | None = None,
) -> Ticket:
    """A new ticket with its first message, by the customer or (`opening`) in their name; raises
    Invalid with a message per wrong field, and where the customer has `open_limit` open ones."""
    offered = opening.categories if opening else categories.public()
    known = _known(opening)
    _check(name, email, subject, text, category, [str(c.id) for c in offered], known)
    chosen = categories.chosen(category, offered).row
    _check_owner(opening, chosen)
    customer = known or customers.find_or_create(name.strip(), email.strip())
    if open_limit and email.strip():
        _check_open(customer.id, open_limit)
    moment = now()
    ticket = _with_free_tracking_id(
        subject=" ".join(subject.split()),
        snippet=richtext.snippet(text),
        status=statuses.default(statuses.NEW),
        priority=_priority(priority, chosen, opening),
        category=chosen,
        customer=customer,
        organisation=customer.organisation_id,
        owner=opening.owner if opening else None,
        channel=opening.channel if opening else actor.channel,
        language=_language(customer, opening),
        created=moment,
        updated=moment,
        last_message=moment,
        waiting_since=moment,
        last_position=1,
        messages=1,
        attachments=len(files),
    )
    message = Message.create(
        ticket=ticket,
        position=1,
        channel=ticket.channel,
        customer=customer.id,
        author=name.strip() or customer.name,
        text=text,
        policy=richtext.POLICY,
        created=moment,
    )
    attachments.attach(files, ticket, message)
    _record(ticket, actor, message, opening)
    return ticket


def sent_before(among: Sequence[int], *, email: str, subject: str, text: str) -> Ticket | None:
    """The one of these tickets that was sent with just these words a moment ago.

    Who presses "Back" and sends again has a new form without knowing it.
    """
    if not among:
        return None
    found: Ticket | None = (
        Ticket.select(Ticket)
        .join(CustomerAddress, on=(CustomerAddress.customer == Ticket.customer))
        .switch(Ticket)
        .join(Message, on=((Message.ticket == Ticket.id) & (Message.position == 1)))
        .where(
            Ticket.id.in_(among)
            & (CustomerAddress.email_normal == customers.normal_email(email)[:190])
            & (Ticket.created > now() - AGAIN)
            & (Ticket.subject == " ".join(subject.split()))
            & (Message.text == text)
        )
        .first()
    )
    return found


def checked_text(text: str, field: str = "message") -> str:
    """A message that isn't empty and fits; raises Invalid."""
    if not text.strip():
        raise Invalid({field: _("Write a message.")})
    if len(text) > TEXT_MOST:
        raise Invalid(
            {field: _("This is too long: at most a million characters. Add it as a file instead.")}
        )
    return text


def _record(ticket: Ticket, actor: Actor, message: Message, opening: Opening | None) -> None:
    more: dict[str, Any] = {}
    if opening is None:
        customer = ticket.customer_id
        actor = Actor("customer", actor.channel, customer=customer, change_id=actor.change_id)
    else:
        more = {"by": opening.channel} | ({} if opening.told else {"quiet": True})
    events.record(events.SUBMITTED, actor, ticket=ticket, position=1, message=message.id, **more)


def _known(opening: Opening | None) -> Customer | None:
    if opening is None or opening.customer is None:
        return None
    found: Customer | None = Customer.get_or_none(Customer.id == opening.customer)
    return found


def _check_owner(opening: Opening | None, category: Category) -> None:
    if opening and opening.owner and opening.owner not in [p.id for p in crew.able(category.id)]:
        words = _("Choose somebody from the list. Others don't see this category.")
        raise Invalid({"owner": words})


def _priority(value: str, category: Category, opening: Opening | None) -> Priority:
    if opening and value:
        return priorities.by_id(value)
    return priorities.chosen(value, category)


def _language(customer: Customer, opening: Opening | None) -> str:
    if opening is None:
        return i18n.language()
    return str(customer.language or settings.get("site.language"))


def _check(
    name: str,
    email: str,
    subject: str,
    text: str,
    category: str,
    offered: list[str],
    known: Customer | None,
) -> None:
    errors: dict[str, str] = {}
    if len(name.strip()) > 255:
        errors["name"] = _("At most %(num)d characters.") % {"num": 255}
    if not subject.strip():
        errors["subject"] = _("Write in a few words what it is about.")
    elif len(subject.strip()) > SUBJECT_MOST:
        errors["subject"] = _("At most %(num)d characters. The message has room for more.") % {
            "num": SUBJECT_MOST
        }
    if category not in offered and (category or len(offered) > 1):
        errors["category"] = _("Choose what it is about.")
    for check, value in ((checked_text, text), *(() if known else ((_checked_email, email),))):
        try:
            check(value)
        except Invalid as wrong:
            errors |= wrong.errors
    if errors:
        raise Invalid(errors)


_open_of = db.Prepared(
    lambda customer, most: (
        Ticket.select(Ticket.id)
        .where((Ticket.customer == customer) & Ticket.is_open & Ticket.deleted.is_null())
        .limit(most)
        .tuples()
    )
)


def _check_open(customer: int, most: int) -> None:
    if len(_open_of(customer, most)) >= most:
        words = ngettext(
            "There is %(num)d open request of this address already. Reply there, or wait "
            "until it is resolved. Your text is still here.",
            "There are %(num)d open requests of this address already. Reply to one of them, or "
            "wait until one is resolved. Your text is still here.",
            most,
        )
        raise Invalid({"": words % {"num": most}})


def _checked_email(email: str) -> str:
    if not email.strip() and not settings.get("tickets.email_required"):
        return ""
    return customers.checked_email(email)


def _with_free_tracking_id(**values: object) -> Ticket:
    for _attempt in range(5):
        try:
            ticket: Ticket = Ticket.create(tracking_id=tracking.make(), **values)
            return ticket
        except db.IntegrityError:
            continue
    raise RuntimeError("no free tracking ID in five tries")
