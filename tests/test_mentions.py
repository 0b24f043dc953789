"""@name in a note."""

import pytest

from helpdesk import db, mentions, tickets
from helpdesk.schema import Message, Outbox
from tests.cast import Desk

PEOPLE = [(1, "Anna Lindgren", "anna@example.com"), (2, "Ben Okafor", "ben@example.com")]
PEOPLE += [(3, "Ben Adler", "adler@example.com"), (4, "Åsa Öberg", "asa@example.com")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Anna, look", {1}),
        ("@anna lindgren and @adler@example.com", {1, 3}),
        ("@Ben?", set()),  # two of them
        ("(@Ben Okafor)", {2}),
        ("@åsa öberg", {4}),
        ("anna@example.com", set()),
        ("@Annabel", set()),
        ("@ Anna", set()),
        ("@@Anna", set()),
    ],
)
def test_who_is_meant(text: str, found: set[int]) -> None:
    assert mentions.meant(text, PEOPLE) == found


def test_shown() -> None:
    markup = '<p>@Anna &amp; <a href="mailto:x@Anna">@Ben</a> &lt;@Anna&gt;</p>'
    assert mentions.shown(markup, PEOPLE) == (
        '<p><strong>@Anna</strong> &amp; <a href="mailto:x@Anna">@Ben</a> '
        "&lt;<strong>@Anna</strong>&gt;</p>"
    )


def noted(desk: Desk, category: str, text: str) -> set[str]:
    """Who is written to after Anna's note."""
    ticket = desk.ticket(category=category)
    Outbox.delete().execute()
    with db.transaction():
        tickets.note(ticket, actor=desk.anna.actor(), author="Anna Lindgren", text=text)
    return {row.recipient for row in Outbox.select()}


def test_tells_those_who_are_mentioned_and_see_the_ticket(desk: Desk) -> None:
    assert noted(desk, "Repairs", "@Ben and @Anna: is there a spare?") == {"ben@example.com"}
    said = Message.select().order_by(Message.id.desc()).first()
    assert "<strong>@Ben</strong>" in said.html
    assert noted(desk, "General", "@Ben: is there a spare?") == set()
    assert noted(desk, "Repairs", "Nobody") == set()
