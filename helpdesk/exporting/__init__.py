"""A full export in an open format, which other programs can read and another desk can import.

to_file       make one at once, for the command
begin         queue one for the panel; `running` and `kept` say what there is
path, remove  of one that is kept

docs/export.md describes the format; `nouns` is its one place in the code.
"""

from helpdesk.exporting.at_once import to_file
from helpdesk.exporting.kept import JOB, Kept, begin, given_up, kept, path, remove, running
from helpdesk.exporting.making import FORMAT, VERSION

__all__ = [
    "FORMAT",
    "JOB",
    "VERSION",
    "Kept",
    "begin",
    "given_up",
    "kept",
    "path",
    "remove",
    "running",
    "to_file",
]
