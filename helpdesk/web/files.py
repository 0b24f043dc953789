"""Files of people on their way out: nothing runs, only checked pictures are shown in place."""

from pathlib import Path
from urllib.parse import quote

from bottle import HTTPResponse, static_file

from helpdesk.attachments import Shown, store
from helpdesk.attachments.pictures import SHOWN_WHOLE
from helpdesk.errors import NotFound
from helpdesk.web.headers import FILE_POLICY, FOR_EVER


def send(file: Shown) -> HTTPResponse:
    """The file as a download, under its own name."""
    return _sent(store().path(file.sha256), file.media_type, download=file.name)


def show(file: Shown) -> HTTPResponse:
    """A small picture of a picture; NotFound for anything else."""
    preview = store().preview(file.sha256)
    if file.is_picture and preview.exists():
        return _sent(preview, "image/webp", download="")
    if file.is_picture and file.size <= SHOWN_WHOLE:
        return _sent(store().path(file.sha256), file.media_type, download="")
    raise NotFound


def picture(sha256: str, media_type: str) -> HTTPResponse:
    """A checked picture of the desk itself, such as its logo; whoever wants may keep it."""
    answer = _sent(store().path(sha256), media_type, download="")
    answer.set_header("Cache-Control", FOR_EVER)
    return answer


def disposition(name: str) -> str:
    """Content-Disposition of a download (RFC 6266): plain for old clients, then the real name."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _sent(path: Path, media_type: str, *, download: str) -> HTTPResponse:
    if not path.is_file():
        raise NotFound
    answer = static_file(path.name, root=str(path.parent), mimetype=media_type, charset=None)
    if download:
        answer.set_header("Content-Disposition", disposition(download))
    answer.set_header("Content-Security-Policy", FILE_POLICY)
    answer.set_header("Cache-Control", "private, max-age=86400")
    return answer
