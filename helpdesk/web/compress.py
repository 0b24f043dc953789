"""gzip for HTML and JSON, when the browser takes it."""

import gzip
from collections.abc import Mapping
from typing import Any

LEAST = 600  # bytes below which it isn't worth it
LEVEL = 3  # two thirds of the time of 5, for 6 % more bytes
_KINDS = ("text/html", "application/json")


def compressed(body: bytes, environ: Mapping[str, Any], headers: dict[str, str]) -> bytes:
    """The body to send; `headers` are changed to fit."""
    kind = headers.get("Content-Type", "").partition(";")[0]
    if kind not in _KINDS or "Content-Encoding" in headers:
        return body
    headers["Vary"] = "Accept-Encoding, Cookie"
    if len(body) < LEAST or not _takes_gzip(str(environ.get("HTTP_ACCEPT_ENCODING", ""))):
        return body
    headers["Content-Encoding"] = "gzip"
    return gzip.compress(body, LEVEL, mtime=0)


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _sep, quality = part.strip().partition(";q=")
        if name.strip() in ("gzip", "*"):
            return quality.strip() not in ("0", "0.0", "0.00", "0.000")
    return False
