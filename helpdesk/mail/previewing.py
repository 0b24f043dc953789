"""A mail as it would look, for the editor of the templates."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpdesk.mail.letter import Composed


def preview(name: str, language: str, typed: Mapping[str, str] | None = None) -> "Composed":
    """Subject, text and HTML of a kind of mail with example values: with one's own words where
    there are some, or with those `typed` that `templates.checked` has let through. Show the HTML
    in a sandboxed frame: it is a page of its own."""
    from helpdesk.mail import composing  # not with every process that answers a page

    return composing.example(name, language, typed)
