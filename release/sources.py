"""The project's own files that belong into a release, as git lists them.

What git ignores, a desk's data above all, can't get in; nor does anything that nobody has put under
one of the names below.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"admin", "docs", "helpdesk", "install", "static", "templates"}
FILES = {
    ".htaccess",
    "CHANGELOG.md",
    "INSTALL.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "index.cgi",
    "index.fcgi",
    "passenger_wsgi.py",
    "requirements.txt",
    "run.py",
    "setup.cfg",
    "wsgi.py",
}
# For translators and for developers.
LEFT_OUT = {".po", ".pot", ".pyc"}
NOT_LISTED = (".git", ".venv", "data", "build", "dist", "__pycache__")


def shipped() -> dict[str, bytes]:
    """Each file's path from the root, with its content."""
    found = (path for path in _listed() if _belongs(path) and (ROOT / path).is_file())
    return {path.as_posix(): (ROOT / path).read_bytes() for path in sorted(set(found))}


def for_wheel() -> list[str]:
    """The paths of what a wheel is built from: translators' files too."""
    parts = {*FOLDERS, *FILES, "pyproject.toml"}
    return [str(path) for path in _listed() if path.parts[0] in parts and (ROOT / path).is_file()]


def uncommitted() -> list[str]:
    """The files that ship though no commit has them as they are; [] without git."""
    told = _git("status", "--porcelain", "--untracked-files=all", "-z").split("\0")
    return sorted(line[3:] for line in told if len(line) > 3 and _belongs(Path(line[3:])))


def moment() -> int:
    """When this state of the project came about, in seconds since 1970.

    All files of a release carry it. It must differ between releases: Python takes a compiled file
    for its source's while time and size of that agree, and 0.2.1 is as long as 0.2.0.
    """
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(told)
    committed = _git("log", "-1", "--format=%ct").strip()
    changed = uncommitted() if committed else [str(path) for path in _listed() if _belongs(path)]
    times = [(ROOT / name).stat().st_mtime for name in changed if (ROOT / name).is_file()]
    return int(max([int(committed or 0), *times]))


def _belongs(path: Path) -> bool:
    if path.suffix in LEFT_OUT:
        return False
    return path.parts[0] in FOLDERS if len(path.parts) > 1 else str(path) in FILES


def _listed() -> list[Path]:
    listed = _git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    return [Path(name) for name in listed.split("\0") if name] or sorted(_found())


def _found() -> Iterator[Path]:
    """The same for a folder without git, such as a downloaded archive of the source."""
    for path in ROOT.rglob("*"):
        relative = path.relative_to(ROOT)
        if not set(relative.parts) & set(NOT_LISTED):
            yield relative


def _git(*arguments: str) -> str:
    """What git says about this very folder; '' where it isn't git's."""
    if not (ROOT / ".git").exists():
        return ""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode()
