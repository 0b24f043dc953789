"""`python -m tests.exporting.describe`: write the fields of the format into docs/export.md."""

from pathlib import Path

from helpdesk.exporting.nouns import NOUNS

DOCS = Path(__file__).parents[2] / "docs" / "export.md"
MARK = "<!-- From here on made by `python -m tests.exporting.describe`. -->\n"


def described() -> str:
    """A table for each file."""
    parts = []
    for noun in NOUNS:
        rows = [f"| `{name}` | {kind} | {says} |" for name, kind, says in noun.described()]
        table = "\n".join(["| field | kind | meaning |", "|---|---|---|", *rows])
        parts.append(f"\n### {noun.file}\n\n{noun.says}\n\n{table}\n")
    return "".join(parts)


def written(docs: str) -> str:
    """The docs with these tables in place of those that are there."""
    return docs.partition(MARK)[0] + MARK + described()


if __name__ == "__main__":
    DOCS.write_text(written(DOCS.read_text("utf-8")), "utf-8")
