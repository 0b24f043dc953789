"""Numbers that come from outside."""

import pytest

from helpdesk.numbers import row_id, whole


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5", "1 ", "٣x", "1" * 40])
def test_anything_else_is_none(typed: str) -> None:
    assert whole(typed) == row_id(typed) == 0


def test_as_many_digits_as_a_column_takes() -> None:
    """A ticket's number may have more of them than a place in its thread."""
    assert whole("9" * 9) == row_id("9" * 9) == 999_999_999
    assert whole("9" * 10) == 0
    assert row_id("9" * 18) == 10**18 - 1
    assert row_id("9" * 19) == 0
