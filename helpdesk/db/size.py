"""How much room the desk's tables take."""

from helpdesk import db


def measured() -> int | None:
    """Bytes of the desk's tables with their indexes, as the server estimates them; of a SQLite
    file, all of it. None where the host doesn't let one know. Raises peewee.PeeweeException."""
    run = db.current().execute_sql
    if not db.is_mysql():
        return int(run("PRAGMA page_count").fetchone()[0] * run("PRAGMA page_size").fetchone()[0])
    prefix = db.prefix().replace("_", r"\_")  # LIKE takes a bare one for any sign
    [size] = run(
        "SELECT SUM(data_length + index_length) FROM information_schema.tables"
        " WHERE table_schema = DATABASE() AND table_name LIKE %s",
        (f"{prefix}%",),
    ).fetchone()
    return None if size is None else int(size)
