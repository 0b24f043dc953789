"""`python3 run.py` on a machine that has only Python: what it sets up, and what it says.

Most tests use a tiny tree, whose "desk" prints what it was called with and whose requirements are
empty, so that setting up takes a moment and no network. The first one sets up the real thing.
"""

import ast
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.packaging import interpreters, places, smoke
from tests.rules.tree import ROOT, text

SAY = "import os, sys\nprint('called', sys.argv[1:], os.environ.get('HELPDESK_SCALE'))\n"


def test_the_real_desk(tmp_path: Path) -> None:
    """From a fresh download to a page within a minute; the second start takes a moment."""
    tree = places.copy_of_the_tree(tmp_path / "my desk")
    address = f"http://127.0.0.1:{(port := smoke.free_port())}"
    command = [interpreters.outside_of_any_venv(), str(tree / "run.py"), "--port", str(port)]
    where = {"cwd": tmp_path, "env": smoke.clean_environment()}
    for seconds in (60, 10):
        began = time.monotonic()
        with smoke.serving(command, address, tmp_path / "log", **where) as said:
            assert time.monotonic() - began < seconds, said
            assert f"{address}/install/" in said
            assert smoke.Browser(address).get("/")[0] == 200
    assert (tree / "data").is_dir() and (tree / ".venv").is_dir()


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree that `run.py` takes for the desk, set up once."""
    tree = tmp_path_factory.mktemp("ready") / "tree"
    for path in ("helpdesk/__main__.py", "pytest/__main__.py"):
        (tree / path).parent.mkdir(parents=True)
        (tree / path).write_text(SAY, "utf-8")
    for name in ("requirements.txt", "requirements-test.txt"):
        (tree / name).write_text("", "ascii")
    (tree / "tests").mkdir()
    (tree / "run.py").write_text(text(ROOT / "run.py"), "utf-8")
    said = _run(tree)
    assert "Making" in said and "Installing" in said and "called" in said
    return tree


@pytest.fixture
def tiny(ready: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return shutil.copytree(ready, tmp_path / "tree", symlinks=True)


def test_the_desk_gets_what_was_asked(tiny: Path) -> None:
    """A relative data folder counts from where the person is; the default is in the tree."""
    said = _run(tiny, "--port", "99", "--data", "mine", "--prefix", "/help", cwd=tiny.parent)
    data = str(tiny.parent / "mine")
    wanted = ["serve", "--host", "127.0.0.1", "--port", "99", "--data", data, "--prefix", "/help"]
    assert f"called {wanted} None" in said
    wanted = ["serve", "--host", "127.0.0.1", "--port", "8080", "--data", str(tiny / "data")]
    said = _run(tiny)
    assert f"called {wanted} None" in said and "Installing" not in said


def test_the_tests_get_what_was_asked(tiny: Path) -> None:
    """A scale, several processes unless the person says how many, and their own arguments."""
    said = _run(tiny, "test", "tests/x.py", "-k", "word")
    loadfile = "'--dist', 'loadfile', '--no-loadscope-reorder'"
    assert loadfile + ", 'tests/x.py', '-k', 'word'] small" in said
    said = _run(tiny, "test", "--thorough", "-n", "1")
    assert "called ['-p', 'tests.plugin_skips', '-n', '1'] thorough" in said


def test_the_release_gets_what_was_asked(tiny: Path) -> None:
    """A relative folder counts from where the person is."""
    (tiny / "release").mkdir()
    (tiny / "release" / "__main__.py").write_text(SAY, "utf-8")
    said = _run(tiny, "release", "--out", "mine", cwd=tiny.parent)
    assert f"called ['--out', '{tiny.parent / 'mine'}'] None" in said


def test_a_release_needs_no_libraries(ready: Path, tmp_path: Path) -> None:
    """Its own are used, by the Python at hand; what it doesn't have is said."""
    folder = tmp_path / "helpdesk"
    for name in ("run.py", "helpdesk/__main__.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ready / name, folder / name)
    (folder / "vendor").mkdir()
    assert "called ['serve'" in _run(folder)
    assert not (folder / ".venv").exists()
    for word in ("test", "release"):
        assert "the source tree has it" in _run(folder, word, "--out", "x", code=1)


def test_changed_requirements_are_installed(tiny: Path) -> None:
    """Both sets live in one environment, each with its own mark."""
    assert "Installing" in _run(tiny, "test")
    (tiny / "requirements.txt").write_text("# another version\n", "ascii")
    assert "requirements.txt" in _run(tiny)
    assert "Installing" not in _run(tiny) + _run(tiny, "test")


def test_an_unfinished_set_up_begins_anew(tiny: Path) -> None:
    """A kill in the middle leaves no mark behind."""
    (tiny / ".venv" / "installed.txt").unlink()
    (tiny / ".venv" / "half-installed").write_text("")
    assert "Making" in _run(tiny)
    assert not (tiny / ".venv" / "half-installed").exists()


def test_an_upgraded_python_begins_anew(tiny: Path) -> None:
    """The libraries lie in a folder of the old version's name."""
    stamp = tiny / ".venv" / "installed.txt"
    stamp.write_text(stamp.read_text().replace(f"python {interpreters.HERE}", "python 3.99"))
    assert "Making" in _run(tiny)
    assert "Making" not in _run(tiny)


def test_failing_pip(tiny: Path) -> None:
    """An altered library isn't installed; the next start tries again."""
    (tiny / "requirements.txt").write_text("./nothing-here\n", "ascii")
    assert "HTTPS_PROXY" in _run(tiny, code=1)
    assert not (tiny / ".venv" / "installed.txt").exists()


def test_somebody_elses_venv_is_left_alone(tiny: Path) -> None:
    """It may hold work of theirs."""
    shutil.rmtree(tiny / ".venv")
    (tiny / ".venv").mkdir()
    (tiny / ".venv" / "theirs").write_text("")
    assert "was not made by run.py" in _run(tiny, code=1)
    assert (tiny / ".venv" / "theirs").exists()


def test_two_starts_at_once(tiny: Path) -> None:
    """The second waits for the first instead of spoiling its work."""
    (tiny / ".venv" / "installed.txt").unlink()
    command = [interpreters.outside_of_any_venv(), str(tiny / "run.py")]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=smoke.clean_environment())
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert all("called" in words for words in said)
    assert sum("Making" in words for words in said) == 1


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_venv_module(tiny: Path, module: str) -> None:
    """Debian packs it separately; the line to type is on the screen."""
    shutil.rmtree(tiny / ".venv")
    code = (
        f"import sys, runpy; sys.modules[{module!r}] = None; sys.argv = ['run.py'];"
        f" runpy.run_path({str(tiny / 'run.py')!r}, run_name='__main__')"
    )
    command = [interpreters.outside_of_any_venv(), "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert f"sudo apt install python3-venv    (or python{interpreters.HERE}-venv)" in run.stderr


def test_old_pythons_are_told(tiny: Path) -> None:
    """As many old ones as this machine has; the syntax is checked in any case."""
    ast.parse(text(ROOT / "run.py"), feature_version=(3, 4))
    for version in interpreters.TOO_OLD:
        if python := interpreters.find(version):
            run = subprocess.run([python, str(tiny / "run.py")], capture_output=True, check=False)
            assert run.returncode == 1
            assert f"needs Python 3.10 or newer; this is Python {version}." in run.stderr.decode()


def _run(tree: Path, *arguments: str, code: int = 0, cwd: Path | None = None) -> str:
    """What run.py prints; Python is the one outside of the environment that the tests run in."""
    run = subprocess.run(
        [interpreters.outside_of_any_venv(), str(tree / "run.py"), *arguments],
        cwd=cwd or tree.parent,
        env=smoke.clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == code, run.stdout
    return run.stdout


if sys.platform == "win32":
    pytest.skip("run.py is not tried on Windows", allow_module_level=True)
