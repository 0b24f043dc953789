#!/usr/bin/env python3
"""Starts the desk, its tests or its release, on a machine that has nothing but Python.

The syntax stays readable for old Pythons, so that they can say what is missing instead of
showing a SyntaxError: no f-strings, and types stand in comments.
"""

import sys

if sys.version_info < (3, 10):
    sys.stderr.write(
        "The help desk needs Python 3.10 or newer; this is Python {0}.{1}.\n"
        "Start it with a newer one, for example:  python3.12 run.py\n".format(*sys.version_info)
    )
    sys.exit(1)

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator  # noqa: F401 - named in a type comment
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Made first and written last: a folder without OURS is somebody else's, one without a
# readable STAMP is a set-up that didn't get to its end.
OURS = VENV / "made-by-run.py"
STAMP = VENV / "installed.txt"

DESCRIPTION = "Starts the desk on a machine that has nothing but Python."
USAGE = """\
  python3 run.py [--host H] [--port P] [--data DIR] [--prefix /helpdesk]
  python3 run.py test [--thorough] [pytest arguments]
  python3 run.py release --out DIR"""
NO_VENV = """\
This Python can't make a virtual environment: its module "{missing}" is missing.
On Debian or Ubuntu:   sudo apt install python3-venv    (or {versioned})
Then start this again."""
NOT_OURS = """\
{venv} was not made by run.py, so it is left as it is.
Move it away and start this again, or install {requirements} into it yourself and start
the desk with   python -m helpdesk serve"""
PIP_FAILED = """\
Installing the libraries failed; pip's own words are above. Mostly the network is the reason:
behind a proxy set HTTPS_PROXY, then start this again. It begins anew by itself."""

IN_THE_TREE = "This is a release, which has no folder {}/; the source tree has it."


class Trouble(Exception):
    """Something that the person at the keyboard can put right; the text says how."""


def main(arguments):
    # type: (list[str]) -> int
    """Run what the command line asks for; returns the exit code."""
    try:
        if arguments[:1] == ["test"]:
            return run_tests(arguments[1:])
        if arguments[:1] == ["release"]:
            return build_release(arguments[1:])
        return run_desk(arguments)
    except Trouble as trouble:
        sys.stderr.write("{}\n".format(trouble))
    except OSError as error:
        sys.stderr.write("Can't set up the desk in {}: {}\n".format(ROOT, error))
    return 1


def run_desk(arguments):
    # type: (list[str]) -> int
    """Start the desk on this machine; ends only with it."""
    options = _desk_options(arguments)
    # The desk starts in its own folder; a relative data folder is meant from here.
    command = ["-m", "helpdesk", "serve", "--host", options.host, "--port", str(options.port)]
    command += ["--data", str(Path(options.data).expanduser().absolute())]
    if options.prefix:
        command += ["--prefix", options.prefix]
    if (ROOT / "vendor").is_dir():  # a release has its libraries with it
        return _become(command, _environment(), sys.executable)
    set_up("requirements.txt")
    return _become(command, _environment())


