"""Numbers that come from outside."""

DIGITS_MOST = 9  # that surely fit every column
ID_DIGITS = 18  # that surely fit the number of a row


def whole(typed: str) -> int:
    """A number that somebody's form or address holds; 0 for anything else."""
    return int(typed) if _fits(typed, DIGITS_MOST) else 0


def row_id(typed: str) -> int:
    """The same of a row's number, such as a ticket's; no row has the number 0."""
    return int(typed) if is_id(typed) else 0


def is_id(typed: str) -> bool:
    """Whether a row could have this number."""
    return _fits(typed, ID_DIGITS)


def _fits(typed: str, digits: int) -> bool:
    return typed.isdecimal() and len(typed) <= digits
