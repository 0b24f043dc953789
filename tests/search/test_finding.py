"""Finding tickets, on both engines."""

import io
from datetime import timedelta

import pytest

from helpdesk import attachments, db, search, settings, statuses, tickets
from helpdesk.clock import now
from helpdesk.schema import Message, SearchDocument, Ticket
from tests.cast import Desk
from tests.search.helpers import answer, counted, found, say, written


def test_finds_by_everything_that_a_ticket_says(desk: Desk) -> None:
    files = (attachments.store().keep(io.BytesIO(b"%PDF-1.4 x"), "Rechnung_2026-1093.pdf"),)
    ticket = desk.ticket("Rear wheel rubs", text="On the left pad.", files=files)
    desk.ticket("Other", text="thing", name="Dan Brook", email="dan@example.org")
    say(desk, ticket, "A new rim is ordered.")
    say(desk, ticket, "Warranty was two years.", note=True)
    tracking = ticket.tracking_id
    for typed in (
        *("wheel", "LEFT", "rim", "warranty", "Marsh", "cleo@example.com", "rechnung"),
        *(
            "example.com",
            "marsh cleo@example",
            "1093",
            "Rechnung_2026-1093.pdf",
            tracking,
            tracking.lower(),
            tracking.replace("-", ""),
        ),
        *(tracking[:3], str(ticket.id), f"#{ticket.id}", "wheel rim", "Lindgren rim"),
    ):
        assert found(desk.anna, typed) == [ticket.id], typed


def test_words_are_all_wanted_phrases_side_by_side(desk: Desk) -> None:
    first = desk.ticket("A", text="The rear wheel rubs")
    second = desk.ticket("B", text="The wheel in the rear; wheel: rear.")
    assert found(desk.anna, "rear wheel") == [second.id, first.id]
    assert found(desk.anna, '"rear wheel"') == [second.id, first.id]
    assert found(desk.anna, '"rear wheel rubs"') == [first.id]
    assert found(desk.anna, '"wheel rear"') == [second.id]
    assert found(desk.anna, "rear -rubs") == [second.id]
    assert found(desk.anna, '-"rear wheel rubs"') == [second.id]
    assert found(desk.anna, "-rubs") == [second.id]
    assert found(desk.anna, "whee*") == [second.id, first.id]
    assert found(desk.anna, "whee") == []


def test_newest_entry_first_each_ticket_once(desk: Desk) -> None:
    first, second = desk.ticket("A", text="wheel"), desk.ticket("B", text="wheel")
    say(desk, first, "The wheel again, the wheel.")
    results = search.find(desk.anna, "wheel")
    assert [hit.row.number for hit in results.rows] == [first.id, second.id]
    assert written(results.rows[0].snippet) == "The [wheel] again, the [wheel]."
    assert results.rows[0].author == "Anna Lindgren" and results.rows[0].position == 2


def test_the_snippet_shows_where_it_is_and_the_subject_is_marked(desk: Desk) -> None:
    desk.ticket("Brake and wheel", text="word " * 500 + "then the BRAKE  failed " + "more " * 500)
    (hit,) = search.find(desk.anna, "brake").rows
    assert written(hit.subject) == "[Brake] and wheel"
    assert "the [BRAKE] failed" in written(hit.snippet)
    assert written(hit.snippet).startswith("…") and len(written(hit.snippet)) < 200


def test_operators(desk: Desk) -> None:
    anna, ben = desk.anna, desk.ben
    wheel = desk.ticket("Wheel", category="Repairs")
    brake = desk.ticket("Brake", name="Dan Brook", email="dan@example.org")
    say(desk, wheel, "We are on it")
    Ticket.update(owner=ben.id).where(Ticket.id == wheel.id).execute()
    for typed, wanted in {
        "status:waiting": [wheel],
        "status:new": [brake],
        "-status:new": [wheel],
        "status:new status:waiting": [brake, wheel],
        "from:anna": [wheel],
        "from:anna@example.com": [wheel],
        "from:me": [wheel],
        "from:dan": [brake],
        "from:example.org": [brake],
        "-from:dan": [wheel],
        "owner:ben": [wheel],
        "owner:none": [brake],
        "-owner:none": [wheel],
        "owner:me": [],
        "category:repairs": [wheel],
        "-category:repairs": [brake],
        "category:general brake": [brake],
        "owner:ben we": [wheel],
        "owner:none we": [],
    }.items():
        assert found(anna, typed) == [ticket.id for ticket in wanted], typed


