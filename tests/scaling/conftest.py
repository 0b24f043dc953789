"""Three database nodes, and desks that are served beside each other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk import config, db, settings
from tests.cast import empty, installed
from tests.mail import sink
from tests.robust.servers import Serving
from tests.scaling.farm import Farm
from tests.servers import galera as servers


@pytest.fixture(scope="session")
def galera() -> Iterator[servers.Galera]:
    """One cluster for all tests of this process."""
    if reason := servers.missing():
        pytest.skip(reason)
    cluster = servers.Galera()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture(scope="session")
def template(galera: servers.Galera, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on the cluster, made once and emptied for each test."""
    folder = tmp_path_factory.mktemp("template-galera")
    installed(folder, galera.database())
    db._close()
    return folder


@pytest.fixture
def mails() -> Iterator[sink.Sink]:
    """A real mail server."""
    with sink.running() as running:
        yield running


@pytest.fixture
def farm(
    galera: servers.Galera, template: Path, tmp_path: Path, mails: sink.Sink
) -> Iterator[Farm]:
    """A desk on the cluster that takes anything and sends its mails."""
    assert galera.whole()
    made = config.load(template)
    db.use(made.database)
    empty(template)
    settings.forget()
    with db.connection():
        settings.change(
            {
                "files.store": "database",
                "security.requests_per_hour": 10_000,
                "portal.open_limit": 0,
                "mail.method": "smtp",
                "mail.host": sink.HOST,
                "mail.port": mails.port,
                "mail.security": "none",
                "mail.from_address": "desk@example.com",
            }
        )
    served = Farm(galera, made.database, tmp_path, made, mails)
    yield served
    served.close()


@pytest.fixture
def machines(farm: Farm) -> Callable[[int], list[Serving]]:
    """So many machines that serve it; each asks another node first."""
    return lambda count: [farm.serve(number) for number in range(count)]
