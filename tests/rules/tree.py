"""The files of the project, for the rules that read them."""

import ast
import functools
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Made by git, run.py, tools, or a desk at work; looked at where git can't say what is tracked.
NOT_TRACKED = {".git", ".venv", ".venv.lock", "data", "build", "dist", "helpdesk.egg-info"}
CODE = ("helpdesk", "admin", "install")


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Every file that belongs to the project, vendored ones too, as paths from the root."""
    return tuple(sorted(p for p in _listed_by_git() or _found() if (ROOT / p).is_file()))


def files(*endings: str, under: tuple[str, ...] = ()) -> Iterator[Path]:
    """The project's own files with one of these endings, below one of these folders."""
    for path in project_files():
        below = not under or path.parts[0] in under
        if below and path.suffix in endings and "vendor" not in path.parts:
            yield path


def text(path: Path) -> str:
    """What a file says."""
    return (ROOT / path).read_text("utf-8")


@functools.cache
def parsed(path: Path) -> ast.Module:
    """A Python file as a syntax tree."""
    return ast.parse(text(path), filename=str(path))


def module_name(path: Path) -> str:
    """The name under which a file of the package is imported."""
    parts = list(path.with_suffix("").parts)
    if parts[0] != "helpdesk":
        parts.insert(0, "helpdesk")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def none_found(offences: Iterable[str]) -> None:
    """Fail with one offence a line, each beginning with file:line so that an editor can jump."""
    found = list(offences)
    assert not found, "\n" + "\n".join(found)


def _listed_by_git() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return [Path(name) for name in listed.decode().split("\0") if name]


def _found() -> Iterator[Path]:
    """The same for a folder without git, such as a release."""
    for path in ROOT.rglob("*"):
        relative = path.relative_to(ROOT)
        if relative.parts[0] not in NOT_TRACKED and relative.suffix != ".pyc":
            yield relative
