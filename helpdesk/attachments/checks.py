"""Which files are taken: number, size and type, as the settings say."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from helpdesk import settings
from helpdesk.i18n import N_, _, ngettext

MEGABYTE = 1_000_000
_GROUPS = (
    (N_("Pictures"), frozenset("bmp gif heic jpeg jpg png tif tiff webp".split())),
    (N_("PDF"), frozenset({"pdf"})),
    (
        N_("documents"),
        frozenset("doc docx key numbers odp ods odt pages ppt pptx rtf xls xlsx".split()),
    ),
    (N_("text"), frozenset("csv eml json log md msg txt xml".split())),
    (N_("archives"), frozenset("7z gz rar tar zip".split())),
    (N_("sound and video"), frozenset("avi m4a mov mp3 mp4 ogg opus wav webm".split())),
)


@dataclass(frozen=True)
class Limits:
    """What the form says before anything is sent; sizes in bytes."""

    max_count: int
    max_size: int
    types: list[str]

    @property
    def kinds(self) -> str:
        """The types in a few words; endings that belong to no group are named."""
        left, words = set(self.types), []
        for name, endings in _GROUPS:
            if left & endings:
                words.append(_(name))
                left -= endings
        return ", ".join([*words, *sorted(left)])


def limits() -> Limits:
    """The limits in force."""
    size = settings.get("files.size") * MEGABYTE
    return Limits(settings.get("files.count"), size, settings.get("files.types"))


def check(name: str, size: int, allowed: Limits) -> str:
    """What is wrong with a file, naming it and the limit; '' when nothing is."""
    if size > allowed.max_size:
        return _("“%(name)s” is too large: %(size).1f MB. At most %(most)d MB are taken.") % {
            "name": name,
            "size": size / MEGABYTE,
            "most": allowed.max_size // MEGABYTE,
        }
    if ending(name) not in allowed.types:
        return _(
            "“%(name)s” is of a type that isn't taken. Pack it as zip, or send one of: %(types)s."
        ) % {
            "name": name,
            "types": ", ".join(allowed.types),
        }
    return ""


def check_count(count: int, allowed: Limits) -> str:
    """What is wrong with the number of files; '' when nothing is."""
    if count <= allowed.max_count:
        return ""
    return ngettext(
        "These are too many files: at most %(num)d can be added at once.",
        "These are too many files: at most %(num)d can be added at once.",
        allowed.max_count,
    ) % {"num": allowed.max_count}


def clean_name(name: str) -> str:
    """A file's name without folders, control and direction signs, at most 200 characters."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    name = re.sub(r"\s+", " ", name).strip(" .") or "file"
    stem, dot, last = name.rpartition(".")
    return name if len(name) <= 200 else (stem[: 199 - len(last)] + dot + last)[-200:]


def ending(name: str) -> str:
    """The ending of a file's name, in lower case without the dot."""
    return PurePosixPath(name).suffix.lower().lstrip(".")
