"""Writing mails into the outbox, in the transaction of what they tell about; never the network."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpdesk import addresses, db, events, i18n, mentions, outbox, secrets, settings
from helpdesk.customers import normal_email
from helpdesk.mail import facts, ids, kinds, links, recipients
from helpdesk.mail.recipients import Recipient
from helpdesk.outbox import Parcel
from helpdesk.schema import Customer, Event, MailId, Message, Ticket

MAIL = "mail"


_ticket = db.Prepared(
    lambda number: Ticket.select(Ticket, Customer).join(Customer).where(Ticket.id == number)
)
_due = db.Prepared(
    lambda message: Message.select(Message.pending_until).where(Message.id == message).tuples()
)


@dataclass(frozen=True)
class Told:
    """What the mails of one event have in common."""

    ticket: Ticket
    event: Event
    author: str = ""


def opened(event: Event) -> None:
    """Tell the customer that the request has arrived, unless who opened it says not to; and
    everybody who sees the category that there is something new. Who owns it already learns it by
    the mail about that."""
    told = _told(event)
    if not json.loads(event.details).get("quiet"):
        _of_ticket(kinds.RECEIVED, told, recipients.customer_of(told.ticket))
    if not told.ticket.owner_id:
        _of_ticket(kinds.NEW, told, recipients.staff_for(told.ticket, but=event.staff))


def replied(event: Event) -> None:
    """Bring a reply to the other side: to the customer and followers, or to those of ours whom it
    concerns."""
    told = _told(event)
    if event.actor_kind == "customer":
        to = recipients.staff_for(told.ticket)
        _of_ticket(kinds.CUSTOMER_REPLIED, told, to)
    else:
        _of_ticket(kinds.REPLIED, told, recipients.customers_of(told.ticket))


def assigned(event: Event) -> None:
    """Tell the new owner, unless it was their own doing."""
    author = recipients.staff_name(event.staff) or settings.get("site.title")
    told = _told(event, author=author)
    owner = told.ticket.owner_id
    changed = json.loads(event.details).get("changes", {})
    if owner and owner != event.staff and "owner" in changed:
        _of_ticket(kinds.ASSIGNED, told, recipients.staff([owner]))


def collaborator_added(event: Event) -> None:
    """Tell who was added, unless it was their own doing."""
    added = json.loads(event.details)["collaborator"]
    if added != event.staff:
        author = recipients.staff_name(event.staff) or settings.get("site.title")
        _of_ticket(kinds.COLLABORATOR, _told(event, author=author), recipients.staff([added]))


def mentioned(event: Event) -> None:
    """Tell those whom a note names; what it says stays on the page."""
    note = Message.get_or_none(Message.id == event.message)
    if note is None or "@" not in note.text:
        return
    told = _told(event, author=note.author)
    named = mentions.meant(note.text, recipients.who_see(told.ticket)) - {event.staff}
    if named:
        _of_ticket(kinds.MENTIONED, told, recipients.staff(named))


def resolved(event: Event) -> None:
    """Tell the customer, unless a reply of the same press says it or the customer did it."""
    same_press = (Event.change_id == event.change_id) & (Event.ticket == event.ticket)
    said = Event.select(Event.id).where(same_press & (Event.name == events.REPLIED)).exists()
    if said or event.actor_kind == "customer":
        return
    told = _told(event, author=recipients.staff_name(event.staff))
    _of_ticket(kinds.RESOLVED, told, recipients.customers_of(told.ticket))


def reopened(event: Event) -> None:
    """Tell those of ours whom it concerns, unless a reply of the same press does."""
    same_press = (Event.change_id == event.change_id) & (Event.ticket == event.ticket)
    said = Event.select(Event.id).where(same_press & (Event.name == events.REPLIED)).exists()
    if said or event.actor_kind != "customer":
        return
    told = _told(event)
    told = Told(told.ticket, event, author=told.ticket.customer.name)
    _of_ticket(kinds.REOPENED, told, recipients.staff_for(told.ticket))


def tracking_ids(to: Recipient) -> None:
    """Bring somebody the list of their requests; what is in it is read when it is sent."""
    values = {"email": to.email, "link": links.page("/ticket")}
    _alone(kinds.TRACKING, to, values, requests_of=to.email)


def password_reset(to: Recipient, *, link: str, minutes: int) -> None:
    """Bring the link by which a forgotten password is replaced; the link is stored sealed."""
    with i18n.speaking(to.language or settings.get("site.language")):
        values = {"email": to.email, "lasts": facts.lasting(minutes)}
    sealed = secrets.seal(json.dumps({"link": link}))
    _alone(kinds.PASSWORD, to, values, sealed=sealed)


def invited(to: Recipient, *, link: str, minutes: int, author: str) -> None:
    """Bring somebody new the link by which they set their password; it is stored sealed."""
    with i18n.speaking(to.language or settings.get("site.language")):
        values = {"email": to.email, "lasts": facts.lasting(minutes), "author": author}
    sealed = secrets.seal(json.dumps({"link": link}))
    _alone(kinds.INVITED, to, values, sealed=sealed)


def test(to: Recipient) -> None:
    """A mail that only says that mail works."""
    _alone(kinds.TEST, to, {"link": links.page("/admin/mail")})


def send_example(kind: str, to: Recipient, parts: Mapping[str, str]) -> None:
    """A mail of a kind with example values and the words of the editor, to whoever edits them."""
    _alone(kind, to, {}, is_example=True, parts=dict(parts))


def failed(to: Iterable[Recipient], *, email: str, reason: str) -> None:
    """Tell administrators that a mail could not be delivered."""
    values = {"email": email, "reason": reason, "link": links.page("/admin/mail")}
    for person in to:
        _alone(kinds.FAILED, person, values)


def _told(event: Event, author: str = "") -> Told:
    return Told(_ticket.first(event.ticket), event, author)


def _of_ticket(kind: str, told: Told, to: Iterable[Recipient]) -> None:
    event, ticket = told.event, told.ticket
    people = list(_reachable(to))
    due = _due.first(event.message)[0] if event.message and people else None
    parcels, known = [], []
    for person in people:
        about = {"message": event.message, "author": told.author, "follower": person.follower}
        payload = _payload(kind, person, **about)
        known.append({"message_id": payload["id"], "ticket": ticket.id, "message": event.message})
        position = event.position or 0
        parcels.append(Parcel(person.email, payload, ticket, position, event.message, due))
    if parcels:
        outbox.put_all(MAIL, parcels)
        MailId.insert_many([{**row, "is_incoming": False} for row in known]).execute()


def _alone(kind: str, to: Recipient, values: dict[str, str], **more: Any) -> None:
    for person in _reachable([to]):
        outbox.put(MAIL, person.email, _payload(kind, person, values=values, **more))


def _payload(kind: str, person: Recipient, **more: Any) -> dict[str, Any]:
    """Only references and what can't be read again later; the words are made when it is sent."""
    kept = {name: value for name, value in more.items() if value}
    language = person.language or settings.get("site.language")
    return {
        "template": kind,
        "language": language,
        "name": person.name,
        "id": ids.new(),
        **kept,
    }


def _reachable(to: Iterable[Recipient]) -> Iterable[Recipient]:
    """Each address once, and none that is nobody's (demo data)."""
    seen: set[str] = set()
    for person in to:
        normal = normal_email(person.email)
        if not normal or normal in seen:
            continue
        seen.add(normal)
        if settings.get("mail.to_reserved") or not addresses.is_reserved(person.email):
            yield person
