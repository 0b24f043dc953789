"""What was typed, what is wrong with it, and which files came along."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import multipart

from helpdesk.errors import Invalid, Unavailable
from helpdesk.i18n import _

IN_MEMORY = 1 << 21  # bytes of a body up to which no part of it waits on a disk that may be full
BODY_MOST = 1 << 30  # bytes; files are judged one by one against the settings long before


@dataclass
class Form:
    """The fields of a form as text. Unknown fields are '', so a handler never meets None."""

    values: dict[str, list[str]] = field(default_factory=dict)
    files: list[Any] = field(default_factory=list)  # multipart.MultipartPart
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str, default: str = "") -> str:
        """The last text of a field."""
        return self.values.get(name, [default])[-1]

    def all(self, name: str) -> list[str]:
        """Every text of a field that may be there several times."""
        return self.values.get(name, [])

    def error(self, name: str) -> str:
        """What is wrong with a field, or ''."""
        return self.errors.get(name, "")

    @property
    def message(self) -> str:
        """What is wrong with the form as a whole, or ''."""
        return self.errors.get("", "")

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.errors)

    def typed(self) -> list[tuple[str, str]]:
        """Texts that would hurt to lose, for an error page; never a password."""
        kept = ("subject", "message")
        return [(name, self.value(name)) for name in kept if self.value(name).strip()]

    def fingerprint(self, form: str) -> str:
        """Names this form with this content: a repeated POST has the same, an edited one not.
        `form` is its page's number and the address it goes to."""
        digest = hashlib.sha256(form.encode())
        for name in sorted(self.values):
            if name != "csrf":
                digest.update(repr((name, self.values[name])).encode())
        for upload in self.files:
            digest.update(repr((upload.filename, upload.size)).encode())
            upload.file.seek(0)
            while chunk := upload.file.read(1 << 16):
                digest.update(chunk)
        return digest.hexdigest()


def read(environ: Mapping[str, Any]) -> Form:
    """The form of a request, in either encoding; what isn't UTF-8 is replaced, never raised.

    Raises Invalid for a broken body, TooLarge for one over `BODY_MOST`.
    """
    length = str(environ.get("CONTENT_LENGTH") or "")
    spool = IN_MEMORY if length.isdigit() and int(length) <= IN_MEMORY else 1 << 17
    how = {"spool_limit": spool, "memory_limit": 1 << 25, "disk_limit": BODY_MOST}
    how |= {"strict": False, "ignore_errors": False}
    try:
        fields, parts = multipart.parse_form_data(environ, **how)
    except multipart.ParserLimitReached as error:
        raise TooLarge from error
    except OSError as error:  # large parts wait on the disk
        raise Unavailable(
            _("The server has no room for what you sent, or the way to it broke off.")
        ) from error
    except (multipart.MultipartError, UnicodeError) as error:
        raise Invalid({"": _("The form arrived incomplete. Go back and send it again.")}) from error
    form = Form()
    for name, value in fields.iterallitems():
        form.values.setdefault(_clean(name), []).append(_clean(value))
    for name, part in parts.iterallitems():
        if part.filename:
            form.files.append(part)
        elif part.filename is None:  # a long text, which the parser keeps on the disk
            text = part.raw.decode("utf-8", "replace")
            form.values.setdefault(_clean(name), []).append(_clean(text))
    return form


class TooLarge(Exception):
    """The body of a request is larger than any form of the desk can be."""


def _clean(text: str) -> str:
    """Without NUL and lone surrogates, which databases refuse; line ends as Python has them."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")
