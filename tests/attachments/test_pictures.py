"""Only what really is a picture, of a sane size, is ever shown in a page."""

import builtins
import io
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from helpdesk.attachments import pictures

KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def drawn(kind: str, width: int = 60, height: int = 40) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), (20, 120, 90)).save(made, kind)
    return made.getvalue()


def looked(folder: Path, content: bytes) -> pictures.Picture | None:
    file = folder / "file"
    file.write_bytes(content)
    with file.open("rb") as stream:
        return pictures.look(stream)


def claiming(width: int, height: int) -> bytes:
    """A PNG whose header says any size."""
    png = drawn("PNG")
    return png[:16] + struct.pack(">II", width, height) + png[24:]


@pytest.mark.parametrize("kind", KINDS)
def test_known_kinds_with_their_sizes(tmp_path: Path, kind: str) -> None:
    assert looked(tmp_path, drawn(kind)) == pictures.Picture(KINDS[kind], 60, 40)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>\x89PNG\r\n\x1a\n",
        b"BM" + b"\0" * 60,
        b"II*\0" + b"\0" * 60,
        b"RIFF\0\0\0\0WAVE",
        b"%PDF-1.7",
    ],
)
def test_everything_else_is_none(tmp_path: Path, content: bytes) -> None:
    assert looked(tmp_path, content) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_anywhere_is_no_error(tmp_path: Path, kind: str) -> None:
    whole = drawn(kind)
    for length in range(0, min(len(whole), 200)):
        looked(tmp_path, whole[:length])


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (30_001, 1), (10_000, 10_000), (2**31, 2**31)])
def test_insane_sizes_are_none(tmp_path: Path, size: tuple[int, int]) -> None:
    assert looked(tmp_path, claiming(*size)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_previews_are_small_and_of_one_kind(tmp_path: Path, kind: str) -> None:
    source, target = tmp_path / "file", tmp_path / "preview"
    source.write_bytes(drawn(kind, 1000, 500))
    assert pictures.make_preview(source, target)
    with Image.open(target) as small:
        assert (small.format, small.size) == ("WEBP", (320, 160))


def test_a_broken_picture_has_none(tmp_path: Path) -> None:
    source, target = tmp_path / "file", tmp_path / "preview"
    source.write_bytes(drawn("PNG")[:60])
    assert not pictures.make_preview(source, target)


def test_without_pillow_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "PIL":
            raise ImportError(name)
        return real(name, *more, **named)

    source = tmp_path / "file"
    source.write_bytes(drawn("PNG"))
    monkeypatch.setattr(builtins, "__import__", without)
    assert not pictures.make_preview(source, tmp_path / "preview")
