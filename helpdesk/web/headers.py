"""Headers of every answer. The policy allows nothing from elsewhere and nothing inline."""

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# For files of people: nothing may run, whatever the browser takes them for.
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def policy(nonce: str) -> str:
    """The policy of a page whose editor brings a style sheet of its own, marked with the nonce."""
    return f"{POLICY}; style-src 'self' 'nonce-{nonce}'"


def complete(headers: dict[str, str], *, is_private: bool) -> None:
    """Add what is missing. Pages about people aren't kept by any cache."""
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store" if is_private else "private, no-cache")
