"""Which release the tables belong to: a row beside the settings, which no page shows."""

import json

from helpdesk import db, migrations
from helpdesk.clock import now
from helpdesk.schema import Setting
from helpdesk.version import __version__

KEY = "desk.release"
FIRST = "0.1.0"  # the only one that didn't note itself


def noted() -> str:
    """The release that made or updated the tables; read without models, whatever their age."""
    table = migrations.prefixed("setting")
    found = db.current().execute_sql(f"SELECT value FROM {table} WHERE `key` = '{KEY}'").fetchone()
    return str(json.loads(found[0])) if found else FIRST


def note() -> None:
    """Say that the tables are this release's."""
    db.upsert(Setting, {"key": KEY}, {"value": json.dumps(__version__), "changed": now()})
