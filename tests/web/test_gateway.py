"""What stands in front of the app: requests as servers pass them on."""

from typing import Any

import pytest

from helpdesk.web.gateway import put_right


def right(**environ: Any) -> dict[str, Any]:
    """The environment afterwards."""
    put_right(environ)
    return environ


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/admin/tickets/", "/admin/tickets"),  # a folder of ours: Apache has added the slash
        ("/admin/", "/admin/"),  # a page whose address ends with one
        ("/install/", "/install/"),
        ("/", "/"),
        ("/static/", "/static"),
        ("/ticket/", "/ticket/"),  # no folder: the app says where it goes on
        ("/../", "/.."),  # whatever it is, no page
        ("/" + "x" * 5000 + "/", "/" + "x" * 5000 + "/"),
        ("/admin\0/", "/admin\0/"),
    ],
)
def test_a_slash_that_apache_has_added(asked: str, path: str) -> None:
    """To send the browser back, as the app does elsewhere, would never end."""
    found = right(SCRIPT_NAME="/helpdesk/index.cgi", PATH_INFO=asked)
    assert (found["SCRIPT_NAME"], found["PATH_INFO"]) == ("/helpdesk", path)


def test_nobody_else_adds_one() -> None:
    """Where no entry file stands in the address, no folder of ours does either."""
    assert right(SCRIPT_NAME="/helpdesk", PATH_INFO="/admin/tickets/")["PATH_INFO"] == (
        "/admin/tickets/"
    )
