"""Timed work after a page, on hosts where the desk has no thread of its own."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosting import ready
from tests.hosting.servers import HOSTS, Host
from tests.hosting.visitor import Visitor
from tests.hosting.walk import ANNA, CLEO, PATIENCE
from tests.mail.sink import HOST as SINK
from tests.mail.sink import Sink

LOOK = 0.2  # seconds between two pages


@pytest.fixture(params=[name for name, host in HOSTS.items() if not host.has_thread])
def host(
    request: pytest.FixtureRequest, release_zip: Path, installed: Path, sink: Sink
) -> Iterator[Host]:
    """Each of them, with a desk that sends mail."""
    if reason := HOSTS[request.param].missing():
        pytest.skip(reason)
    made = HOSTS[request.param](release_zip)
    ready.install(made, installed)
    server = {"mail__host": SINK, "mail__port": sink.port, "mail__security": "none"}
    ready.change(made, mail__method="smtp", mail__from_address="desk@example.org", **server)
    with made.running():
        yield made


def test_nobody_waits_for_it(host: Host, sink: Sink) -> None:
    """The mail server keeps the desk waiting until the visitor has the whole page after which the
    mail goes out, and another one. It takes the mail at the first try: the desk has not hung up
    before."""
    sink.takes.clear()
    cleo, ends = Visitor(host.address), time.monotonic() + PATIENCE
    typed = {"name": "Cleo Marsh", "subject": "Mein Drucker streikt", "message": "Grey."}
    status, page, here = cleo.press("/submit", "message", email=CLEO, **typed)
    assert status == 200 and here.endswith("/received"), page[:3000]
    while not sink.brought.wait(LOOK):
        assert time.monotonic() < ends, host.said()
        status, page, _here = cleo.get(host.address + "/")
        assert status == 200 and page.rstrip().endswith("</html>"), page[-3000:]
    assert cleo.get(host.address + "/")[0] == 200 and not sink.envelopes
    sink.takes.set()
    while len(sink.envelopes) < 2:
        assert time.monotonic() < ends, host.said()
        cleo.get(host.address + "/")
        time.sleep(LOOK)
    assert len(sink.to(CLEO)) == len(sink.to(ANNA)) == 1 and sink.asked == 2
