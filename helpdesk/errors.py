"""What can go wrong, in the words of the help desk; the web layer turns it into pages or JSON."""

from collections.abc import Mapping


class HelpdeskError(Exception):
    """Anything that a person is told about; `message` is already translated."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(HelpdeskError):
    """There is no such thing, or it is not for this person: both look the same."""


class Forbidden(HelpdeskError):
    """The person is known, and may not do this."""


class Invalid(HelpdeskError):
    """Input that can't be taken: a message per field; the key '' stands for the whole form."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


class Conflict(HelpdeskError):
    """Somebody else changed the same thing meanwhile."""


class TooMany(HelpdeskError):
    """A limit is reached; `retry_after` says in how many seconds it opens again."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(HelpdeskError):
    """Database or data folder don't answer now; nothing was stored; trying again later helps."""


class Maintenance(HelpdeskError):
    """The customers' side is shut for a while; the message is what they read."""


class NotInstalled(HelpdeskError):
    """There is no configuration yet; only the wizard can help."""


class UpdateNeeded(HelpdeskError):
    """The code is newer than the tables; `helpdesk migrate` brings them up to date."""


class Underway(HelpdeskError):
    """An update or a restoring of a backup is at work: nobody is served until it has ended."""

    def __init__(self, what: str = "", message: str = "") -> None:
        super().__init__(message)
        self.what = what  # as `underway.json` says
