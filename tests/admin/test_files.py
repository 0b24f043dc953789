"""Files of a ticket, for staff: those of notes too, and only in one's own categories."""

import io

from helpdesk import attachments, db, tickets
from helpdesk.schema import Attachment
from tests.cast import Desk


def noted(desk: Desk, category: str) -> str:
    """The address of a file of a note."""
    ticket = desk.ticket(category=category)
    kept = attachments.store().keep(io.BytesIO(b"inside"), "inside.txt")
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="A", text="x", files=(kept,))
    return f"/admin/tickets/{ticket.id}/files/{Attachment.get().id}"


def test_staff_get_files_of_notes(desk: Desk) -> None:
    assert desk.signed_in().get(noted(desk, "General")).body == b"inside"


def test_ben_gets_those_of_his_category_only(desk: Desk) -> None:
    bens = desk.signed_in("ben@example.com")
    assert bens.get(noted(desk, "Repairs")).body == b"inside"
    bens.get(noted(desk, "General"), status=404)