def test_what_an_operator_names_that_is_not_there(desk: Desk) -> None:
    desk.ticket("Wheel")
    for typed in (
        "status:nosuch",
        "category:nosuch",
        "owner:zoe",
        "before:soon",
        "after:2026-13-01",
    ):
        results = search.find(desk.anna, f"wheel {typed}")
        assert results.rows == [] and results.understood.filters[0].problem, typed
    assert found(desk.ben, "category:general") == []
    assert search.find(desk.ben, "category:general").understood.filters[0].problem


def test_days_are_those_of_the_desk(desk: Desk) -> None:
    ticket = desk.ticket("Wheel", text="wheel")
    moment = ticket.created.replace(year=2026, month=1, day=1, hour=2, minute=30)
    SearchDocument.update(created=moment).execute()
    Ticket.update(created=moment).execute()
    for zone, day in (("UTC", "2026-01-01"), ("America/New_York", "2025-12-31")):
        settings.change({"site.timezone": zone})
        for words in ("wheel ", ""):
            assert found(desk.anna, f"{words}after:{day}") == [ticket.id]
            assert found(desk.anna, f"{words}before:{day}") == []
    assert found(desk.anna, "wheel before:2026-01-01") == [ticket.id]
    assert found(desk.anna, "wheel after:2026-01-01") == []
    assert found(desk.anna, "wheel after:0001-01-01") == []


def test_pages_by_key_show_each_ticket_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [desk.ticket(f"T{n}", text="wheel") for n in range(7)]
    say(desk, made[0], "wheel again")
    monkeypatch.setattr(
        settings, "get", lambda key, old=settings.get: 3 if key == "list.rows" else old(key)
    )
    for typed in ("wheel", "status:new status:waiting", '"wheel again"', "-nosuch"):
        seen: list[int] = []
        results, pages = search.find(desk.anna, typed), 1
        seen += [hit.row.number for hit in results.rows]
        while results.next_key:
            results, pages = search.find(desk.anna, typed, after=results.next_key), pages + 1
            assert len(results.rows) <= 3
            seen += [hit.row.number for hit in results.rows]
        wanted = [made[0].id] if "again" in typed else [t.id for t in made]
        assert sorted(seen) == wanted, typed
        assert pages <= 4


