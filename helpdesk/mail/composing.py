"""From a row of the outbox to a mail: who it is for, in which language, with which words."""

import json
from collections.abc import Mapping
from typing import Any

from peewee import JOIN

from helpdesk import addresses, i18n, secrets, settings
from helpdesk.i18n import _
from helpdesk.mail import composer, facts, ids, templates
from helpdesk.mail.kinds import REGISTRY, TEST, Kind
from helpdesk.mail.letter import Composed, Letter, Sender, built
from helpdesk.outbox import Refused
from helpdesk.schema import Category, Customer, Outbox, Priority, Staff, Status, Ticket


def compose(row: Outbox) -> Letter:
    """The mail of a row; raises Refused for one that can't be made."""
    payload: dict[str, Any] = json.loads(row.payload)
    kind = REGISTRY.get(payload.get("template", ""))
    if kind is None:
        raise Refused(_("This kind of mail isn't known any more."))
    ticket = _ticket(row.ticket_id) if row.ticket_id else None
    with i18n.speaking(_language(payload)):
        if payload.get("is_example"):
            composed = example(kind.name, _language(payload), payload.get("parts"))
        else:
            composed = words(kind, payload.get("name", ""), ticket, _opened(payload))
    try:
        return built(
            composed,
            to=row.recipient,
            to_name=payload.get("name", ""),
            message_id=payload.get("id") or ids.new(),
            references=ids.references(ticket) if ticket is not None else [],
            auto=kind.auto,
        )
    except addresses.Unusable as error:
        raise Refused(
            _("No mail can be sent to the address %(email)s.") % {"email": error}
        ) from error


def test_letter(to: str, by: Sender, *, title: str, url: str) -> Letter:
    """A mail that only says that mail works; asks no database, which may not be there yet."""
    kind, link = REGISTRY[TEST], f"{url.rstrip('/')}/admin/mail"
    values = {"greeting": _("Hello,"), "site_title": title, "site_url": url, "link": link}
    found = facts.Facts(values=values, rich=values)
    parts = {part: composer.words(kind.name, part, values) for part in templates.PARTS}
    composed = _laid_out(kind, found, parts)
    return built(composed, to=to, message_id=ids.new(), references=[], auto=kind.auto, by=by)


def example(name: str, language: str, typed: Mapping[str, str] | None = None) -> Composed:
    """A mail of this kind with example values, for the editor of the templates; with the words
    that are `typed` there, if they are given, in place of those that hold."""
    kind = templates.show(name, language).kind
    with i18n.speaking(language):
        found = facts.example(kind)
        parts = templates.filled(name, found.values, found.rich, typed)
        return _laid_out(kind, found, parts)


def words(kind: Kind, name: str, ticket: Ticket | None, payload: dict[str, Any]) -> Composed:
    """Subject, text and HTML in the language spoken."""
    found = facts.gather(kind, name, ticket, payload)
    return _laid_out(kind, found, templates.filled(kind.name, found.values, found.rich))


def _laid_out(kind: Kind, found: facts.Facts, parts: dict[str, str]) -> Composed:
    subject = parts["subject"].strip()
    tag = f"[#{found.values['tracking_id']}]" if kind.of_ticket else ""
    if tag not in subject:
        subject = f"{tag} {subject}"
    html = composer.page(parts["html"], title=subject, preheader=found.preheader, foot=found.foot)
    return Composed(subject, composer.text(parts["text"], found.foot), html)


def _ticket(number: int) -> Ticket | None:
    query = Ticket.select(Ticket, Status, Priority, Category, Customer, Staff)
    for table in (Status, Priority, Category, Customer):
        query = query.join(table).switch(Ticket)
    query = query.join(Staff, JOIN.LEFT_OUTER, on=(Ticket.owner == Staff.id))
    found: Ticket | None = query.where(Ticket.id == number).first()
    return found


def _language(payload: dict[str, Any]) -> str:
    wished = payload.get("language", "")
    known = (*i18n.available(), i18n.PSEUDO)
    return wished if wished in known else str(settings.get("site.language"))


def _opened(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with what was sealed in it, such as the link to a new password."""
    if "sealed" not in payload:
        return payload
    try:
        hidden = json.loads(secrets.unseal(payload["sealed"]))
    except (secrets.Unreadable, ValueError) as error:
        raise Refused(_("What this mail was to bring can't be read any more.")) from error
    return {**payload, "values": {**payload.get("values", {}), **hidden}}
