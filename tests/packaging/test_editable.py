"""`pip install -e .`, as developers have it: the sections come from the tree."""

from pathlib import Path

from tests.packaging import places, smoke


def test_walk(tmp_path: Path) -> None:
    """The desk works from elsewhere, and a change in the tree is seen at once."""
    packages = places.libraries(tmp_path / "libraries", "setuptools")
    python = places.environment(tmp_path / "venv", packages)
    tree = places.copy_of_the_tree(tmp_path / "tree")
    places.pip_install(python, "-e", str(tree))
    where = {"cwd": tmp_path, "env": smoke.clean_environment()}
    code = "import helpdesk.admin, helpdesk.install; print(helpdesk.admin.__file__)"
    assert smoke.run([python, "-c", code], **where).strip() == str(tree / "admin" / "__init__.py")
    data, address = tmp_path / "data", f"http://127.0.0.1:{(port := smoke.free_port())}"
    command = [str(python), "-m", "helpdesk"]
    smoke.install(command, data, address, **where)
    serve = [*command, "serve", "--port", str(port), "--data", str(data)]
    with smoke.serving(serve, address, tmp_path / "log", **where):
        smoke.walk(address)


def test_other_names_are_refused(tmp_path: Path) -> None:
    """A generic top-level `admin` would be somebody else's in another environment."""
    tree = places.copy_of_the_tree(tmp_path / "tree")
    for name in ("admin", "install"):
        code = f"try:\n import {name}\nexcept ImportError as error: print(error)"
        python = places.environment(tmp_path / name, tmp_path)
        said = smoke.run([python, "-c", code], cwd=tree, env=smoke.clean_environment())
        assert f"helpdesk.{name}" in said
