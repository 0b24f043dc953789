"""The libraries: pinned with hashes, free to pass on, and running without a compiler."""

import configparser
import re
from importlib import metadata
from pathlib import PurePath

import pytest
from packaging.requirements import Requirement

from tests.packaging import places
from tests.rules.tree import CODE, ROOT, files, text

FREE = ("MIT", "BSD", "Apache", "Zope", "ZPL", "ISC", "PSF", "Python Software Foundation", "0BSD")
COMPILED = (".so", ".pyd", ".dylib", ".dll")
# Compiled for speed only; each has been run without its compiled file (see the test below).
WITHOUT_COMPILER = {"markupsafe": "markupsafe._native"}
NOT_IMPORTED = {
    "tzdata": "data, which the standard library reads",
    "justhtml": "cleans the HTML of mails, which come with the mail gateway",
}
FILES = ("requirements.txt", "requirements-test.txt")


@pytest.mark.parametrize("name", FILES)
def test_pinned_with_hashes(name: str) -> None:
    """One exact version each, with hashes, and no word about where it was fetched."""
    content = text(ROOT / name)
    assert not re.search(r"://|index-url|find-links|file:", content)
    for line in content.replace("\\\n", " ").splitlines():
        if line.strip():
            assert re.match(r"[a-z0-9.-]+==\S+( ;.*?)? +--hash=sha256:[0-9a-f]{64}", line), line


def test_tests_run_on_the_same_versions() -> None:
    """What is tested is what people get."""
    tested = places.pinned("requirements-test.txt")
    assert all(tested[name].specifier == r.specifier for name, r in places.pinned().items())


def test_one_list_of_ranges() -> None:
    """setup.cfg asks for what requirements.in asks for, and the pins lie within."""
    setup = configparser.ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg", "utf-8")
    packed = {line for line in setup["options"]["install_requires"].split() if line}
    lines = text(ROOT / "requirements.in").splitlines()
    source = {line for line in lines if line[:1] not in ("#", "")}
    assert packed == source
    pinned = places.pinned()
    for asked in map(Requirement, source):
        (exact,) = pinned[places.normal(asked.name)].specifier
        assert exact.version in asked.specifier


@pytest.mark.parametrize("name", sorted(places.pinned()))
def test_free_and_pure(name: str) -> None:
    """Its licence lets us ship it, and a host without a compiler can run it."""
    distribution = metadata.distribution(name)
    licence = _licence(distribution)
    assert any(free in licence for free in FREE), licence
    assert not re.search(r"\bA?GPL|\bLGPL", licence)
    compiled = [str(f) for f in distribution.files or [] if PurePath(f).suffix in COMPILED]
    assert not compiled or name in WITHOUT_COMPILER, compiled


def test_nothing_is_installed_for_nothing() -> None:
    """Each library is imported somewhere; whoever drops the last import drops the pin."""
    used = "".join(text(path) for path in files(".py", under=CODE))
    unused = []
    for name in set(places.pinned()) - set(NOT_IMPORTED):
        tops = {f.parts[0].removesuffix(".py") for f in metadata.distribution(name).files or []}
        words = "|".join(re.escape(top) for top in tops if top.isidentifier())
        if not re.search(rf"(?m)^\s*(import|from) ({words})\b|import_module\(\"({words})\b", used):
            unused.append(name)
    assert not unused


@pytest.mark.parametrize("module", WITHOUT_COMPILER.values())
def test_the_pure_fallback_is_there(module: str) -> None:
    """The part that takes over where the compiled file is left out."""
    assert __import__(module, fromlist=["_"])._escape_inner("<&>") == "&lt;&amp;&gt;"


def test_every_licence_is_named() -> None:
    """docs/licences.md lists each library that ships."""
    told = text(ROOT / "docs" / "licences.md").lower()
    assert not [name for name in places.pinned() if f"| {name} |" not in told]


def _licence(distribution: metadata.Distribution) -> str:
    """What the metadata say; where they are silent, how the licence file begins."""
    said = distribution.metadata
    words = [*said.get_all("License-Expression", []), *said.get_all("License", [])]
    words += [c for c in said.get_all("Classifier", []) if c.startswith("License")]
    if not any(words):
        files = [f for f in distribution.files or [] if f.name.startswith("LICEN")]
        mit = "Permission is hereby granted, free of charge"
        words = ["MIT"] if any(mit in f.read_text() for f in files) else []
    return " ".join(word[:60] for word in words)
