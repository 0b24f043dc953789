"""Addresses: the prefix, who is on the other side, and what leads away from the desk."""

import pytest

from helpdesk.web import urls
from tests.cast import Desk

PROXY = ("10.0.0.1",)


def test_the_servers_prefix_counts_more_than_the_configured_one() -> None:
    assert urls.base({"SCRIPT_NAME": "/help/"}, "/other") == "/help"
    assert urls.base({"SCRIPT_NAME": ""}, "/other/") == "/other"
    assert urls.base({}) == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unknown"),
        ("", "unknown"),
    ],
)
def test_limits_are_counted_by_network(address: str, network: str) -> None:
    assert urls.network(address) == network


def test_forwarded_addresses_count_from_named_proxies_only() -> None:
    told = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.7"}
    assert urls.client(told) == "10.0.0.1"
    assert urls.client(told, PROXY) == "192.0.2.7"
    assert urls.client({"REMOTE_ADDR": "10.0.0.1"}, PROXY) == "10.0.0.1"


def test_forwarded_schemes_count_from_named_proxies_only() -> None:
    told = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
    assert not urls.is_https(told) and urls.is_https(told, PROXY)
    assert urls.is_https({"wsgi.url_scheme": "https"})


def test_origin_is_what_the_browser_sees() -> None:
    environ = {"wsgi.url_scheme": "https", "HTTP_HOST": "example.com:8443"}
    assert urls.origin(environ) == "https://example.com:8443"
    assert urls.origin({"SERVER_NAME": "box", "SERVER_PORT": "80"}) == "http://box:80"


@pytest.mark.parametrize("path", ["/", "/admin/tickets/7?mode=note", "/ticket/AAA#thread-end"])
def test_paths_that_stay(path: str) -> None:
    assert urls.is_local_path(path)


@pytest.mark.parametrize(
    "path",
    ["", "//example.com", "/\\example.com", "https://example.com", "/a\\b", "/a\nb", "\t//x", "a"],
)
def test_paths_that_lead_away(path: str) -> None:
    assert not urls.is_local_path(path)


def test_a_query_with_too_many_fields_is_none() -> None:
    assert urls.query({"QUERY_STRING": "&".join(["a=1"] * urls.QUERY_MOST)}) == {"a": "1"}
    assert urls.query({"QUERY_STRING": "&".join(["a=1"] * (urls.QUERY_MOST + 1))}) == {}


def test_every_address_of_a_page_is_below_the_prefix(desk: Desk) -> None:
    browser = desk.browser(SCRIPT_NAME="/helpdesk")
    for path in ("/", "/submit", "/ticket", "/admin/login", "/nowhere"):
        html = browser.get(path, status="*").html
        found = [tag.get(name) for name in ("href", "src", "action") for tag in html.find_all(True)]
        # "#…" and "?…" stay on the page, wherever it is.
        inside = [address for address in found if address and address[0] not in "#?"]
        assert inside and all(address.startswith("/helpdesk/") for address in inside), inside
