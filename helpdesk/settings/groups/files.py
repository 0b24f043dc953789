"""Files that customers and staff may send."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

_TYPES = [
    "7z",
    "avi",
    "bmp",
    "csv",
    "doc",
    "docx",
    "eml",
    "gif",
    "gz",
    "heic",
    "jpeg",
    "jpg",
    "json",
    "key",
    "log",
    "m4a",
    "md",
    "mov",
    "mp3",
    "mp4",
    "msg",
    "numbers",
    "odp",
    "ods",
    "odt",
    "ogg",
    "opus",
    "pages",
    "pdf",
    "png",
    "ppt",
    "pptx",
    "rar",
    "rtf",
    "tar",
    "tif",
    "tiff",
    "txt",
    "wav",
    "webm",
    "webp",
    "xls",
    "xlsx",
    "xml",
    "zip",
]

ENTRIES = (
    Entry(
        "files.count",
        "whole",
        5,
        N_("Files per message"),
        N_("How many files may be added at once; 0 switches files off."),
        unit=N_("files"),
        most=50,
    ),
    Entry(
        "files.size",
        "whole",
        10,
        N_("Size of a file"),
        N_("The largest file that is taken, in megabytes."),
        unit=N_("MB"),
        least=1,
        most=1000,
    ),
    Entry(
        "files.types",
        "words",
        _TYPES,
        N_("Types of files"),
        N_("Endings of the names of files that are taken, with spaces between them."),
        example="pdf png jpg docx zip",
    ),
    Entry(
        "files.store",
        "choice",
        "disk",
        N_("Files are kept"),
        N_(
            "On the disk they take less room and time. In the database every machine sees them "
            "where several serve this desk. After a change they move by themselves and can be read "
            "meanwhile."
        ),
        choices=(
            ("disk", N_("on the disk of this machine")),
            ("database", N_("in the database")),
        ),
        since="0.2.0",
    ),
)
