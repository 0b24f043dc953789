"""Rows as lines of JSON that both engines can take: moments as text, bytes in base64."""

import base64
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

_BYTES = "base64"


def line(row: Any) -> bytes:
    """A row, or what says which table's rows follow."""
    return (_encoder.encode(row) + "\n").encode()


def read(text: bytes) -> Any:
    """A row as a database takes it, or what says which table's rows follow."""
    found = json.loads(text)
    if isinstance(found, list):
        for place, value in enumerate(found):
            if isinstance(value, dict):
                found[place] = base64.b64decode(value[_BYTES])
    return found


def section(table: str, columns: Iterable[str], *, again: bool = False) -> dict[str, Any]:
    """What comes before a table's rows; `again`: they may stand elsewhere in the archive too."""
    return {"table": table, "columns": list(columns), "again": again}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value.normalize())
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {_BYTES: base64.b64encode(bytes(value)).decode()}
    raise TypeError(f"a value of the kind {type(value).__name__} in the database")


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
