"""A desk in which there is some of everything, and what an export of it says."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from helpdesk import announcements, attachments, db, exporting, labels, settings, tickets
from helpdesk.announcements import Draft
from helpdesk.clock import now
from helpdesk.mail import templates
from helpdesk.schema import (
    Category,
    Customer,
    CustomerAddress,
    CustomField,
    CustomFieldOption,
    CustomFieldValue,
    MailId,
    Organisation,
    Participant,
    Status,
    Team,
    TeamMember,
    Ticket,
)
from tests.cast import Desk

NAME = "../../Ünïcode \u202egnp.exe: <b>.png"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


def fill(desk: Desk) -> Ticket:
    """Some of everything that can be exported."""
    store = attachments.store()
    files = (
        store.keep(io.BytesIO(b"log\n" * 30_000), "brake log.txt"),
        store.keep(io.BytesIO(PIXEL), NAME),
        store.keep(io.BytesIO(b""), "con.txt"),
    )
    ticket = desk.ticket("Rear wheel rubs 🚲", text="Line\u2028one\nline <two>", files=files)
    desk.ticket("Another", email="dan@example.com", name="", category="Repairs")
    with db.transaction():
        anna = desk.anna
        html = "<p>Is it <strong>both</strong> wheels?</p><script>alert(1)</script>"
        tickets.reply(ticket, actor=anna.actor(), author=anna.name, html=html)
        tickets.note(ticket, actor=anna.actor(), author=anna.name, text="Ask @Ben Okafor")
        _people(desk, ticket)
        _custom_fields(ticket)
        draft = Draft("Closed", "On Monday.", begins=now(), ends=now() + timedelta(days=2))
        announcements.add(draft, {"es": ("Cerrado", "El lunes.")}, actor=anna.actor())
        templates.save("ticket_replied", "en", subject="Re: {subject}", text="", html="")
        labels.translate(Status.get(), "fr", "Nouveau")
        settings.change({"mail.password": "secret", "mail.host": "mail.example.com"})
        settings.change({"site.footer": "Bring it by."})
    return ticket


def _people(desk: Desk, ticket: Ticket) -> None:
    company = Organisation.create(name="Émile & Co", name_normal="emile & co", note="Pays late.")
    Customer.update(organisation=company, password="hash", note="Kind.").where(
        Customer.id == ticket.customer_id
    ).execute()
    CustomerAddress.create(
        customer=ticket.customer_id,
        email="Cleo@Old.example",
        email_normal="cleo@old.example",
        is_primary=False,
        verified=now(),
    )
    team = Team.create(name="Workshop")
    TeamMember.create(team=team, staff=desk.ben.id)
    Ticket.update(team=team, organisation=company, due=now().date()).where(
        Ticket.id == ticket.id
    ).execute()
    Participant.create(
        ticket=ticket, role="follower", email="E@x.example", email_normal="e@x.example"
    )
    Participant.create(ticket=ticket, role="collaborator", staff=desk.ben.id)
    Ticket.update(collaborators=1).where(Ticket.id == ticket.id).execute()
    MailId.create(message_id="<a@b>", is_incoming=True, ticket=ticket, message=None)
    Category.update(priority=2).where(Category.name == "Repairs").execute()


def _custom_fields(ticket: Ticket) -> None:
    frame = CustomField.create(kind="text", name="Frame number")
    CustomFieldValue.create(field=frame, object_id=ticket.id, text="X" * 300, text_start="X" * 190)
    price = CustomField.create(kind="number", name="Price", position=1, rules='{"least": 0}')
    CustomFieldValue.create(field=price, object_id=ticket.id, number="12.50")
    size = CustomField.create(kind="select", name="Size", noun="customer")
    option = CustomFieldOption.create(field=size, name="L")
    CustomFieldValue.create(field=size, object_id=ticket.customer_id, option=option)


def export(target: Path, *, with_passwords: bool = False) -> Path:
    """An export of the desk at hand."""
    exporting.to_file(target, with_passwords=with_passwords, tell=lambda _done, _total: None)
    return target


def read(archive: Path) -> dict[str, Any]:
    """Every file of an export, lines parsed; without what each export says anew."""
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        found: dict[str, Any] = {name: opened.read(name) for name in opened.namelist()}
    for name in found:
        if name.endswith(".jsonl"):
            found[name] = [json.loads(line) for line in found[name].split(b"\n")[:-1]]
    return found
