"""Whether the tables are whole after the migrations: columns, rows, and SQLite's own check."""

import time

import peewee

from helpdesk import db, migrations
from helpdesk.i18n import _
from helpdesk.schema import ALL

# In which nothing may get less. The others may shrink by themselves, or be made anew by a script.
MAIN = (
    *("ticket", "message", "customer", "customer_address", "organisation", "staff", "role"),
    *("category", "status", "priority", "attachment", "file", "event"),
)
_STEPS = 10_000  # of SQLite's machine between two looks at the clock


def count(found: dict[str, int], seconds: float) -> bool:
    """Count the rows of main tables that aren't counted yet, one at least; whether all are."""
    ends, database = time.monotonic() + seconds, db.current()
    there = set(database.get_tables())
    for table in MAIN:
        name = migrations.prefixed(table)
        if table in found or name not in there:
            continue
        if time.monotonic() >= ends and found:
            return False
        found[table] = int(database.execute_sql(f"SELECT COUNT(*) FROM {name}").fetchone()[0])
    return True


def lost(before: dict[str, int], after: dict[str, int]) -> str:
    """Which table has fewer rows than before, in words; '' for none."""
    for table, rows in before.items():
        if after.get(table, 0) < rows:
            words = _("The table “%(name)s” had %(before)d rows and has %(after)d.")
            return words % {"name": table, "before": rows, "after": after.get(table, 0)}
    return ""


def missing() -> str:
    """Which table or column the program needs and doesn't find, in words; '' for none."""
    database, there = db.current(), set(db.current().get_tables())
    for table in ALL:
        name = migrations.prefixed(table.table)
        if name not in there:
            return _("The table “%(name)s” is missing.") % {"name": table.table}
        columns = {column.name for column in database.get_columns(name)}
        wanted = {field.column_name for field in table._meta.sorted_fields}
        if absent := sorted(wanted - columns):
            words = _("The table “%(name)s” lacks “%(column)s”.")
            return words % {"name": table.table, "column": absent[0]}
    return ""


def damage(seconds: float) -> str:
    """What SQLite says is broken in its file, as far as it can look in that time; '' for nothing.
    MySQL and MariaDB look after theirs themselves."""
    if db.is_mysql():
        return ""
    database, ends = db.current(), time.monotonic() + seconds
    connection = database.connection()
    connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
    try:
        said = str(database.execute_sql("PRAGMA quick_check(1)").fetchone()[0])
    except peewee.OperationalError as error:
        if "interrupted" in str(error):
            return ""  # too large to be read in one slice; what was read is well
        raise
    finally:
        connection.set_progress_handler(None, 0)
    return "" if said == "ok" else said
