"""The libraries that a release brings along: the pinned ones, pure Python, with their licences."""

import re
from importlib import metadata
from pathlib import Path, PurePosixPath

from release.sources import ROOT

APART = {"pymysql": "mysql/"}  # see helpdesk/vendored.py
# Compiled files, their sources, type hints, and how a library was installed.
LEFT_OUT = {".so", ".pyd", ".dll", ".dylib", ".c", ".pyc", ".pyi", ".typed"}
NOT_NEEDED = ("tests", "test", "__pycache__", "..")
# flup says its terms at the top of each file only.
TERMS_IN = {"flup": "flup/server/fcgi.py"}
RULE = "=" * 80


def vendored() -> dict[str, bytes]:
    """The folder `vendor/`: each file's path in it, with its content.

    Raises ValueError when an installed version isn't the pinned one.
    """
    files, versions, terms = {}, [], []
    for name, pinned in _pins().items():
        distribution = metadata.distribution(name)
        if distribution.version != pinned:
            raise ValueError(f"{name} {pinned} is pinned, but {distribution.version} is installed")
        for path in distribution.files or []:
            if _belongs(path):
                place = APART.get(name, "") + path.as_posix()
                files[place] = Path(str(distribution.locate_file(path))).read_bytes()
        versions.append(f"{name} {pinned}\n")
        terms.append(f"{RULE}\n{name} {pinned}\n{RULE}\n\n{_terms(name, distribution)}\n")
    files["versions.txt"] = "".join(versions).encode("ascii")
    files["LICENSES.txt"] = "\n".join(terms).encode()
    return files


def _pins() -> dict[str, str]:
    """The pinned version of each library; none depends on the Python at hand (a test says so)."""
    text = (ROOT / "requirements.txt").read_text("ascii")
    return dict(re.findall(r"(?m)^([a-z0-9.-]+)==(\S+)", text))


def _belongs(path: PurePosixPath) -> bool:
    if path.suffix in LEFT_OUT or set(path.parts) & set(NOT_NEEDED):
        return False
    return not path.parts[0].endswith((".dist-info", ".data", "-stubs"))


def _terms(name: str, distribution: metadata.Distribution) -> str:
    if name in TERMS_IN:
        source = Path(str(distribution.locate_file(TERMS_IN[name]))).read_text("utf-8")
        lines = source.partition("\n\n")[0].splitlines()
        return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines) + "\n"
    found = [f for f in distribution.files or [] if re.match(r"LICEN[CS]E|COPYING|NOTICE", f.name)]
    if not found:
        raise ValueError(f"{name} has no file with its licence")
    texts = [Path(str(distribution.locate_file(f))).read_text("utf-8") for f in found]
    return "\n".join(text.replace("\r\n", "\n") for text in texts)
