"""The database step on a real server: refusals beside their fields, room for several desks."""

from pathlib import Path

import pymysql
import pytest

from helpdesk import config, db
from helpdesk.db.mysql import Address
from helpdesk.schema import Staff
from tests.install.wizard import Wizard


@pytest.fixture
def server(mariadb_database: Address) -> Address:
    """A database of this test's own on a real MariaDB."""
    return mariadb_database


@pytest.fixture
def wizard(folder: Path) -> Wizard:
    """Somebody at the database step."""
    return Wizard(folder).to("database")


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"password": "wrong"}, "password", "knows no user"),
        ({"user": "nobody"}, "password", "knows no user"),
        ({"user": ""}, "user", "Enter the user"),
        ({"name": "nothing"}, "name", "nothing"),
        ({"name": ""}, "name", "Enter the name"),
        ({"host": "no.such.host.invalid"}, "host", "no.such.host.invalid"),
        ({"host": "/nowhere/my.sock"}, "host", "no socket"),
        ({"port": "1"}, "host", "No database server answers"),
        ({"port": "99999"}, "port", "between 1 and 65535"),
        ({"port": "abc"}, "port", "between 1 and 65535"),
        ({"prefix": "Bad-Prefix"}, "prefix", "begins with a letter"),
        ({"prefix": "x" * 21}, "prefix", "begins with a letter"),
    ],
)
def test_refusals_stand_beside_their_field(
    wizard: Wizard, server: Address, change: dict[str, str], field: str, words: str
) -> None:
    """The form comes back filled in, without the password; nobody gets on."""
    answer = wizard.database(server, **change)
    assert answer.status_int == 422
    assert words in answer.html.find(id=f"f-{field}-error").text
    for name in ("host", "name", "user", "prefix"):
        wanted = {"host": server.host, "name": server.name, "user": server.user, "prefix": "hd_"}
        assert answer.form[name].value == {**wanted, **change}[name]
    assert answer.form["password"].value == "" and server.password not in answer.text
    assert wizard.place == "database"


def test_the_password_is_kept_for_the_next_try(wizard: Wizard, server: Address) -> None:
    """A mistyped host doesn't cost typing the password again."""
    assert wizard.database(server, host="no.such.host.invalid").status_int == 422
    assert wizard.database(server, password="").location == "/install/desk"


def test_test_the_connection(wizard: Wizard, server: Address) -> None:
    """It says what answers, by which way, and stays."""
    page = wizard.database(server, press="test")
    assert page.status_int == 200 and "MariaDB" in page.html.find(class_="is-good").text
    assert page.form["host"].value == server.host


def test_by_socket(folder: Path, wizard: Wizard, server: Address, mariadb: object) -> None:
    """A path in the host's field is a socket; what worked is what is kept."""
    socket = str(mariadb.socket)  # type: ignore[attr-defined]
    assert wizard.database(server, host=socket, port="").status_int == 303
    wizard.desk()
    wizard.mail()
    wizard.tables()
    made = config.load(folder).database
    assert made.socket == socket and made.password == server.password


def test_two_desks_in_one_database(tmp_path: Path, server: Address) -> None:
    """The second one is told which prefix is free, and then both live side by side."""
    first, second = Wizard(tmp_path / "one"), Wizard(tmp_path / "two")
    first.to("done", server)
    second.to("database")
    answer = second.database(server)
    assert answer.status_int == 422
    assert "“hd2_” is free" in answer.html.find(id="f-prefix-error").text
    assert second.database(server, prefix="hd2_").status_int == 303
    second.desk(title="The other desk", email="olga@example.com")
    second.mail()
    assert second.tables().location == "/install/done"
    for folder, email in ((tmp_path / "one", "anna@"), (tmp_path / "two", "olga@")):
        db.use(config.load(folder).database)
        with db.connection():
            assert [row.email for row in Staff.select()] == [f"{email}example.com"]
    assert not [name for name in _tables(server) if "installing" in name]


def test_two_desks_at_the_same_moment(tmp_path: Path, server: Address) -> None:
    """Both chose the prefix while it was free: the one that comes second touches nothing."""
    first, second = (Wizard(tmp_path / name).to("tables", server) for name in ("one", "two"))
    first.tables()
    answer = second.slice()
    assert answer.status_int == 422 and "begin with “hd_”" in answer.text
    assert not config.exists(tmp_path / "two")
    db.use(config.load(tmp_path / "one").database)
    with db.connection():
        assert Staff.select().count() == 1


def test_tables_of_an_interrupted_installation_are_continued(
    folder: Path, wizard: Wizard, server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours by the mark in the database, also when the database step is done once more."""
    monkeypatch.setattr("helpdesk.installation.tables.SLICE", 0.0)
    wizard.database(server)
    wizard.desk()
    wizard.mail()
    wizard.slice()
    assert "hd_installing" in _tables(server) and len(_tables(server)) > 1
    assert wizard.database(server, password="").status_int == 303
    wizard.tables()
    assert config.exists(folder)


def test_a_server_that_goes_away_in_between(
    folder: Path, wizard: Wizard, server: Address, mariadb: object
) -> None:
    """A word about it on the page; when it is back, the same button goes on."""
    wizard.database(server)
    wizard.desk()
    wizard.mail()
    mariadb.kill()  # type: ignore[attr-defined]
    answer = wizard.slice()
    assert answer.status_int == 422 and "What is made so far stays" in answer.text
    mariadb.start()  # type: ignore[attr-defined]
    assert wizard.tables().location == "/install/done"


def test_a_foreign_sqlite_file_is_left_alone(folder: Path) -> None:
    """It may be somebody's desk whose configuration got lost."""
    wizard = Wizard(folder).to("database")
    (folder / "helpdesk.sqlite3").write_bytes(b"somebody's" * 100)
    wizard.database()
    wizard.desk()
    wizard.mail()
    wizard.tables()
    assert (folder / "helpdesk.sqlite3").read_bytes().startswith(b"somebody's")
    assert config.load(folder).database.path == str(folder / "helpdesk-2.sqlite3")


def _tables(server: Address) -> list[str]:
    connection = pymysql.connect(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password.encode(),
        database=server.name,
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("SHOW TABLES")
        return [str(row[0]) for row in cursor.fetchall()]
