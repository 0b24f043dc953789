"""Opens a connection for the wizard's questions, and turns what goes wrong into refusals."""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from helpdesk import vendored
from helpdesk.db.mysql.reasons import explain
from helpdesk.db.refused import Refused
from helpdesk.i18n import _

Arguments: TypeAlias = Mapping[str, Any]


@contextmanager
def opened(arguments: Arguments) -> Iterator[Any]:
    """A connection that is closed at the end; whatever fails inside raises Refused."""
    module = driver()
    try:
        connection = module.connect(**{"autocommit": True, **arguments})
    except Exception as error:  # of what isn't MySQL the driver makes any exception
        raise explain(error, arguments) from error
    try:
        yield connection
    except module.MySQLError as error:
        raise explain(error, arguments) from error
    finally:
        if connection.open:
            connection.close()


def rows(connection: Any, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """The rows that a query answers with."""
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall())


def driver() -> Any:
    """PyMySQL, imported only where a desk is on MySQL."""
    vendored.use_mysql()
    try:
        return importlib.import_module("pymysql")
    except ImportError as error:
        raise Refused(
            "driver_missing",
            _(
                "The part of the help desk that talks to MySQL (PyMySQL) is missing. "
                "Upload the whole folder again, or install PyMySQL."
            ),
            str(error),
        ) from error
