"""The libraries that the desk runs on, and where a release keeps those that it brings along.

PyMySQL stands apart, in `vendor/mysql/`: peewee loads it wherever it finds it, which a desk on
SQLite would pay for at every start.
"""

import importlib.util
import sys
from importlib.machinery import PathFinder
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "vendor"
MYSQL = FOLDER / "mysql"
VERSIONS = FOLDER / "versions.txt"  # a line "NAME VERSION" for each, written by the release
# What is imported under which name; a test compares this with requirements.in.
MODULES = {
    "altcha": "altcha",
    "bottle": "bottle",
    "flup": "flup",
    "imagesize": "imagesize",
    "itsdangerous": "itsdangerous",
    "jinja2": "jinja2",
    "justhtml": "justhtml",
    "libpass": "passlib",
    "markupsafe": "markupsafe",
    "multipart": "multipart",
    "peewee": "peewee",
    "pymysql": "pymysql",
    "tzdata": "tzdata",
    "waitress": "waitress",
    "whitenoise": "whitenoise",
}


def use_mysql() -> None:
    """Make PyMySQL importable where a release keeps it apart."""
    if MYSQL.is_dir() and str(MYSQL) not in sys.path:
        sys.path.insert(0, str(MYSQL))


def is_there(module: str) -> bool:
    """Whether a library can be imported; nothing is imported to find out."""
    if importlib.util.find_spec(module) is not None:
        return True
    return PathFinder.find_spec(module, [str(MYSQL)]) is not None


def libraries() -> dict[str, str]:
    """The version of each library by its name on registries; '' where nobody can tell."""
    if VERSIONS.is_file():
        lines = VERSIONS.read_text("ascii").splitlines()
        return {name: version for name, _, version in (line.partition(" ") for line in lines)}
    return {name: _installed(name) for name in MODULES}


def _installed(name: str) -> str:
    from importlib import metadata  # takes longer than all else here

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
