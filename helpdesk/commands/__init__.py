"""The commands of `python3 -m helpdesk`: one module each, with `arguments` and `run`."""

from helpdesk.errors import HelpdeskError


def words(error: HelpdeskError) -> str:
    """What is told on pages, and in brackets what the database or the system itself said."""
    said = f" ({error.__cause__})" if error.__cause__ else ""
    return f"{error.message or type(error).__doc__}{said}"
