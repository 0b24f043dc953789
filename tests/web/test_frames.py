"""Which sites may show the portal inside theirs; nobody the panel."""

import pytest

from helpdesk import db, settings
from helpdesk.errors import Invalid
from tests.cast import Desk

SITE = "https://www.example.com"


@pytest.mark.parametrize("path", ["/", "/submit", "/nowhere"])
def test_nobody_unless_named(desk: Desk, path: str) -> None:
    headers = desk.browser().get(path, status="*").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_who_is_named_may_frame_the_portal_and_never_the_panel(desk: Desk) -> None:
    with db.transaction():
        settings.change({"security.frames": f"{SITE}/ http://intranet:8080"})
    assert settings.get("security.frames") == ["http://intranet:8080", SITE]
    headers = desk.browser().get("/").headers
    policy = headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' http://intranet:8080 {SITE}" in policy
    assert "default-src 'self'" in policy and "X-Frame-Options" not in headers
    for path in ("/admin/login", "/static/css/tokens.css"):
        headers = desk.browser().get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
    headers = desk.signed_in().get("/admin/tickets").headers
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "typed",
    [
        "example.com",
        "*",
        "https://*",
        "'self'",
        "https://a.example/path",
        "https://a.example; script-src *",
        "https://a.example;script-src",
        "javascript:x",
        "https://a.example,https://b",
    ],
)
def test_only_addresses_of_sites_get_into_the_policy(desk: Desk, typed: str) -> None:
    if "," in typed:
        settings.change({"security.frames": typed})
        assert settings.get("security.frames") == ["https://a.example", "https://b"]
        return
    with pytest.raises(Invalid):
        settings.change({"security.frames": typed})
