"""Names and addresses in the form in which they are compared, looked for and put in order."""

import re
import unicodedata

from helpdesk.errors import Invalid
from helpdesk.i18n import _

NORMAL_MOST = 190  # signs of a name that count for order and search
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"(),:;\[\]\\_]{1,190}")


def normal_name(name: str) -> str:
    """Without case, accents and spare blanks, so that "elodie" finds Élodie."""
    signs = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return " ".join(unicodedata.normalize("NFC", bare.casefold()).split())[:NORMAL_MOST]


def normal_email(email: str) -> str:
    """The form in which addresses are compared: trimmed, composed (NFC), without case."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def checked_email(email: str, field: str = "email") -> str:
    """An address that could be one (RFC 5321 sizes, no quoted forms); raises Invalid."""
    email = email.strip()
    if not email:
        raise Invalid({field: _("Enter your e-mail address.")})
    fits = _ADDRESS.fullmatch(email) and len(normal_email(email)) <= 190
    if not fits or ".." in email or email.endswith("."):
        raise Invalid(
            {
                field: _("This doesn't look like an e-mail address. An example: %(example)s.")
                % {"example": "ann@example.com"}
            }
        )
    return email
