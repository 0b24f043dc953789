"""README.txt of the archive, for somebody who meets it without the desk."""

from helpdesk.exporting.nouns import NOUNS

_BEGINNING = """\
This is everything that a help desk knew, in an open format.

export.json says when and by what it was made, and how many lines each file has.
Each *.jsonl file is text in UTF-8. Every line is one JSON object: https://jsonlines.org
Lines refer to each other by "id". Times are ISO 8601 in UTC, days are YYYY-MM-DD.
The folder files/ holds the attached files, each content once, under its SHA-256.

Whoever has this archive can read all that customers and staff have written, notes among staff
included. Keep it as you would keep the desk itself.

"""
_END = """
Every field is described in docs/export.md, which comes with the program. To put it into another
desk, newly installed and still empty: helpdesk import THIS-FILE (--rehearse only looks).
"""


def text() -> str:
    """What each file is."""
    width = max(len(noun.file) for noun in NOUNS) + 2
    listed = "\n".join(f"{noun.file:<{width}}{noun.says}" for noun in NOUNS)
    return f"{_BEGINNING}{listed}\n{_END}"
