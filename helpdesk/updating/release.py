"""Which release the tables belong to: a row beside the settings, which no page shows."""

import json

from helpdesk import db, migrations
from helpdesk.clock import now
from helpdesk.version import __version__

KEY = "desk.release"
FIRST = "0.1.0"  # the only one that didn't note itself


def noted() -> str:
    """The release that made or updated the tables; read without models, whatever their age."""
    table = migrations.prefixed("setting")
    found = db.current().execute_sql(f"SELECT value FROM {table} WHERE `key` = '{KEY}'").fetchone()
    return str(json.loads(found[0])) if found else FIRST


def note() -> None:
    """Say that the tables are this release's: the desk's, or those that are filled `elsewhere`."""
    if noted() == __version__:
        return
    table, mark = migrations.prefixed("setting"), db.current().param
    with db.current().atomic():
        db.current().execute_sql(f"DELETE FROM {table} WHERE `key` = {mark}", (KEY,))
        insert = f"INSERT INTO {table} (`key`, value, changed) VALUES ({mark}, {mark}, {mark})"
        moment = now().strftime("%Y-%m-%d %H:%M:%S")
        db.current().execute_sql(insert, (KEY, json.dumps(__version__), moment))
