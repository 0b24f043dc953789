"""Who hears of what; the verbs of others are stood in for by their events."""

from helpdesk import db, events, mail
from helpdesk.events import Actor
from helpdesk.schema import Customer, CustomerAddress, Outbox, Participant, Role, Staff, Ticket
from tests.cast import Desk
from tests.mail import sink
from tests.mail.conftest import deliver
from tests.mail.sink import Sink


def give(ticket: Ticket, owner: int, by: int) -> None:
    Ticket.update(owner=owner).where(Ticket.id == ticket.id).execute()
    with db.transaction():
        events.record(
            events.ASSIGNED,
            Actor("staff", "panel", staff=by),
            ticket=ticket,
            position=2,
            changes={"owner": (None, owner)},
        )


def test_the_new_owner_is_told(desk: Desk, mailing: Sink) -> None:
    ticket = desk.ticket("Rear wheel rubs", category="Repairs")
    deliver()
    give(ticket, desk.ben.id, desk.anna.id)
    deliver()
    found = mailing.to("ben@example.com")[-1]
    words = sink.words(found)
    assert "Anna Lindgren gave it to you." in words and "Since Tuesday the rear wheel" in words
    assert f"/admin/tickets/{ticket.id}" in words and "?key=" not in words


def test_who_takes_a_ticket_gets_no_mail(desk: Desk, mailing: Sink) -> None:
    ticket = desk.ticket(category="Repairs")
    deliver()
    before = len(mailing.mails)
    give(ticket, desk.ben.id, desk.ben.id)
    deliver()
    assert len(mailing.mails) == before


def test_a_collaborator_is_told_by_whom(desk: Desk, mailing: Sink) -> None:
    from helpdesk import tickets

    ticket = desk.ticket("Rear wheel rubs", category="Repairs")
    deliver()
    with db.transaction():
        for person in (desk.ben.id, desk.anna.id):
            tickets.add_collaborator(ticket, person, actor=desk.anna.actor())
    before = len(mailing.to("anna@example.com"))
    deliver()
    words = sink.words(mailing.to("ben@example.com")[-1])
    assert "Anna Lindgren added you." in words and "Since Tuesday the rear wheel" in words
    assert f"/admin/tickets/{ticket.id}" in words and "?key=" not in words
    assert len(mailing.to("anna@example.com")) == before


def test_followers_get_replies(desk: Desk, mailing: Sink) -> None:
    ticket = desk.ticket()
    dan = Customer.create(name="Dan Osei")
    CustomerAddress.create(customer=dan, email="dan@example.com", email_normal="dan@example.com")
    Participant.create(ticket=ticket, role="follower", customer=dan)
    for address in ("eve@example.com", "CLEO@example.com"):
        Participant.create(ticket=ticket, role="follower", email=address)
    Participant.create(ticket=ticket, role="collaborator", staff=desk.ben.id)
    deliver()
    from tests.mail.test_sending import answer

    answer(desk, ticket)
    deliver()
    assert [len(mailing.to(f"{who}@example.com")) for who in ("cleo", "dan", "eve", "ben")] == [
        2,  # the receipt and the reply, this one once
        1,
        1,
        0,
    ]


def test_who_is_gone_or_may_not_see_tickets_hears_nothing(desk: Desk) -> None:
    Staff.update(is_active=False).where(Staff.email == "ben@example.com").execute()
    nobody = Role.create(name="Bookkeeper", permissions='["settings.change"]')
    Staff.create(name="Zoe", email="zoe@example.com", email_normal="zoe@example.com", role=nobody)
    desk.ticket(category="Repairs")
    assert {row.recipient for row in Outbox.select()} == {"cleo@example.com", "anna@example.com"}


def test_without_an_address_only_staff_hear(desk: Desk) -> None:
    from helpdesk import settings

    settings.change({"tickets.email_required": False})
    desk.ticket(email="")
    assert {row.recipient for row in Outbox.select()} == {"anna@example.com"}


def test_notes_and_other_changes_go_to_nobody(desk: Desk, mailing: Sink) -> None:
    from helpdesk import statuses, tickets

    ticket = desk.ticket()
    deliver()
    before = len(mailing.mails)
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text="Secret")
        tickets.set_status(ticket, statuses.default("hold"), actor=desk.anna.actor())
    deliver()
    assert len(mailing.mails) == before


def test_a_note_is_never_quoted_or_sent(desk: Desk, mailing: Sink) -> None:
    from helpdesk import tickets
    from tests.mail.test_sending import answer

    ticket = desk.ticket(category="Repairs")
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text="Secret words")
    answer(desk, ticket)
    give(ticket, desk.ben.id, desk.anna.id)
    deliver()
    assert len(mailing.mails) >= 5
    for found in mailing.mails:
        for part in found.iter_parts():
            assert "Secret words" not in part.get_content()


def test_submitting_costs_few_queries_whatever_the_staff(desk: Desk) -> None:
    """One query writes all rows, one all Message-IDs."""
    role = Role.get(Role.name == "Operator")
    for n in range(25):
        Staff.create(name=f"S{n}", email=f"s{n}@example.com", email_normal=f"s{n}", role=role)
    asked: list[str] = []
    execute = db.database.obj.execute_sql

    def counted(sql: str, *rest: object, **more: object) -> object:
        asked.append(sql)
        return execute(sql, *rest, **more)

    db.database.obj.execute_sql = counted
    try:
        desk.ticket()
    finally:
        del db.database.obj.execute_sql
    outbox = [sql for sql in asked if sql.startswith("INSERT") and "outbox" in sql]
    known = [sql for sql in asked if sql.startswith("INSERT") and "mail_id" in sql]
    assert (len(outbox), len(known)) == (2, 2)
    assert mail.counts()["waiting"] == 27
