"""Fixtures of the release; tests/conftest.py names this module in `pytest_plugins`."""

import os
from pathlib import Path

import pytest

from tests.packaging import release


@pytest.fixture(scope="session")
def release_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release, built once for a whole run, also where several processes share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return release.built(shared / "release")
