"""How the desk looks: the style sheet of its colour, and its logo."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from helpdesk import attachments, colours, settings
from helpdesk.attachments import pictures
from helpdesk.errors import NotFound, Unavailable
from helpdesk.i18n import _

LOGO_BYTES, LOGO_SIDE = 500_000, 2000
VERSION = "1"  # of the way from a colour to a style sheet


@dataclass(frozen=True)
class Logo:
    """A picture as pages show it; sizes in pixels."""

    sha256: str
    media_type: str
    width: int
    height: int

    @property
    def mark(self) -> str:
        """Eight signs that change with the picture."""
        return self.sha256[:8]


def accent() -> str:
    """The desk's colour."""
    return str(settings.get("look.accent"))


def theme_mark() -> str:
    """Eight signs that change with the style sheet; '' while it is the usual one."""
    if accent() == colours.USUAL:
        return ""
    return hashlib.sha256(f"{VERSION} {accent()}".encode()).hexdigest()[:8]


def theme() -> str:
    """The style sheet of the desk's colour."""
    return colours.stylesheet(accent())


def shades(*, dark: bool) -> dict[str, str]:
    """The desk's colour for fills, what stands on them, text and lines, in one of the themes."""
    return colours.shades(accent(), dark=dark)


def corrected(wish: str) -> list[str]:
    """In which way a colour is not used as it was picked, in words."""
    light, dark = colours.shades(wish, dark=False), colours.shades(wish, dark=True)
    told = []
    if light["accent"] != wish:
        words = _("Buttons are %(colour)s, so that what stands on them can be read.")
        told.append(words % {"colour": light["accent"]})
    if light["accent-ink"] != light["accent"]:
        words = _("Text and links in it are darker: %(colour)s.")
        told.append(words % {"colour": light["accent-ink"]})
    words = _("In dark mode it is %(colour)s.")
    return [*told, words % {"colour": dark["accent"]}] if told else []


def logo() -> Logo | None:
    """The logo, if there is one."""
    return _read(settings.get("look.logo"))


def logo_dark() -> Logo | None:
    """The one for dark mode, if there is another."""
    return _read(settings.get("look.logo_dark"))


def keep(stream: BinaryIO, size: int) -> str:
    """Store a picture for a setting; returns its value. Raises ValueError with words."""
    if size > LOGO_BYTES:
        raise ValueError(_("The picture is too large: at most 500 KB are taken."))
    kept = attachments.store().keep(stream, "logo")
    return _checked(kept.sha256)


def known(value: str) -> str:
    """The value of a picture that was stored before, looked at anew: what a form sends is
    believed no more than a file. Raises ValueError with words."""
    return _checked(value.partition(" ")[0]) if value else ""


def hold(value: str) -> None:
    """Keep the bytes of a setting's picture from being swept away."""
    found = _read(value)
    if found is not None:
        size = attachments.store().size(found.sha256) or 0
        attachments.hold(
            attachments.Kept(
                found.sha256, size, "logo", found.media_type, found.width, found.height
            )
        )


def _checked(sha256: str) -> str:
    wrong = ValueError(_("This isn't a PNG, JPEG, GIF or WebP picture."))
    if not (sha256.isascii() and sha256.isalnum() and len(sha256) == 64):
        raise wrong
    try:
        with attachments.store().stream(sha256) as stream:
            picture = pictures.look(stream)
    except (OSError, NotFound, Unavailable) as error:
        raise ValueError(_("The picture got lost on the way. Choose it again.")) from error
    if picture is None:
        raise wrong
    if max(picture.width, picture.height) > LOGO_SIDE:
        raise ValueError(_("The picture is too large: at most 2000 pixels wide and high."))
    return f"{sha256} {picture.media_type} {picture.width} {picture.height}"


def _read(value: str) -> Logo | None:
    parts = value.split(" ")
    if len(parts) != 4:
        return None
    return Logo(parts[0], parts[1], int(parts[2]), int(parts[3]))
