"""What a mail tells: the values of its placeholders, read when it is sent."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from helpdesk import attachments, dates, labels, richtext, settings, statuses
from helpdesk.i18n import _, ngettext
from helpdesk.mail import dress, links, requests
from helpdesk.mail.kinds import CUSTOMER, CUSTOMER_REPLIED, NEW, Kind
from helpdesk.schema import Category, Message, Priority, Status, Ticket, is_said

MESSAGE_MOST = 100_000  # characters; programs cut mails off at about as many bytes
QUOTE_MOST = 1000
DAY = 24 * 60  # minutes


@dataclass
class Facts:
    """Values for text and HTML, the lines at the foot, and the words shown before it is open."""

    values: dict[str, Any] = field(default_factory=dict)
    rich: dict[str, Any] = field(default_factory=dict)
    foot: list[str] = field(default_factory=list)
    preheader: str = ""

    def tell(self, **values: str) -> None:
        """Values that are the same in text and HTML."""
        self.values |= values
        self.rich |= values


def gather(kind: Kind, name: str, ticket: Ticket | None, payload: dict[str, Any]) -> Facts:
    """Everything that a mail of this kind may tell its recipient, in the language spoken."""
    facts = Facts()
    known = name and "@" not in name
    hello = _("Hello %(name)s,") % {"name": name} if known else _("Hello,")
    facts.tell(
        greeting=hello, site_title=settings.get("site.title"), site_url=settings.get("site.url")
    )
    facts.tell(**payload.get("values", {}))
    if ticket is not None:
        _tell_ticket(facts, ticket, for_customer=kind.to == CUSTOMER)
        if follower := payload.get("follower"):
            facts.tell(link=links.for_follower_number(ticket, follower))
        _tell_message(facts, kind, ticket, payload)
    if "requests_of" in payload:
        requests.tell(facts.values, facts.rich, payload["requests_of"])
    facts.foot.append(_reason(kind, is_follower="follower" in payload))
    return facts


def example(kind: Kind) -> Facts:
    """Values as a mail of this kind may have them, for previews."""
    facts, title = Facts(), settings.get("site.title")
    facts.tell(
        greeting=_("Hello %(name)s,") % {"name": "Cleo Marsh"},
        site_title=title,
        site_url=settings.get("site.url"),
        link=links.page("/"),
        subject=_("Rear wheel rubs after the service"),
        tracking_id="ABC-DEF-2345",
        status=statuses.words(statuses.WAITING if kind.to == CUSTOMER else statuses.OPEN),
        category=_("General"),
        priority=_("Normal"),
        customer="Cleo Marsh",
        owner="Ben Okafor",
        author="Cleo Marsh" if kind.name in (NEW, CUSTOMER_REPLIED) else "Ben Okafor",
        files="",
        email="cleo@example.com",
        lasts=lasting(60),
        reason=_("The mail server says: %(said)s") % {"said": "550 5.1.1 no such user"},
    )
    said = _("The repair costs you nothing. Bring the bike in, or send only the wheel?")
    facts.tell(message=said, quote="")
    requests.example(facts.values, facts.rich)
    facts.rich["message"] = Markup(richtext.from_text(said))
    facts.preheader = said
    facts.foot.append(_reason(kind))
    return facts


def lasting(minutes: int) -> str:
    """A length of time in words."""
    days = minutes // 1440
    if days > 1:
        return ngettext("%(num)d day", "%(num)d days", days) % {"num": days}
    return ngettext("%(num)d minute", "%(num)d minutes", minutes) % {"num": minutes}


def _tell_ticket(facts: Facts, ticket: Ticket, *, for_customer: bool) -> None:
    status, priority, category = (
        labels.one(table, row).name
        for table, row in (
            (Status, ticket.status_id),
            (Priority, ticket.priority_id),
            (Category, ticket.category_id),
        )
    )
    standing = statuses.words(ticket.status.meaning) if for_customer else status
    facts.tell(
        subject=ticket.subject,
        tracking_id=ticket.tracking_id,
        status=standing,
        category=category,
        priority=priority,
        customer=ticket.customer.name,
        owner=ticket.owner.name if ticket.owner_id else _("Nobody yet"),
        link=links.for_customer(ticket) if for_customer else links.for_staff(ticket),
    )
    facts.foot.append(f"{ticket.subject} · {ticket.tracking_id} · {standing}")


def _tell_message(facts: Facts, kind: Kind, ticket: Ticket, payload: dict[str, Any]) -> None:
    public = (Message.ticket == ticket.id) & ~Message.is_note & is_said()
    said = Message.get_or_none(public & (Message.id == payload.get("message")))
    if said is None and "message" in kind.placeholders:
        said = Message.select().where(public).order_by(Message.position.desc()).first()
    facts.tell(author=payload.get("author") or (said.author if said else ""))
    facts.tell(message="", files="", quote="")
    if said is None:
        return
    text, html = _whole(said)
    facts.values["message"], facts.rich["message"] = text, Markup(html)
    facts.preheader = richtext.snippet(said.text, 120)
    names = [file.name for file in attachments.for_messages([said.id]).get(said.id, [])]
    if names:
        line = _("Files: %(names)s") % {"names": ", ".join(names)}
        facts.values["files"] = line
        facts.rich["files"] = Markup('<p class="small">{}</p>').format(line)
    if "quote" in kind.placeholders:
        before = public & (Message.position < said.position)
        _tell_quote(facts, kind, before)


def _tell_quote(facts: Facts, kind: Kind, before: Any) -> None:
    row = Message.select().where(before).order_by(Message.position.desc()).first()
    if row is None:
        return
    mine = kind.to == CUSTOMER and row.staff is None
    told = {"name": _("You") if mine else row.author, "time": _time(row.created)}
    head = _("%(name)s, %(time)s") % told
    text = row.text.strip()
    text = text if len(text) <= QUOTE_MOST else text[:QUOTE_MOST].rstrip() + " …"
    facts.values["quote"] = "\n".join(f"> {line}" for line in [head, "", *text.splitlines()])
    body = Markup(dress.cleaned(richtext.from_text(text)))
    facts.rich["quote"] = Markup('<div class="quote"><b>{}</b>{}</div>').format(head, body)


def _whole(said: Message) -> tuple[str, str]:
    """The message in text and HTML; what no mail program would show is cut off, and said so."""
    if len(said.text) <= MESSAGE_MOST and len(said.html) <= 3 * MESSAGE_MOST:
        return said.text.strip(), dress.cleaned(richtext.shown(said.text, said.html))
    rest = _("This message is very long: the rest stands on the page.")
    text = said.text[:MESSAGE_MOST].rstrip() + " …"
    return f"{text}\n\n{rest}", f"{richtext.from_text(text)}<p><b>{escape(rest)}</b></p>"


def _reason(kind: Kind, *, is_follower: bool = False) -> str:
    if is_follower:
        return _("You get this because you were added to this request.")
    if kind.to == CUSTOMER:
        return _("You get this because you wrote to us.")
    return _("You get this because you work at this desk.")


def _time(moment: datetime) -> str:
    return dates.moment(moment.astimezone(ZoneInfo(settings.get("site.timezone"))))
