"""What the wizard has learnt so far: one file in the data folder, replaced as a whole."""

import json
from pathlib import Path

NAME = "install.json"


def key(folder: Path | None) -> str:
    """The key that signs the wizard's forms; '' before it has begun."""
    if folder is None or not (folder / NAME).exists():
        return ""
    return str(json.loads((folder / NAME).read_text("utf-8"))["key"])
