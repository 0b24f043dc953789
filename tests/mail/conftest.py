"""A desk whose mails go to a server of the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpdesk import outbox, settings
from helpdesk.jobs import Slice
from helpdesk.mail import transport
from helpdesk.mail.smtp import Server
from helpdesk.schema import Outbox
from tests.cast import Desk
from tests.mail import sink
from tests.mail.sink import Scripted, Sink

Point = Callable[..., None]
Script = Callable[..., Scripted]


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    """What one test learnt about its server doesn't concern the next one."""
    outbox._pauses.clear()
    yield
    outbox._pauses.clear()
    transport.finish()


@pytest.fixture
def post() -> Iterator[Sink]:
    """A mail server that keeps what it gets."""
    with sink.running() as running:
        yield running


@pytest.fixture
def script() -> Iterator[Script]:
    """Scripted servers, ended with the test."""
    made: list[Scripted] = []

    def begin(answer: Callable[[str], str | None] = sink.polite, **more: Any) -> Scripted:
        made.append(Scripted(answer, **more))
        return made[-1]

    yield begin
    for each in made:
        each.close()


@pytest.fixture
def point(desk: Desk) -> Point:
    """Point the desk at a mail server."""

    def at(port: int, **more: Any) -> None:
        values = {
            "mail.method": "smtp",
            "mail.host": sink.HOST,
            "mail.port": port,
            "mail.security": "none",
            "mail.from_address": "desk@harbour-lane.example",
            "mail.timeout": 1,
            **{f"mail.{name}": value for name, value in more.items()},
        }
        settings.change(values)

    return at


@pytest.fixture
def mailing(point: Point, post: Sink) -> Sink:
    """The desk sends to a real server."""
    point(post.port)
    return post


def deliver() -> None:
    """One run of the job."""
    outbox.deliver(Slice(None, None))


def rows() -> dict[str, tuple[str, str]]:
    """State and error of each recipient's last row."""
    query = Outbox.select().order_by(Outbox.id)
    return {row.recipient: (row.state, row.error) for row in query}


def server(port: int, **more: Any) -> Server:
    """A server to talk to without a desk."""
    usual: dict[str, Any] = {
        "host": sink.HOST,
        "port": port,
        "security": "none",
        "user": "",
        "password": "",
        "verify": True,
        "timeout": 10.0,
        "helo": "desk.example",
    }
    return Server(**{**usual, **more})
