"""Numbers that come from outside."""

DIGITS_MOST = 9  # that surely fit every column


def whole(typed: str) -> int:
    """A number that somebody's form or address holds; 0 for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) <= DIGITS_MOST else 0
