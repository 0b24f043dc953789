"""The thread: by position, in words for its reader."""

from helpdesk import attachments, db, statuses, tickets
from helpdesk.events import Actor
from helpdesk.schema import Message, Ticket
from tests.cast import Desk


def changed(desk: Desk, ticket: Ticket, meaning: str, actor: Actor | None = None) -> None:
    with db.transaction():
        tickets.set_status(ticket, statuses.default(meaning), actor=actor or desk.anna.actor())


def told(ticket: Ticket, *, for_customer: bool) -> list[str]:
    entries = tickets.thread(ticket, for_customer=for_customer)
    return [entry.text for entry in entries if entry.kind == "event"]


def test_goes_by_position_and_not_by_id_or_time(desk: Desk) -> None:
    ticket = desk.ticket(text="first")
    for text in ("second", "third"):
        with db.transaction():
            tickets.note(ticket, actor=desk.anna.actor(), author="Anna", text=text)
    with db.transaction():
        Message.update(position=50).where(Message.text == "second").execute()
        Message.update(created=ticket.created.replace(year=2001)).where(
            Message.text == "third"
        ).execute()
    thread = tickets.thread(ticket, for_customer=False)
    assert [entry.html for entry in thread] == [
        f'<p dir="auto">{text}</p>' for text in ("first", "third", "second")
    ]


def test_events_name_who_did_it_to_staff(desk: Desk) -> None:
    ticket = desk.ticket()
    changed(desk, ticket, "hold")
    changed(desk, ticket, "open", Actor("customer", "portal", customer=ticket.customer_id))
    changed(desk, ticket, "waiting", Actor("rule", "job"))
    assert told(ticket, for_customer=False) == [
        "Anna Lindgren set the status to On hold",
        "The customer's reply set the status to Open",
        "The status was set to Waiting",
    ]


def test_events_name_nobody_to_the_customer(desk: Desk) -> None:
    ticket = desk.ticket()
    changed(desk, ticket, "hold")
    changed(desk, ticket, "resolved")
    assert told(ticket, for_customer=True) == ["On hold", "Resolved"]


def test_files_stand_at_their_message(desk: Desk) -> None:
    import io

    kept = [attachments.store().keep(io.BytesIO(b"%d" % n), f"{n}.txt") for n in range(3)]
    ticket = desk.ticket(files=(kept[0], kept[1]))
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="A", text="x", files=(kept[2],))
    found = tickets.thread(Ticket.get(), for_customer=False)
    assert [[file.name for file in entry.files] for entry in found] == [
        ["0.txt", "1.txt"],
        ["2.txt"],
    ]


def test_stages_lead_from_received_to_resolved(desk: Desk) -> None:
    ticket = desk.ticket()
    line = {}
    for meaning in statuses.MEANINGS:
        changed(desk, ticket, meaning)
        line[meaning] = [(stage.word, stage.state) for stage in tickets.stages(ticket)]
    received, worked = ("Received", "done"), "Being worked on"
    assert line["new"] == [("Received", "current"), (worked, ""), ("Resolved", "")]
    assert line["open"] == [received, (worked, "current"), ("Resolved", "")]
    assert line["hold"] == [received, ("On hold", "current"), ("Resolved", "")]
    assert line["waiting"] == [
        received,
        (worked, "done"),
        ("Waiting for you", "yours"),
        ("Resolved", ""),
    ]
    assert line["resolved"] == [received, (worked, "done"), ("Resolved", "current")]
