"""The release that is dropped in, and the hosts that can be had on this machine."""

from collections.abc import Iterator

import pytest

from tests.mail import sink as mail


@pytest.fixture
def sink() -> Iterator[mail.Sink]:
    """A mail server that takes files of the size of the walk's."""
    with mail.running() as running:
        yield running
