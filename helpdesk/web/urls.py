"""Addresses: the prefix under which the desk hangs, and where a request comes from."""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

Environ = Mapping[str, Any]
QUERY_MOST = 200  # fields


def base(environ: Environ, configured: str = "") -> str:
    """What every path begins with: the server's SCRIPT_NAME, or the configured one behind a proxy
    that strips the prefix without telling."""
    return str(environ.get("SCRIPT_NAME", "")).rstrip("/") or configured.rstrip("/")


def is_https(environ: Environ, trusted_proxies: tuple[str, ...] = ()) -> bool:
    """Whether the browser speaks TLS, to us or to a proxy that was named."""
    if environ.get("REMOTE_ADDR") in trusted_proxies and "HTTP_X_FORWARDED_PROTO" in environ:
        return bool(environ["HTTP_X_FORWARDED_PROTO"] == "https")
    return bool(environ.get("wsgi.url_scheme") == "https")


def origin(environ: Environ, trusted_proxies: tuple[str, ...] = ()) -> str:
    """Scheme, host and port as the browser sees them."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{'https' if is_https(environ, trusted_proxies) else 'http'}://{host}"


def document_root(environ: Environ) -> str:
    """The folder that the server says it gives out; '' when it doesn't say."""
    return str(environ.get("DOCUMENT_ROOT", ""))


def query(environ: Environ) -> dict[str, str]:
    """What stands behind the question mark; nothing when that is more than any page links to."""
    raw = str(environ.get("QUERY_STRING", ""))
    try:
        return dict(parse_qsl(raw, max_num_fields=QUERY_MOST, errors="replace"))
    except ValueError:
        return {}


def client(environ: Environ, trusted_proxies: tuple[str, ...] = ()) -> str:
    """The visitor's network address; X-Forwarded-For counts only from a proxy that was named."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    if peer in trusted_proxies:
        named = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()
        peer = named or peer
    return peer


def network(address: str) -> str:
    """What limits are counted by: an IPv4 address, or the /64 that one IPv6 customer owns."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((int(parsed), 64), strict=False))
        parsed = parsed.ipv4_mapped  # an IPv4 visitor of a server that listens on both
    return str(parsed)


def is_local_path(path: str) -> bool:
    """Whether a path that came from outside stays on this desk."""
    bare = path.startswith("/") and not path.startswith(("//", "/\\"))
    return bare and "\\" not in path and not any(ord(c) < 32 for c in path)
