"""The index goes with the transaction, and follows what is changed."""

import pytest

from helpdesk import db, jobs, search, tickets
from helpdesk.schema import Customer, Job, Message, SearchDocument, Ticket
from helpdesk.search import documents, writing
from tests.cast import Desk
from tests.search.helpers import found, say


class _Undone(Exception):
    pass


def test_is_written_with_the_verb_and_undone_with_it(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    with pytest.raises(_Undone), db.transaction():
        tickets.reply(ticket, actor=desk.anna.actor(), author="Anna", text="spoke")
        assert found(desk.anna, "spoke") == [ticket.id]
        raise _Undone
    assert found(desk.anna, "spoke") == []
    assert SearchDocument.select().count() == 1
    say(desk, Ticket.get_by_id(ticket.id), "spoke")
    assert found(desk.anna, "spoke") == [ticket.id]


def test_a_changed_text_is_found_by_its_new_words_only(desk: Desk) -> None:
    ticket = desk.ticket("Wheel", text="old words")
    message = Message.get(Message.ticket == ticket.id)
    with db.transaction():
        search.forget([message.id])
        Message.update(text="new words").execute()
        search.index([message.id])
    assert found(desk.anna, "new words") == [ticket.id] and found(desk.anna, "old") == []


def test_a_deleted_message_is_forgotten(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    note = say(desk, ticket, "spoke and rim", note=True)
    with db.transaction():
        search.forget([note.id])
        note.delete_instance()
    assert found(desk.anna, "spoke") == []
    search.index([note.id])  # nothing there to be read, and no error
    search.index([])
    search.forget([])
    assert found(desk.anna, "wheel") == [ticket.id]


def test_a_renamed_ticket(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    say(desk, ticket, "spoke")
    with db.transaction(), search.changing(ticket):
        Ticket.update(subject="Handlebar", category=desk.category("Repairs")).execute()
    assert found(desk.ben, "handlebar spoke") == [ticket.id]
    assert found(desk.anna, "wheel -rubs") == found(desk.anna, "subject wheel") == []
    assert not Job.select().where(Job.name == "search.ticket").exists()


def test_of_a_very_long_thread_a_job_does_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    ticket = desk.ticket("Wheel")
    for number in range(4):
        say(desk, ticket, f"word{number}", note=True)
    with db.transaction(), search.changing(ticket):
        Ticket.update(subject="Handlebar").execute()
    assert found(desk.anna, "handlebar word3") == [ticket.id]
    assert found(desk.anna, "handlebar word0") == []
    jobs.run_due()
    for number in range(4):
        assert found(desk.anna, f"handlebar word{number}") == [ticket.id]


def test_indexing_again_changes_nothing(desk: Desk) -> None:
    ticket = desk.ticket("Wheel", text="rubs")
    number = Message.get(Message.ticket == ticket.id).id
    for _again in range(3):
        with db.transaction():
            search.index([number])
    with db.transaction():
        search.forget([number])
    assert found(desk.anna, "rubs") == found(desk.anna, "wheel") == []


def test_forgetting_what_was_never_there_is_no_error(desk: Desk) -> None:
    ticket = desk.ticket("Wheel", text="rubs")
    message = Message.get(Message.ticket == ticket.id)
    Message.update(text="quite another and much longer text than before " * 20).execute()
    with db.transaction():
        search.forget([message.id])
        search.forget([message.id, 999])
        Message.update(text="rubs").execute()
        search.index([message.id])
    assert found(desk.anna, "rubs") == [ticket.id]


def test_a_message_that_went_without_a_word_is_not_shown(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    note = say(desk, ticket, "spoke", note=True)
    note.delete_instance()
    assert found(desk.anna, "spoke") == []
    assert found(desk.anna, '"spoke and rim"') == []


def test_a_document_holds_each_token_once(desk: Desk) -> None:
    ticket = desk.ticket("Wheel", text="wheel wheel WHEEL whéél")
    (doc,) = documents.load([Message.get(Message.ticket == ticket.id).id])
    bag = documents.bags([doc])[doc.id]
    assert {"wheel", "cleo", "_fcleo", "_mcleo@example.com", "_d", f"_u{ticket.customer_id}"} <= bag
    assert documents.NOTE not in bag


def test_a_renamed_customer(desk: Desk) -> None:
    made = [desk.ticket(f"Wheel {n}").id for n in range(3)]
    Customer.update(name="Cleopatra Marsh").execute()
    assert found(desk.anna, "cleopatra") == []
    for _again in range(2):
        search.customer_changed(Customer.get().id)
    assert Job.select().where(Job.name == "search.customer").count() == 1
    jobs.run_due()
    assert found(desk.anna, "cleopatra wheel") == made[::-1]
