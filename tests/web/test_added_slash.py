"""The slash that Apache adds to the address of a page that is called like one of our folders."""

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


def test_who_asks_for_the_entry_file_stays_with_it() -> None:
    """The server may ignore `.htaccess`: then no other address leads to the desk."""
    asked = "/helpdesk/index.cgi/install/?code=x"
    found = right(SCRIPT_NAME="/helpdesk/index.cgi", PATH_INFO="/install/", REQUEST_URI=asked)
    assert (found["SCRIPT_NAME"], found["PATH_INFO"]) == ("/helpdesk/index.cgi", "/install/")
