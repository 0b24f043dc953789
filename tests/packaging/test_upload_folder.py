"""The folder as somebody uploads it: run from elsewhere, below a prefix."""

from pathlib import Path

from tests.packaging import places, smoke


def test_walk(tmp_path: Path) -> None:
    """No installation of the package itself; its links and forms keep the prefix."""
    python = places.environment(tmp_path / "venv", places.libraries(tmp_path / "libraries"))
    folder = places.copy_of_the_tree(tmp_path / "public_html" / "helpdesk")
    data = tmp_path / "data"
    address = f"http://127.0.0.1:{(port := smoke.free_port())}/helpdesk"
    command = [str(python), "-m", "helpdesk"]
    where = {"cwd": tmp_path, "env": smoke.clean_environment(PYTHONPATH=str(folder))}
    smoke.install(command, data, address, **where)
    serve = [*command, "serve", "--port", str(port), "--data", str(data), "--prefix", "/helpdesk"]
    with smoke.serving(serve, address, tmp_path / "log", **where) as said:
        assert address in said
        smoke.walk(address)


def test_the_wizard_awaits_the_first_visitor(tmp_path: Path) -> None:
    """Nothing installed yet: every page leads to the wizard, whose address is printed."""
    python = places.environment(tmp_path / "venv", places.libraries(tmp_path / "libraries"))
    folder = places.copy_of_the_tree(tmp_path / "desk")
    address = f"http://127.0.0.1:{(port := smoke.free_port())}"
    serve = [str(python), "-m", "helpdesk", "serve", "--port", str(port)]
    serve += ["--data", str(tmp_path / "data")]
    where = {"cwd": folder, "env": smoke.clean_environment()}
    with smoke.serving(serve, address, tmp_path / "log", **where) as said:
        assert f"{address}/install/" in said
        for path in ("/", "/submit", "/admin/tickets"):
            status, _, here = smoke.Browser(address).get(path)
            assert status == 200 and "/install/" in here, (path, status, here)