def run_tests(arguments):
    # type: (list[str]) -> int
    """Run the tests, on one process more than there are cores: many wait for a server."""
    _only_in_the_tree("tests")
    thorough = "--thorough" in arguments
    arguments = [a for a in arguments if a != "--thorough"]
    command = ["-m", "pytest", "-p", "tests.plugin_skips"]
    if not any(a.startswith(("-n", "--numprocesses", "--pdb", "--dist")) for a in arguments):
        command += ["-n", str(_cores() + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    set_up("requirements-test.txt")
    environment = _environment()
    environment["HELPDESK_SCALE"] = "thorough" if thorough else "small"
    # The tests make their own data folders and must never reach this person's desk.
    environment.pop("HELPDESK_DATA", None)
    return _become(command + arguments, environment)


def build_release(arguments):
    # type: (list[str]) -> int
    """Write the release zip and the wheel; the folder that is asked for is meant from here."""
    parser = argparse.ArgumentParser(prog="run.py release", description="Writes the release.")
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder to write it to")
    out = Path(parser.parse_args(arguments).out).expanduser().absolute()
    _only_in_the_tree("release")
    set_up("requirements-test.txt")
    return _become(["-m", "release", "--out", str(out)], _environment())


def set_up(requirements):
    # type: (str) -> None
    """Make .venv and install the pinned libraries, unless that is done already."""
    with _one_at_a_time():
        installed = _installed()
        wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
        if installed.get(requirements) == wanted:
            return
        if not installed:
            _make_venv(requirements)
        # Gone while pip works, so that a killed run begins anew.
        STAMP.unlink(missing_ok=True)
        _say("Installing the libraries of {} (once, about half a minute) ...".format(requirements))
        pip = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "-qq"]
        pip += ["--disable-pip-version-check", "-r", str(ROOT / requirements)]
        if subprocess.call(pip, env=_environment()) != 0:
            raise Trouble(PIP_FAILED)
        _write_stamp(dict(installed, **{requirements: wanted}))


def _only_in_the_tree(folder):
    # type: (str) -> None
    if not (ROOT / folder).is_dir():
        raise Trouble(IN_THE_TREE.format(folder))


def _desk_options(arguments):
    # type: (list[str]) -> argparse.Namespace
    parser = argparse.ArgumentParser(prog="run.py", usage="\n" + USAGE, description=DESCRIPTION)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", default=8080, type=int, help="port to listen on (%(default)s)")
    parser.add_argument(
        "--data",
        default=os.environ.get("HELPDESK_DATA") or str(ROOT / "data"),
        help="folder of the desk's own data: database, files, configuration (%(default)s)",
    )
    parser.add_argument("--prefix", default="", help="path of the desk, such as /helpdesk")
    return parser.parse_args(arguments)


@contextlib.contextmanager
def _one_at_a_time():
    # type: () -> Iterator[None]
    """Two starts at the same moment: the second waits, then finds everything there."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (ROOT / ".venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another start is setting up; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _installed():
    # type: () -> dict[str, str]
    """What the stamp says is installed; empty where .venv is missing or of no use any more."""
    try:
        installed = dict(line.split() for line in STAMP.read_text("ascii").splitlines())
        version = _version_inside()
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    # After an upgrade of the system the same link leads to another Python without the libraries.
    return installed if installed.get("python") == version else {}


def _make_venv(requirements):
    # type: (str) -> None
    if VENV.exists() and not OURS.exists():
        raise Trouble(NOT_OURS.format(venv=VENV, requirements=requirements))
    missing = [m for m in ("venv", "ensurepip") if importlib.util.find_spec(m) is None]
    if missing:
        versioned = "python{}.{}-venv".format(*sys.version_info)
        raise Trouble(NO_VENV.format(missing=missing[0], versioned=versioned))
    _say("Making {} ...".format(VENV))
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    OURS.write_text("run.py made this folder and may remove it.\n", "ascii")
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)], env=_environment()) != 0:
        raise Trouble("Python could not make {}; its own words are above.".format(VENV))


def _write_stamp(installed):
    # type: (dict[str, str]) -> None
    lines = sorted(dict(installed, python=_version_inside()).items())
    unfinished = STAMP.with_suffix(".new")
    unfinished.write_text("".join("{} {}\n".format(*line) for line in lines), "ascii")
    unfinished.replace(STAMP)


def _version_inside():
    # type: () -> str
    """The version of the Python in .venv; also finds out whether it still starts."""
    ask = "import sys; print('{}.{}'.format(*sys.version_info))"
    answer = subprocess.check_output([str(PYTHON), "-c", ask], stderr=subprocess.DEVNULL)
    return answer.decode().strip()


def _become(command, environment, python=str(PYTHON)):
    # type: (list[str], dict[str, str], str) -> int
    """Hand over to the Python in .venv, or to another one."""
    os.chdir(ROOT)
    command = [python] + command
    sys.stdout.flush()
    if os.name == "nt":  # exec on Windows gives the prompt back at once
        return subprocess.call(command, env=environment)
    os.execve(command[0], command, environment)


def _environment():
    # type: () -> dict[str, str]
    """This environment without what would lead pip or Python away from .venv."""
    unwanted = "PIP_TARGET PIP_PREFIX PYTHONHOME PYTHONPATH PYTHONSAFEPATH __PYVENV_LAUNCHER__"
    kept = {k: v for k, v in os.environ.items() if k not in unwanted.split()}
    return dict(kept, PIP_USER="0")


def _cores():
    # type: () -> int
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux has it
        return os.cpu_count() or 1


def _say(text):
    # type: (str) -> None
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
