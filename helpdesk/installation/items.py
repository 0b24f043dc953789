"""What a look at a server finds."""

from dataclasses import dataclass

GOOD, WARN, BAD = "good", "warn", "bad"


@dataclass(frozen=True)
class Item:
    """One thing that was looked at: how it is, and where it isn't well, what to do."""

    how: str
    title: str
    detail: str = ""
    advice: str = ""
    command: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether the desk can't be set up like this."""
        return self.how == BAD
