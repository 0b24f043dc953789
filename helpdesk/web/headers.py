"""Headers of every answer. The policy allows nothing from elsewhere and nothing inline."""

from collections.abc import Sequence

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# For files of people: nothing may run, whatever the browser takes them for.
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

FOR_EVER = "public, max-age=31536000, immutable"  # where the address changes with the content

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


def complete(headers: dict[str, str], *, is_private: bool, frames: Sequence[str] = ()) -> None:
    """Add what is missing. Pages about people aren't kept by any cache; `frames` are the sites
    that may show this page inside theirs."""
    if frames and "Content-Security-Policy" not in headers:
        allowed = " ".join(["'self'", *frames])
        policy = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {allowed}")
        headers["Content-Security-Policy"] = policy
    open_ = "frame-ancestors 'none'" not in headers.get("Content-Security-Policy", POLICY)
    for name, value in ALWAYS.items():
        if not (open_ and name == "X-Frame-Options"):  # which knows all or none
            headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store" if is_private else "private, no-cache")
