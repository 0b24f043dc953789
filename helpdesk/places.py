"""Which folder a job's files lie in, where several machines serve one desk: each with folders of
its own, or all with one that they share. A word in a file of the folder tells."""

import secrets
from pathlib import Path

MARK = ".place"


def mark(folder: Path) -> str:
    """The folder's word, which is made with the first question; '' where nothing can be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / MARK).open("x") as file:
            file.write(word := secrets.token_hex(16))
    except FileExistsError:
        return _read(folder)
    except OSError:
        return ""
    return word


def is_at(folder: Path, word: str) -> bool:
    """Whether a word is this folder's; '' is any folder's."""
    return not word or _read(folder) == word


def _read(folder: Path) -> str:
    try:
        return (folder / MARK).read_text()
    except OSError:
        return ""
