"""Desks that are served for real."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk import db
from tests.cast import Desk
from tests.robust.servers import Serving


@pytest.fixture
def serve() -> Iterator[Callable[..., Serving]]:
    """Starts servers, which end with the test."""
    started: list[Serving] = []

    def start(folder: Path, *more: str, **options: Any) -> Serving:
        started.append(Serving(folder, *more, **options))
        return started[-1].start()

    yield start
    for one in started:
        one.remove()


@pytest.fixture
def served(desk: Desk, serve: Callable[..., Serving]) -> Serving:
    """The desk of the cast, stand-alone; this process lets go of its database."""
    desk.close()
    db._close()
    return serve(desk.folder)
