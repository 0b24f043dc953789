"""No file tells of the machine it was written on, or holds a secret."""

import re

import pytest

from tests.rules import tree

# Put together here, so that this file doesn't find itself.
PRIVATE_FOLDERS = r"/(?:root|work|home|Users)/"
# Examples that a reader fills in: /home/you/helpdesk, /home/USER/public_html
EXAMPLES = r"(?:you|your[-_]?\w*|user\w*|USER\w*|example\w*|ACCOUNT|NAME|ben|\$\w+|<\w+>|\{\w+\})\b"
FOUND = {
    "a path of one machine": rf"(?<![\w.}}\])])(?:{PRIVATE_FOLDERS}(?!{EXAMPLES})\w|/tmp/[a-z]+/)",
    "a Windows user's path": r"[A-Z]:\\+Users\\+(?!you|USER)\w",
    "a package registry's host": r"(?i)(?:py" + r"pi\.org|pythonhosted\.org|registry\.npmjs"
    r"|registry\.yarnpkg|deb\.debian\.org|files\.python)",
    "an option naming a registry": r"--(?:extra-)?index-url\s+\S*//|--find-links\s+\S*/",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE " + "KEY-----",
    "an access token": r"\b(?:gh[pousr]_\w{30}|AKIA[0-9A-Z]{16}|xox[abp]-\w{10}|sk-[\w-]{30})",
}
# Keys of test servers are made when a test runs; nothing needs an exception so far.
SKIPPED = {"tests/rules/test_no_traces.py"}


def test_no_traces() -> None:
    """Every text file of the project, vendored ones and lock files too."""
    tree.none_found(trace for path in tree.project_files() for trace in _traces(str(path)))


@pytest.mark.parametrize(
    "line",
    [
        "cd /ro" + "ot/project",
        'open("/ho' + 'me/anna/desk")',
        "https://py" + "pi.org/simple",
        "-----BEGIN RSA PRIVATE " + "KEY-----",
    ],
)
def test_the_guard_itself(line: str) -> None:
    """It finds what it is for."""
    assert any(re.search(pattern, line) for pattern in FOUND.values())


def test_examples_may_stay() -> None:
    """Instructions may show a path that stands for the reader's own."""
    for line in ("/home/you/helpdesk", "/home/USER/public_html", "$HOME/.venv", "/srv/helpdesk"):
        assert not any(re.search(pattern, line) for pattern in FOUND.values()), line


def _traces(path: str) -> list[str]:
    content = (tree.ROOT / path).read_bytes()
    if path in SKIPPED or b"\0" in content[:8000]:
        return []
    found = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        for what, pattern in FOUND.items():
            if match := re.search(pattern, line):
                found.append(f"{path}:{number}: {what}: {match[0]}")
    return found
