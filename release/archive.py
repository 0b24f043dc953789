"""One zip, and the wheel: the same bytes from the same files."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from helpdesk.version import __version__
from release import folder, sources

NAME = "helpdesk"  # of the folder inside, and so of the address in most cases


def write_zip(out: Path, files: Mapping[str, bytes]) -> Path:
    """Write `helpdesk-VERSION.zip`; an older one is replaced as a whole."""
    target = out / f"{NAME}-{__version__}.zip"
    making = target.with_suffix(".new")
    when = time.gmtime(sources.moment())[:6]
    with zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{NAME}/{path}", when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever made it: else the rights are lost
            entry.external_attr = (0o100000 | folder.mode(path)) << 16
            archive.writestr(entry, data)
    making.replace(target)
    return target


def write_wheel(out: Path) -> Path:
    """Build the wheel from the project's files alone. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "source"
        _copy(source)
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
        command += ["--no-index", "--quiet", "--wheel-dir", f"{temporary}/wheels", str(source)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(sources.moment())}
        subprocess.run(command, cwd=temporary, env=environment, check=True)
        (made,) = Path(temporary, "wheels").iterdir()
        return Path(shutil.copy(made, out / made.name))


def _copy(target: Path) -> None:
    for name in sources.for_wheel():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(sources.ROOT / name, place)
