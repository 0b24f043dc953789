"""Raster pictures: only what really is one, and of a sane size, is ever shown in a page."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import imagesize

MOST_PIXELS = 50_000_000
PREVIEW = 320  # pixels of the longer side
SHOWN_WHOLE = 300_000  # bytes up to which a picture is its own preview
_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@dataclass(frozen=True)
class Picture:
    """What a picture's header says; sizes in pixels."""

    media_type: str
    width: int
    height: int


def look(stream: BinaryIO) -> Picture | None:
    """The picture in a stream, judged by its bytes and never by its name; None when it is none."""
    head = stream.read(16)
    media_type = next((kind for sign, kind in _SIGNS if head.startswith(sign)), "")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        media_type = "image/webp"
    if not media_type:
        return None
    try:
        stream.seek(0)
        width, height = imagesize.get(stream)
    except (ValueError, OSError):
        return None
    sane = 0 < width <= 30_000 and 0 < height <= 30_000 and width * height <= MOST_PIXELS
    return Picture(media_type, width, height) if sane else None


def make_preview(source: Path, target: Path) -> bool:
    """Write a small picture, where Pillow is installed and the picture can be read whole."""
    try:
        from PIL import Image
    except ImportError:
        return False
    try:
        with Image.open(source, formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            image.thumbnail((PREVIEW, PREVIEW))
            image.convert("RGBA").save(target, "WEBP", quality=70)
    except Exception:  # a broken picture is no reason to refuse the file
        return False
    return True
