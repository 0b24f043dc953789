"""An installed desk to be copied, and the hosts of this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosting import ready
from tests.mail import sink as mail


@pytest.fixture
def sink() -> Iterator[mail.Sink]:
    """A mail server."""
    with mail.running() as running:
        yield running


@pytest.fixture(scope="session")
def installed(release_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk, made once."""
    return ready.make(release_zip, tmp_path_factory.mktemp("installed"))
