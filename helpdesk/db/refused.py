"""Why a database can't be used, in words that say what to do."""

from helpdesk.errors import HelpdeskError


class Refused(HelpdeskError):
    """`reason` is a fixed key, `message` a translated text, `detail` the server's own words."""

    def __init__(self, reason: str, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.detail = detail
