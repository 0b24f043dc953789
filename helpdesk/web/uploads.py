"""From the files of a form to files in the store.

A form that comes back with an error keeps the files that were right: the next sending names them by
a signed token, so that nobody uploads twice.
"""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import itsdangerous

from helpdesk import attachments
from helpdesk.attachments import Kept
from helpdesk.attachments.checks import check_count, clean_name

if TYPE_CHECKING:
    from helpdesk.web.call import Call

LASTS = 20 * 3600  # seconds; the sweep leaves unused files a day


@dataclass(frozen=True)
class KeptFile:
    """A file that came with an earlier try of this form."""

    token: str
    name: str
    size: int


def take(call: "Call") -> None:
    """Check and store the files of the form as `call.files`; `call.wrong_files` names wrong ones
    and the limit."""
    allowed = attachments.limits()
    files = _kept_before(call)
    wrong = [check_count(len(files) + len(call.form.files), allowed)]
    for part in call.form.files:
        name = clean_name(part.filename)
        problem = attachments.check(name, part.size, allowed)
        if problem:
            wrong.append(problem)
        elif len(files) < allowed.max_count:
            part.file.seek(0)
            files.append(attachments.store().keep(part.file, name))
    call.files, call.kept_files = files, _shown(call, files)
    if any(wrong):
        call.wrong_files = {"attachments": " ".join(filter(None, wrong))}


def kept_again(call: "Call") -> list[KeptFile]:
    """Files kept before, for a form that comes back before its new files were looked at."""
    return _shown(call, _kept_before(call))


def offered(call: "Call", files: list[Kept]) -> list[KeptFile]:
    """Files that are in the store already, for a form in which they stand again."""
    return _shown(call, files)


def kept(call: "Call") -> list[Kept]:
    """Files of earlier tries that a form names."""
    return _kept_before(call)


def _shown(call: "Call", files: list[Kept]) -> list[KeptFile]:
    return [KeptFile(_token(call, file), file.name, file.size) for file in files]


def _kept_before(call: "Call") -> list[Kept]:
    files: list[Kept] = []
    for token in call.form.all("kept"):
        try:
            raw = _signer(call).loads(token, max_age=LASTS)
        except itsdangerous.BadSignature:
            continue
        kept = Kept(**json.loads(raw))
        if attachments.store().exists(kept.sha256):
            files.append(kept)
    return files


def _token(call: "Call", kept: Kept) -> str:
    return str(_signer(call).dumps(json.dumps(asdict(kept))))


def _signer(call: "Call") -> "itsdangerous.URLSafeTimedSerializer":
    """Bound to the browser, so that a token found elsewhere opens no file."""
    return itsdangerous.URLSafeTimedSerializer(call.secret_key, salt=f"kept file {call.binding}")
