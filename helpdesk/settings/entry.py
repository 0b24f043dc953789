"""What the desk knows of one setting."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One setting. `label`, `help`, `unit` and the labels of choices are keys for gettext."""

    key: str
    kind: str
    default: Any
    label: str
    help: str
    least: int = 0
    most: int = 2**31 - 1
    required: bool = False
    secret: bool = False  # stored sealed, never shown again
    choices: tuple[tuple[str, str], ...] = ()  # value and label of each, for the kind "choice"
    example: str = ""  # as one would type it
    unit: str = ""  # of a number, such as N_("minutes")
    since: str = "0.1.0"

    @property
    def group(self) -> str:
        """The part of the settings page that it belongs to."""
        return self.key.partition(".")[0]
