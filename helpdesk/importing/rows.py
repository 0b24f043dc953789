"""Rows into the tables, many at once; one by one where some of them don't fit."""

from helpdesk import db
from helpdesk.db import bulk
from helpdesk.exporting.fields import Noun
from helpdesk.i18n import _
from helpdesk.importing.checking import Row
from helpdesk.importing.report import Report
from helpdesk.schema import Translation

AT_ONCE, SIGNS_AT_ONCE = 200, 4_000_000
_REFUSED = {"IntegrityError", "DataError"}  # of both drivers


class Writer:
    """Takes the rows of one noun; what the database refuses is told with its line."""

    def __init__(self, noun: Noun, report: Report) -> None:
        self.noun, self.report = noun, report
        self._rows: list[Row] = []
        self._signs = 0

    def add(self, row: Row) -> None:
        """One more row, written at once or later."""
        self._rows.append(row)
        self._signs += sum(len(v) for v in row.values.values() if isinstance(v, str))
        if len(self._rows) >= AT_ONCE or self._signs >= SIGNS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        rows, self._rows, self._signs = self._rows, [], 0
        if not rows:
            return
        try:
            with db.transaction():
                _insert(self.noun, rows)
        except Exception as error:
            if not _is_refused(error):
                raise
            for row in rows:
                self._alone(row)

    def _alone(self, row: Row) -> None:
        try:
            with db.transaction():
                _insert(self.noun, [row])
        except Exception as error:
            if not _is_refused(error):
                raise
            words = _("It doesn't go with the other lines (%(error)s).")
            self.report.problem(words % {"error": error}, self.noun.file, row.number)


def _insert(noun: Noun, rows: list[Row]) -> None:
    if rows[0].values:
        columns = list(rows[0].values)
        bulk.insert(noun.table, columns, [tuple(r.values[c] for c in columns) for r in rows])
    for place, many in enumerate(noun.lists):
        made = [{many.by: row.values["id"], **each} for row in rows for each in row.lists[place][1]]
        if made:
            columns = list(made[0])
            bulk.insert(many.table, columns, [tuple(r[c] for c in columns) for r in made])
    texts = [(noun.table.table, row.values["id"], *text) for row in rows for text in row.texts]
    bulk.insert(Translation, ("noun", "object_id", "field", "language", "text"), texts)


def _is_refused(error: Exception) -> bool:
    return type(error).__name__ in _REFUSED or db.code(error) == db.TOO_LONG
