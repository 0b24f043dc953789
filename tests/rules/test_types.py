"""The types of the whole package fit together (mypy, strict)."""

from tests.rules import typecheck


def test_types() -> None:
    """Run it alone with `python -m tests.rules.typecheck`."""
    code, messages = typecheck.check()
    assert code == 0, messages
