"""Numbers that come from outside."""

DIGITS_MOST = 9  # that surely fit every column
ID_DIGITS = 18  # that surely fit the number of a row


def whole(typed: str, digits: int = DIGITS_MOST) -> int:
    """A number that somebody's form or address holds; 0 for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) <= digits else 0


def row_id(typed: str) -> int:
    """The same of a row's number, such as a ticket's."""
    return whole(typed, ID_DIGITS)
