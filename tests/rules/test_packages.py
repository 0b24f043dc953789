"""What setup.cfg packs is what stands in the folders."""

import configparser
import subprocess
import sys

from tests.rules import tree

MAPPED = {name: f"helpdesk.{name}" for name in ("admin", "install", "static", "templates")}
# Folders of plain files: everything in them belongs to one package.
DATA_ONLY = ("helpdesk.static", "helpdesk.templates")


def test_package_list() -> None:
    """Each folder with Python in it is named; the message is the list to paste."""
    wanted = sorted({*_python_packages(), *DATA_ONLY})
    listed = sorted(_setup()["options"]["packages"].split())
    assert listed == wanted, "setup.cfg, packages =\n    " + "\n    ".join(wanted)


def test_folders_are_packages() -> None:
    """A folder with modules has an `__init__.py`, else a wheel would leave it out."""
    folders = {path.parent for path in tree.files(".py", under=tree.CODE)}
    assert not [str(f) for f in sorted(folders) if not (tree.ROOT / f / "__init__.py").is_file()]


def test_only_one_name_at_the_top() -> None:
    """A wheel puts nothing but `helpdesk` into site-packages."""
    mapping = dict(
        line.replace(" ", "").split("=")
        for line in _setup()["options"]["package_dir"].strip().splitlines()
    )
    assert mapping == {"helpdesk": "helpdesk", **{v: k for k, v in MAPPED.items()}}


def test_version_is_readable_without_any_library() -> None:
    """A build knows the version before anything is installed."""
    code = "import helpdesk.version; print(helpdesk.version.__version__)"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {code}"]
    run = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip()[0].isdigit()


def _python_packages() -> set[str]:
    return {
        tree.module_name(path)
        for path in tree.project_files()
        if path.name == "__init__.py" and path.parts[0] in tree.CODE
    }


def _setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(tree.ROOT / "setup.cfg", "utf-8")
    return parser
