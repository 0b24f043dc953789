"""How much a folder holds."""

import os
import time
from pathlib import Path

LOOK = 1.0  # seconds; with very many files the rest is left out


def used(folder: Path, seconds: float = LOOK) -> tuple[int, bool]:
    """Bytes in all files of a folder, as far as the time suffices, and whether that was all."""
    ends, total, waiting = time.monotonic() + seconds, 0, [folder]
    while waiting:
        if time.monotonic() > ends:
            return total, False
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue  # somebody has removed it just now, or it isn't ours
    return total, True
