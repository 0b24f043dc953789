"""Tracking IDs: XXX-XXX-XXXX without look-alike characters, as people read them out by phone."""

import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def make() -> str:
    """A new one; 31 signs to the tenth power (8 · 10^14) can't be guessed through the throttle."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(10))
    return f"{signs[:3]}-{signs[3:6]}-{signs[6:]}"


def normal(typed: str) -> str:
    """What a person typed or pasted, in the form in which it is stored."""
    signs = "".join(c for c in typed.upper()[:100] if c.isascii() and c.isalnum())
    return f"{signs[:3]}-{signs[3:6]}-{signs[6:]}" if len(signs) == 10 else typed.strip()[:20]
