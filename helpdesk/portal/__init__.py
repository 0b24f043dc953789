"""The customers' pages."""

from helpdesk.portal.section import section  # isort: skip
from helpdesk.portal import (
    closing,
    everything_else,
    files,
    followers,
    forgotten,
    health,
    home,
    look,
    lookup,
    pulse,
    requests,
    submit,
    ticket,
    timed,
)

__all__ = [
    "closing",
    "everything_else",
    "files",
    "followers",
    "forgotten",
    "health",
    "home",
    "look",
    "lookup",
    "pulse",
    "requests",
    "section",
    "submit",
    "ticket",
    "timed",
]
