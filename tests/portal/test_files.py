"""Files of a request, for its customer only, and only those that were sent to them."""

import io

from helpdesk import attachments, db, tickets
from helpdesk.schema import Attachment
from tests.asking import as_cleo, looked_up
from tests.cast import Desk


def kept(name: str) -> attachments.Kept:
    return attachments.store().keep(io.BytesIO(name.encode()), name)


def number_of(name: str) -> int:
    return int(Attachment.get(Attachment.name == name).id)


def test_a_customer_gets_back_what_was_sent(desk: Desk) -> None:
    browser, track = as_cleo(desk, files=(("a.txt", b"my words"),))
    assert browser.get(f"/ticket/{track}/files/{number_of('a.txt')}").body == b"my words"


def test_files_of_notes_never_reach_the_customer(desk: Desk) -> None:
    ticket = desk.ticket()
    with db.transaction():
        tickets.note(
            ticket, actor=desk.anna.actor(), author="Anna", text="x", files=(kept("secret.txt"),)
        )
    browser, path = looked_up(desk, ticket.tracking_id), f"/ticket/{ticket.tracking_id}"
    assert "secret.txt" not in browser.get(path)
    browser.get(f"{path}/files/{number_of('secret.txt')}", status=404)
    browser.get(f"{path}/files/{number_of('secret.txt')}/preview", status=404)


def test_another_customers_file_is_not_found(desk: Desk) -> None:
    desk.ticket(files=(kept("cleos.txt"),))
    dans = desk.ticket(email="dan@example.com", name="Dan")
    browser = looked_up(desk, dans.tracking_id, "dan@example.com")
    browser.get(f"/ticket/{dans.tracking_id}/files/{number_of('cleos.txt')}", status=404)
