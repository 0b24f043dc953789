"""What comes after the last row: counting, mending, and what must not happen twice."""

import json
from typing import Any

from helpdesk import db
from helpdesk.backup import loading, tables
from helpdesk.backup.archive import Refused
from helpdesk.backup.tables import PARTS, Shape, quoted
from helpdesk.clock import now
from helpdesk.i18n import _

_REBUILD = "search.rebuild"


def count(shapes: dict[str, Shape], told: dict[str, int]) -> None:
    """Whether all that the archive promised was read, and all that was stored is there."""
    read, stored = loading.told()
    for shape in shapes.values():
        there = tables.value(f"SELECT COUNT(*) FROM {shape.full}")
        if read.get(shape.name, 0) != told.get(shape.name, 0) or there != stored.get(shape.name, 0):
            raise Refused(
                _("Rows are missing after the restoring, in the table “%(name)s”.")
                % {"name": shape.name}
            )


def mend(shapes: dict[str, Shape]) -> None:
    """A reference to what was deleted while the backup was made becomes none; raises Refused where
    there has to be one."""
    for shape in shapes.values():
        for reference in shape.references:
            other, column = shapes[reference.table], quoted(reference.column)
            lost = (
                f"{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {other.full} AS o"
                f" WHERE o.{quoted(reference.key)} = {shape.full}.{column})"
            )
            if reference.may_be_null:
                db.current().execute_sql(f"UPDATE {shape.full} SET {column} = NULL WHERE {lost}")
            elif tables.value(f"SELECT COUNT(*) FROM {shape.full} WHERE {lost}"):
                raise Refused(
                    _("Rows of the table “%(name)s” refer to others that the backup doesn't hold.")
                    % {"name": shape.name}
                )


def rise(shapes: dict[str, Shape], highest: dict[str, int]) -> None:
    """Numbers that were given out before are not given out again."""
    mark = db.current().param
    for shape, last in ((shapes[n], last) for n, last in highest.items() if n in shapes):
        full = db.prefix() + shape.name
        if db.is_mysql():
            db.current().execute_sql(f"ALTER TABLE {shape.full} AUTO_INCREMENT = {int(last) + 1}")
            continue
        made = tables.value(f"SELECT sql FROM sqlite_master WHERE name = {mark}", (full,))
        if "AUTOINCREMENT" in str(made):
            with db.current().atomic():
                db.current().execute_sql(
                    f"DELETE FROM sqlite_sequence WHERE name = {mark}", (full,)
                )
                insert = f"INSERT INTO sqlite_sequence (name, seq) VALUES ({mark}, {mark})"
                db.current().execute_sql(insert, (full, int(last)))


def hold_back(shapes: dict[str, Shape]) -> None:
    """Mail that waited when the backup was made may have left since: it waits for a person."""
    if outbox := shapes.get("outbox"):
        words = _(
            "It was waiting when the backup was made, and may have been sent since. "
            "Send it again if it wasn't."
        )
        mark = db.current().param
        db.current().execute_sql(
            f"UPDATE {outbox.full} SET state = 'expired', claimed_by = '', claimed_until = NULL,"
            f" error = {mark} WHERE state = 'waiting'",
            (words,),
        )


def rebuild_search(shapes: dict[str, Shape]) -> None:
    """Queue the job that makes the search index, which no archive holds."""
    moment = now().strftime("%Y-%m-%d %H:%M:%S")
    row: dict[str, Any] = {
        **{"name": _REBUILD, "unique_key": _REBUILD, "payload": json.dumps(None)},
        **{"checkpoint": json.dumps(None), "state": "waiting", "due": moment, "created": moment},
        **{"attempts": 0, "error": "", "claimed_by": "", "done": 0, "total": 0},
    }
    job, mark = shapes["job"], db.current().param
    select = f"SELECT COUNT(*) FROM {job.full} WHERE unique_key = {mark}"
    if not tables.value(select, (_REBUILD,)):
        names, marks = ", ".join(map(quoted, row)), ", ".join([mark] * len(row))
        insert = f"INSERT INTO {job.full} ({names}) VALUES ({marks})"
        db.current().execute_sql(insert, tuple(row.values()))


def forget_parts() -> None:
    """The notes of what was taken in have served."""
    db.current().execute_sql(f"DROP TABLE IF EXISTS {quoted(db.prefix() + PARTS)}")
