"""Static files, compressed once, with addresses that change with their content.

Servers that know `static/` themselves never get here.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from helpdesk import paths
from helpdesk.version import __version__
from helpdesk.web import packed
from helpdesk.web.headers import ALWAYS
from helpdesk.web.routes import WSGI

YEAR = 365 * 86_400


def mount(app: WSGI, folder: Path | None) -> WSGI:
    """Put the static files in front of the app; `folder` is where compressed copies may be kept."""
    wrapped: WSGI = _Files(
        app,
        root=str(_compressed(folder) if folder else paths.STATIC),
        prefix="static/",
        max_age=YEAR,  # every link carries a checksum
        add_headers_function=_headers,
    )
    return wrapped


class _Files(WhiteNoise):
    """Without the packed copies of files that were edited since."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Any:
        """What is sent for an address."""
        copy, file = f"{path}.gz", Path(path)
        if stat_cache and copy in stat_cache and packed.is_stale(file, file.read_bytes()):
            stat_cache = {name: about for name, about in stat_cache.items() if name != copy}
        return super().get_static_file(path, url, stat_cache)


def _compressed(folder: Path) -> Path:
    """The static files with a .gz beside each: a release brings them along, elsewhere it is a copy,
    made once per state of the originals."""
    if (paths.STATIC / "css" / "tokens.css.gz").is_file():
        return paths.STATIC
    originals = [p for p in sorted(paths.STATIC.rglob("*")) if p.is_file()]
    newest = max(p.stat().st_mtime_ns for p in originals)
    target = folder / "cache" / f"static-{__version__}-{newest:x}-{len(originals)}"
    if target.is_dir():
        return target
    making = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        shutil.copytree(paths.STATIC, making, ignore=shutil.ignore_patterns("*.py", "*.pyc"))
        from whitenoise.compress import Compressor  # once per release

        packer = Compressor(use_brotli=False, quiet=True)
        for file in making.rglob("*"):
            if file.suffix in (".css", ".js", ".svg", ".txt"):
                list(packer.compress(str(file)))
        making.rename(target)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        return target if target.is_dir() else paths.STATIC
    for old in target.parent.glob("static-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    return target


def _headers(headers: Any, path: str, url: str) -> None:
    for name, value in ALWAYS.items():
        headers[name] = value
