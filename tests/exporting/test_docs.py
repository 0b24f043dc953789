"""docs/export.md says of every field what the code does."""

from tests.exporting import describe


def test_docs_and_code() -> None:
    """`python -m tests.exporting.describe` brings them together."""
    docs = describe.DOCS.read_text("utf-8")
    assert docs == describe.written(docs)
