"""What an import made or would make, and what doesn't fit."""

from dataclasses import dataclass, field
from typing import Any

from helpdesk.i18n import _

TOLD_MOST = 200


class Wrong(ValueError):
    """A value that can't be taken; the words are for people."""


@dataclass
class Report:
    """Counts by noun; problems, which keep everything from being imported; and notes."""

    about: dict[str, Any]
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    problem_count: int = 0
    notes: list[str] = field(default_factory=list)

    def problem(self, words: str, file: str, line: int = 0) -> None:
        """Something that doesn't fit; beyond 200 they are only counted."""
        self.problem_count += 1
        if len(self.problems) < TOLD_MOST:
            self.problems.append(f"{_place(file, line)} {words}")

    def note(self, words: str, file: str, line: int = 0) -> None:
        """Something that isn't taken over as it is; each kind of it is told once."""
        said = f"{_place(file, line)} {words}"
        if len(self.notes) < TOLD_MOST and said not in self.notes:
            self.notes.append(said)


def _place(file: str, line: int) -> str:
    if not line:
        return f"{file}:"
    return _("%(file)s, line %(line)d:") % {"file": file, "line": line}
