"""The walk on each supported Python that this machine has.

The libraries are those of the Python that runs the tests: all are pure, and MarkupSafe falls back
to its pure half, as it does on a host for which nobody has compiled it.
"""

from pathlib import Path

import pytest

from tests.packaging import interpreters, places, smoke
from tests.plugin_skips import thorough

FOUND = [version for version in interpreters.SUPPORTED if interpreters.find(version)]
# At small scale the oldest and the newest: what lies between has what both have.
WALKED = FOUND if thorough() else sorted({*FOUND[:1], *FOUND[-1:]})


@pytest.mark.parametrize("version", WALKED)
def test_walk(version: str, tmp_path: Path) -> None:
    """Installed and served by that Python."""
    packages = places.libraries(tmp_path / "libraries")
    python = places.environment(tmp_path / "venv", packages, interpreters.find(version) or "")
    folder = places.copy_of_the_tree(tmp_path / "desk")
    data, address = tmp_path / "data", f"http://127.0.0.1:{(port := smoke.free_port())}"
    command = [str(python), "-m", "helpdesk"]
    where = {"cwd": folder, "env": smoke.clean_environment()}
    smoke.install(command, data, address, **where)
    serve = [*command, "serve", "--port", str(port), "--data", str(data)]
    with smoke.serving(serve, address, tmp_path / "log", **where):
        smoke.walk(address)
