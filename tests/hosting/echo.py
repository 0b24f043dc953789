"""What stands in the place of `helpdesk/app.py` in a test: it tells what reaches the app.

Server, entry file and gateway are the real ones, so this is what every handler would see.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

TOLD = (
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "REQUEST_METHOD",
    "CONTENT_LENGTH",
    "REMOTE_ADDR",
    "HTTP_HOST",
    "HTTP_AUTHORIZATION",
    "HTTP_PROXY",
    "wsgi.url_scheme",
)


def create_app(*_folder: Any, **_how: Any) -> Callable[..., Any]:
    """An application that answers with the environment it was called with."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        told = {name: environ.get(name) for name in TOLD}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        told |= {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]

    return app


app_of = create_app
