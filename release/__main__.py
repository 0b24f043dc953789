"""`python3 run.py release --out DIR`: writes the release zip and the wheel."""

import argparse
import subprocess
import sys
from pathlib import Path

from release import archive, folder, sources

ZIP_MOST = 5_000_000  # bytes: an upload by hand over a slow line


def main(arguments: list[str]) -> int:
    """Build both; returns the exit code."""
    parser = argparse.ArgumentParser("run.py release", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder to write them to")
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    if found := sources.uncommitted():
        words = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
        print(f"In no commit as they are: {words}", file=sys.stderr)
    try:
        made = archive.write_zip(chosen.out, folder.content())
        if made.stat().st_size > ZIP_MOST:
            raise ValueError(f"{made.name} is larger than {ZIP_MOST} bytes")
        print(made)
        print(archive.write_wheel(chosen.out))
    except (ValueError, subprocess.CalledProcessError) as error:
        print(f"No release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
