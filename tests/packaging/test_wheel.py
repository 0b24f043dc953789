"""The wheel in a fresh environment: what it puts there, and that the desk in it works."""

import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.packaging import places, smoke
from tests.rules.tree import project_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once for this file."""
    return places.build_wheel(tmp_path_factory.mktemp("wheel"))


def test_contents(wheel: Path) -> None:
    """Every file that runs is in it, and only `helpdesk` and its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"helpdesk"}
    wanted = {
        str(path) if path.parts[0] == "helpdesk" else f"helpdesk/{path}"
        for path in project_files()
        if path.parts[0] in ("helpdesk", "admin", "install", "templates", "static")
        and path.suffix != ".pot"  # for translators
    }
    assert not wanted - names
    assert not [name for name in names if name.endswith(".pyc")]


def test_the_pinned_libraries_are_what_it_asks_for(wheel: Path) -> None:
    """Nothing that the wheel requires is missing in requirements.txt, nor of another version."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(archive.read(name).decode())
    asked = [Requirement(line) for line in said.get_all("Requires-Dist", [])]
    pinned = places.pinned()
    for requirement in (r for r in asked if not r.marker or r.marker.evaluate({"extra": ""})):
        (exact,) = pinned[places.normal(requirement.name)].specifier
        assert exact.version in requirement.specifier, requirement


def test_walk(wheel: Path, tmp_path: Path) -> None:
    """Installed by pip, started by its command, away from the tree."""
    python = places.environment(tmp_path / "venv", places.libraries(tmp_path / "libraries"))
    places.pip_install(python, str(wheel))
    elsewhere, data = tmp_path / "elsewhere", tmp_path / "data"
    elsewhere.mkdir()
    command = [str(python.with_name("helpdesk"))]
    address = f"http://127.0.0.1:{(port := smoke.free_port())}"
    where = {"cwd": elsewhere, "env": smoke.clean_environment()}
    smoke.install(command, data, address, **where)
    serve = [*command, "serve", "--port", str(port), "--data", str(data)]
    with smoke.serving(serve, address, tmp_path / "log", **where) as said:
        assert address in said
        smoke.walk(address)
    assert not list(elsewhere.iterdir())
