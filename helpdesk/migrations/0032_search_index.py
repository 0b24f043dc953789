"""Make SQLite's full-text table; MySQL has its words in ordinary tables.

Without content of its own, and without positions: tokens come sorted out, each once per document.
"""

from typing import Any

from peewee import Database, MySQLDatabase

from helpdesk.migrations import prefixed


def up(migrator: Any, db: Database) -> None:
    """Frozen as of this script."""
    if isinstance(db, MySQLDatabase):
        return
    db.execute_sql(
        f'CREATE VIRTUAL TABLE IF NOT EXISTS "{prefixed("search_index")}" USING fts5('
        "tokens, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '_@.+-'\")"
    )
