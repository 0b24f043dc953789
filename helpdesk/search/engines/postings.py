"""Lists of documents per token in ordinary tables, for MySQL and MariaDB.

What comes with a message is written loose, a row per token, so that nobody waits for anybody; a job
packs it: a row per token and block of ids, two bytes per document. FULLTEXT was tried and is not
used: docs/decisions/0014-search.md says why.
"""

import sys
import time
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from helpdesk import db

if TYPE_CHECKING:
    from helpdesk.search.engines import Plan

BLOCK = 8192  # ids whose places fit two bytes, and a list of all of them one small value
NEAR = 8  # blocks that are read first; a word in 0.1 % of all fills a page from them
WORTH = 100_000  # loose rows that are worth packing
CHUNK = 4000  # loose rows packed in one transaction
STATEMENT = 500_000  # bytes, with the largest list far below what every server takes in a packet

Lists = dict[int, set[int]]  # block -> places in it
Prepared = dict[int, dict[str, bytes]]  # block -> token -> packed places


class Postings:
    """The tables `search_loose` and `search_packed`."""

    batch = 4096

    def add(self, bags: Mapping[int, set[str]]) -> None:
        """Loose rows in the order of tokens, so that two writers can't lock each other out."""
        pairs = sorted((token, number) for number, bag in bags.items() for token in bag)
        if pairs:
            sql = f"INSERT IGNORE INTO {_loose()} (token, document) VALUES (%s, %s)"
            db.database.cursor().executemany(sql, pairs)

    def prepared(self, bags: Iterable[tuple[int, set[str]]]) -> Prepared:
        """The lists of each block."""
        found: dict[int, dict[str, array[int]]] = {}
        for number, bag in bags:
            block, place = divmod(number, BLOCK)
            lists = found.setdefault(block, defaultdict(lambda: array("H")))
            for token in bag:
                lists[token].append(place)
        return {
            block: {token: _bytes(places) for token, places in lists.items()}
            for block, lists in found.items()
        }

    def add_many(self, parts: Iterable[Prepared]) -> None:
        """Packed at once."""
        whole: Prepared = {}
        for part in parts:
            for block, lists in part.items():
                before = whole.setdefault(block, {})
                for token, packed in lists.items():
                    before[token] = before.get(token, b"") + packed
        for block, lists in whole.items():
            _pack((token, block, packed) for token, packed in sorted(lists.items()))

    def remove(self, bags: Mapping[int, set[str]]) -> None:
        """From both tables."""
        for number, bag in bags.items():
            if not bag:
                continue
            marks = ", ".join(["%s"] * len(bag))
            loose = f"DELETE FROM {_loose()} WHERE document = %s AND token IN ({marks})"
            db.database.execute_sql(loose, (number, *sorted(bag)))
            block, place = divmod(number, BLOCK)
            cursor = db.database.execute_sql(
                f"SELECT token, documents FROM {_packed()} "
                f"WHERE block = %s AND token IN ({marks}) FOR UPDATE",
                (block, *sorted(bag)),
            )
            rows = [(t, block, _without(d, place)) for t, d in cursor.fetchall()]
            sql = f"INSERT INTO {_packed()} (token, block, documents) VALUES (%s, %s, %s)"
            sql += " ON DUPLICATE KEY UPDATE documents = VALUES(documents)"
            db.database.cursor().executemany(sql, rows)

    def clear(self) -> None:
        """Empty both tables; ends a transaction, as MySQL can't take it back."""
        for table in (_loose(), _packed()):
            db.database.execute_sql(f"TRUNCATE TABLE {table}")

    def hits(self, plan: "Plan", below: int, most: int) -> list[int]:
        """The newest blocks first; the others, when those don't fill a page, by the rarest word."""
        floor = max(0, _newest(below) // BLOCK - NEAR)
        near = _rows([*plan.groups, plan.without], f">= {floor}", floor * BLOCK, below)
        lists, without = _lists(near, plan.groups), _lists(near, (plan.without,))[0]
        found = _matching(lists, without, below, most)
        if len(found) < most and floor:
            lists, without = _far(plan, floor, [_size(one) for one in lists])
            found += _matching(lists, without, below, most - len(found))
        return found

    def is_worth_packing(self) -> bool:
        """Whether there are so many loose rows."""
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM {_loose()} LIMIT {WORTH}) AS some"
        return bool(db.database.execute_sql(sql).fetchone()[0] >= WORTH)

    def pack(self, after: str, until: float) -> str | None:
        """Pack loose rows, token by token from `after`; returns where to go on, None at the end."""
        sql = f"SELECT token, document FROM {_loose()} WHERE token > %s "
        # Locked: what somebody adds meanwhile must not be removed unpacked.
        sql += f"ORDER BY token, document LIMIT {CHUNK} FOR UPDATE"
        while time.monotonic() < until:
            with db.transaction():
                pairs = list(db.database.execute_sql(sql, (after,)).fetchall())
                lists: dict[tuple[str, int], array[int]] = defaultdict(lambda: array("H"))
                for token, number in pairs:
                    lists[token, number // BLOCK].append(number % BLOCK)
                _pack((*key, _bytes(places)) for key, places in sorted(lists.items()))
                after = _remove_loose(pairs) or after
            if len(pairs) < CHUNK:
                return None
        return after


def _pack(rows: Iterable[tuple[str, int, bytes]]) -> None:
    """Add to packed lists: token, block, places. Hexadecimal, for quoting by PyMySQL's cursor takes
    longer than the server's work."""
    head = f"INSERT INTO {_packed()} (token, block, documents) VALUES "
    tail = " ON DUPLICATE KEY UPDATE documents = CONCAT(documents, VALUES(documents))"
    cursor = db.database.cursor()
    for values in _statements(
        f"(x'{token.encode().hex()}',{block},x'{packed.hex()}')" for token, block, packed in rows
    ):
        cursor.execute(head + ",".join(values) + tail)


def _statements(values: Iterable[str]) -> Iterator[list[str]]:
    """As many values as fit a statement."""
    some: list[str] = []
    size = 0
    for value in values:
        some.append(value)
        size += len(value) + 1
        if size > STATEMENT:
            yield some
            some, size = [], 0
    if some:
        yield some


def _remove_loose(pairs: list[tuple[str, int]]) -> str:
    """Remove rows that are packed now; returns the last token that is done.

    Only the last of them may have more rows than were read.
    """
    if not pairs:
        return ""
    last, highest = pairs[-1]
    done = [token for token in dict.fromkeys(token for token, _number in pairs) if token != last]
    execute = db.database.execute_sql
    if done:
        marks = ", ".join(["%s"] * len(done))
        execute(f"DELETE FROM {_loose()} WHERE token IN ({marks})", done)
    execute(f"DELETE FROM {_loose()} WHERE token = %s AND document <= %s", (last, highest))
    return done[-1] if done else ""


def _newest(below: int) -> int:
    sql = f"SELECT MAX(id) FROM `{db.prefix()}search_document` WHERE id < %s"
    return int(db.database.execute_sql(sql, (below,)).fetchone()[0] or 0)


def _far(plan: "Plan", floor: int, sizes: list[int]) -> tuple[list[Lists], Lists]:
    """The lists of all blocks under `floor`: first of the rarest group, then what it leaves."""
    order = sorted(range(len(plan.groups)), key=lambda at: sizes[at])
    rarest = plan.groups[order[0]]
    lists: list[Lists] = [{} for _group in plan.groups]
    lists[order[0]] = _lists(_rows([rarest], f"< {floor}", 0, floor * BLOCK), (rarest,))[0]
    blocks = sorted(lists[order[0]])
    others = [plan.groups[at] for at in order[1:]]
    if not blocks or not (others or plan.without):
        return lists, {}
    among = f"BETWEEN {blocks[0]} AND {blocks[-1]}"
    if len(blocks) <= 200:
        among = f"IN ({', '.join(map(str, blocks))})"
    rows = _rows([*others, plan.without], among, 0, floor * BLOCK)
    for at, one in zip(order[1:], _lists(rows, tuple(others)), strict=True):
        lists[at] = one
    return lists, _lists(rows, (plan.without,))[0]


def _rows(groups: list[tuple[str, ...]], blocks: str, first: int, below: int) -> list[Any]:
    """What some blocks have packed, and what lies loose between two ids; one query."""
    where, values = _fitting(groups)
    cursor = db.database.execute_sql(
        f"SELECT token, block, documents FROM {_packed()} WHERE ({where}) AND block {blocks} "
        f"UNION ALL SELECT token, document, NULL FROM {_loose()} "
        f"WHERE ({where}) AND document >= %s AND document < %s",
        (*values, *values, first, below),
    )
    return list(cursor.fetchall())


def _fitting(groups: Iterable[tuple[str, ...]]) -> tuple[str, list[str]]:
    """The condition for all tokens of some groups, and its values."""
    every = list(dict.fromkeys(token for group in groups for token in group))
    exact = [token for token in every if not token.endswith("*")]
    parts = [f"token IN ({', '.join(['%s'] * len(exact))})"] if exact else []
    values = exact
    for token in every:
        if token.endswith("*"):
            parts.append("(token >= %s AND token < %s)")
            values = [*values, token[:-1], token[:-1] + "\U0010ffff"]
    return " OR ".join(parts) or "FALSE", values


def _lists(rows: Iterable[Any], groups: tuple[tuple[str, ...], ...]) -> list[Lists]:
    """Rows, packed or loose, as the lists of each group."""
    found: list[Lists] = [defaultdict(set) for _group in groups]
    for token, number, packed in rows:
        for group, lists in zip(groups, found, strict=True):
            if not any(_fits(token, one) for one in group):
                continue
            if packed is None:
                lists[number // BLOCK].add(number % BLOCK)
            else:
                lists[number].update(_places(packed))
    return found


def _fits(token: str, wanted: str) -> bool:
    return token.startswith(wanted[:-1]) if wanted.endswith("*") else token == wanted


def _matching(lists: list[Lists], without: Lists, below: int, most: int) -> list[int]:
    """Ids that are in all lists, newest first."""
    rarest = min(lists, key=len)
    found: list[int] = []
    for block in sorted(rarest, reverse=True):
        places = set.intersection(*(one.get(block, set()) for one in lists))
        numbers = [block * BLOCK + place for place in places - without.get(block, set())]
        found += sorted((number for number in numbers if number < below), reverse=True)
        if len(found) >= most:
            break
    return found[:most]


def _size(lists: Lists) -> int:
    return sum(len(places) for places in lists.values())


def _without(packed: bytes, place: int) -> bytes:
    return _bytes(one for one in _places(packed) if one != place)


def _bytes(places: Iterable[int]) -> bytes:
    return _swapped(array("H", places)).tobytes()


def _places(packed: bytes) -> "array[int]":
    return _swapped(array("H", packed))


def _swapped(places: "array[int]") -> "array[int]":
    """Little-endian in the database, whatever the machine."""
    if sys.byteorder == "big":
        places.byteswap()
    return places


def _loose() -> str:
    return f"`{db.prefix()}search_loose`"


def _packed() -> str:
    return f"`{db.prefix()}search_packed`"
