"""Files of people on their way out: nothing runs, only checked pictures are shown in place."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from bottle import HTTPError, HTTPResponse, parse_range_header, request, static_file

from helpdesk.attachments import Shown, store
from helpdesk.attachments.pictures import SHOWN_WHOLE
from helpdesk.attachments.store import preview_of
from helpdesk.errors import NotFound
from helpdesk.web.headers import FILE_POLICY, FOR_EVER

PIECE = 1 << 16  # bytes that are handed to the server at a time


def send(file: Shown) -> HTTPResponse:
    """The file as a download, under its own name."""
    return _sent(file.sha256, file.media_type, download=file.name)


def show(file: Shown) -> HTTPResponse:
    """A small picture of a picture; NotFound for anything else."""
    if not file.is_picture:
        raise NotFound
    try:
        return _sent(preview_of(file.sha256), "image/webp", download="")
    except NotFound:
        if file.size > SHOWN_WHOLE:
            raise
        return _sent(file.sha256, file.media_type, download="")


def picture(sha256: str, media_type: str) -> HTTPResponse:
    """A checked picture of the desk itself, such as its logo; whoever wants may keep it."""
    answer = _sent(sha256, media_type, download="")
    answer.set_header("Cache-Control", FOR_EVER)
    return answer


def archive(path: Path, media_type: str) -> HTTPResponse:
    """A large file of the desk itself, as a download that can be gone on with; never kept."""
    answer = static_file(path.name, root=str(path.parent), mimetype=media_type, charset=None)
    answer.set_header("Content-Disposition", disposition(path.name))
    answer.set_header("Content-Security-Policy", FILE_POLICY)
    answer.set_header("Cache-Control", "no-store")
    return answer


def disposition(name: str) -> str:
    """Content-Disposition of a download (RFC 6266): plain for old clients, then the real name."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _sent(name: str, media_type: str, *, download: str) -> HTTPResponse:
    path, tag = store().path(name), f'"{name}"'
    if path.is_file():
        root = str(path.parent)
        answer = static_file(name, root=root, mimetype=media_type, charset=None, etag=tag)
    else:
        answer = _streamed(name, media_type, tag)
    if download:
        answer.set_header("Content-Disposition", disposition(download))
    answer.set_header("Content-Security-Policy", FILE_POLICY)
    answer.set_header("Cache-Control", "private, max-age=86400")
    return answer


def _streamed(name: str, media_type: str, tag: str) -> HTTPResponse:
    """What `static_file` does, for bytes that no server can take from the disk itself."""
    if request.get_header("If-None-Match") == tag:
        return HTTPResponse(status=304, ETag=tag)
    size = store().size(name)
    if size is None:
        raise NotFound
    begin, end, status = 0, size, 200
    headers = {"Content-Type": media_type, "ETag": tag, "Accept-Ranges": "bytes"}
    if asked := request.get_header("Range"):
        ranges = list(parse_range_header(asked, size))
        if not ranges:
            return HTTPError(416)
        (begin, end), status = ranges[0], 206
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - begin)
    body = "" if request.method == "HEAD" else _pieces(store().stream(name), begin, end)
    return HTTPResponse(body, status, headers)


def _pieces(stream: BinaryIO, begin: int, end: int) -> Iterator[bytes]:
    """A generator, for a server may read a file in another thread, which knows no database."""
    with stream:
        stream.seek(begin)
        while begin < end and (piece := stream.read(min(PIECE, end - begin))):
            yield piece
            begin += len(piece)