def test_a_key_that_is_none_is_the_first_page(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    for key in ("x", "d", "d-1", "t999999999999999999999", "d1e5", "٣", "d٣"):
        assert [h.row.number for h in search.find(desk.anna, "wheel", after=key).rows] in (
            [ticket.id],
            [],
        )


def test_ben_finds_only_what_he_may_see(desk: Desk) -> None:
    secret = desk.ticket("Secret wheel", text="wheel")
    his = desk.ticket("His wheel", text="wheel", category="Repairs")
    say(desk, secret, "status report wheel")
    for typed in (
        "wheel",
        "whee*",
        "status:waiting",
        "owner:none",
        "secret",
        "-nosuch",
        "from:anna",
    ):
        assert secret.id not in found(desk.ben, typed), typed
    assert found(desk.ben, "wheel") == found(desk.ben, "-nosuch") == [his.id]
    assert found(desk.ben, str(secret.id)) == found(desk.ben, secret.tracking_id) == []
    Ticket.update(category=secret.category_id).where(Ticket.id == his.id).execute()
    assert found(desk.ben, "wheel") == []  # though the index still has it in his category


def test_without_permission_nothing_is_found(desk: Desk) -> None:
    from dataclasses import replace

    ticket = desk.ticket("Wheel")
    nobody = replace(desk.anna, permissions=frozenset())
    assert found(nobody, "wheel") == found(nobody, str(ticket.id)) == []
    assert found(replace(desk.anna, categories=frozenset()), "wheel") == []


def test_customers_find_their_own_and_no_notes(desk: Desk) -> None:
    own = desk.ticket("Wheel", text="wheel")
    other = desk.ticket("Wheel", text="wheel", name="Dan", email="dan@example.com")
    say(desk, own, "internal wheel thoughts", note=True)
    say(desk, own, "pending wheel words")
    cleo = own.customer_id

    def theirs(typed: str) -> list[int]:
        return [hit.row.number for hit in search.find_for_customer(cleo, typed).rows]

    assert theirs("wheel") == [own.id]
    assert theirs("thoughts") == theirs(str(other.id)) == theirs("from:anna thoughts") == []
    assert theirs("pending") == theirs(str(own.id)) == [own.id]
    later = now() + timedelta(minutes=1)
    Message.update(pending_until=later).where(Message.text.contains("pending")).execute()
    assert theirs("pending") == [] and found(desk.anna, "pending") == [own.id]


def test_what_is_in_the_trash_is_not_found(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    Ticket.update(deleted=now()).where(Ticket.id == ticket.id).execute()
    for typed in ("wheel", str(ticket.id), ticket.tracking_id, "status:new", "-x"):
        assert found(desk.anna, typed) == []
    Ticket.update(deleted=None).where(Ticket.id == ticket.id).execute()
    assert found(desk.anna, "wheel") == [ticket.id]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            '(("',
            '"',
            "'",
            "*",
            "wheel*)",
            'wheel" OR "x',
            "wheel OR",
            "NEAR(wheel x)",
            "-",
            "^wheel",
        ),
        *(
            "{tokens}:wheel",
            "rowid:1",
            "tokens:wheel",
            "wheel\0",
            "%",
            "_d",
            "_c1",
            "\\",
            "+wheel -",
        ),
        *(
            "the",
            "and or not",
            "a",
            "x" * 10_000,
            "wheel " * 2000,
            "@",
            "a@",
            "😀",
            "\ud800x",
            "\u0301",
        ),
        *(
            "'; DROP TABLE ticket; --",
            "status:",
            "status:''",
            "from:'\"*",
            "9" * 30,
            "before:",
            "²",
        ),
    ],
)
def test_anything_typed_gets_an_answer(desk: Desk, typed: str) -> None:
    desk.ticket("Wheel")
    search.find(desk.anna, typed)
    search.find_for_customer(1, typed, after=typed)
    assert Ticket.select().count() == 1


def test_tokens_of_the_desk_itself_cannot_be_typed(desk: Desk) -> None:
    desk.ticket("Wheel")
    for typed in ("_d", "_c1", "_u1", "_fcleo"):
        assert found(desk.anna, typed) == []


def test_a_few_queries_whatever_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        ticket = desk.ticket(f"Wheel {number}", text="wheel and brake")
        say(desk, ticket, "wheel")
        answer(ticket, "the wheel, the brake")
    anna = desk.anna
    for typed in (
        "wheel",
        "wheel brake",
        '"the brake"',
        "nosuch",
        "1",
        "-brake",
        "status:new from:me",
    ):
        search.find(anna, typed)
        with counted(monkeypatch) as statements:
            search.find(anna, typed)
        assert len(statements) <= 6, (typed, statements)


def test_changing_status_needs_no_new_index(desk: Desk) -> None:
    ticket = desk.ticket("Wheel")
    with db.transaction():
        tickets.set_status(ticket, statuses.default("resolved"), actor=desk.anna.actor())
    assert found(desk.anna, "wheel status:resolved") == [ticket.id]
