"""Copies of the tree, wheels, and environments that hold nothing but the pinned libraries."""

import re
import shutil
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from release import archive
from tests.packaging.smoke import clean_environment, run
from tests.rules.tree import ROOT, project_files


def copy_of_the_tree(folder: Path) -> Path:
    """The project's files without anything that was made at work: what a person downloads."""
    for path in project_files():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, target)
    return folder


def pinned(name: str = "requirements.txt") -> dict[str, Requirement]:
    """The pinned requirements that apply here, by normalised name."""
    lines = (ROOT / name).read_text("ascii").replace("\\\n", " ").splitlines()
    found = [Requirement(line.split("--hash")[0].strip()) for line in lines if line.strip()]
    return {normal(r.name): r for r in found if r.marker is None or r.marker.evaluate()}


def normal(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def libraries(folder: Path, *more: str) -> Path:
    """A folder with links to the pinned libraries of requirements.txt (and `more`), nothing else.

    Whatever the desk needs beside them would be missing there, though the tests have it.
    """
    folder.mkdir(parents=True)
    for name in (*pinned(), *more):
        files = metadata.distribution(name).files or []
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            link = folder / top
            if not link.exists():
                link.symlink_to(Path(str(metadata.distribution(name).locate_file(top))))
    return folder


def environment(folder: Path, packages: Path, python: str = sys.executable) -> Path:
    """A fresh virtual environment that finds these libraries; returns its Python."""
    run([python, "-m", "venv", "--without-pip", str(folder)], env=clean_environment())
    inside = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run([inside, "-c", where], env=clean_environment()).strip())
    (site / "libraries.pth").write_text(f"{packages}\n", "utf-8")
    return inside


def build_wheel(folder: Path) -> Path:
    """Build the wheel as a release does, with the build tools that the tests have."""
    return archive.write_wheel(folder)


def pip_install(python: Path, *what: str) -> None:
    """Install into another environment with this one's pip, without any network."""
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    command += ["--no-index", "--no-build-isolation", "--quiet", *what]
    run(command, env=clean_environment())
