"""Handing a mail to the sendmail program of this machine (postfix, exim, msmtp and others)."""

import os
import subprocess
from pathlib import Path

from helpdesk import settings
from helpdesk.i18n import _
from helpdesk.mail.letter import Letter
from helpdesk.mail.troubles import Trouble

# Only these: what is run is no matter of a settings page.
PLACES = ("/usr/sbin/sendmail", "/usr/lib/sendmail", "/usr/bin/msmtp")
_NO_USER, _NO_HOST, _TRY_LATER = 67, 68, 75  # sysexits.h


def found() -> str:
    """Where the program is; '' where there is none that may be run."""
    return next((place for place in PLACES if os.access(place, os.X_OK)), "")


def send(letter: Letter) -> None:
    """Hand over one mail; raises Trouble."""
    program = found()
    if not program:
        raise Trouble("no sendmail", _("This machine has no sendmail program. Use a mail server."))
    if letter.recipient.startswith("-"):
        words = _("No mail can be sent to the address %(email)s.")
        raise Trouble("recipient", words % {"email": letter.recipient})
    command = [program, "-i", "-f", letter.sender, "--", letter.recipient]
    data = letter.data.replace(b"\r\n", b"\n")
    try:
        run = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=settings.get("mail.timeout"),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Trouble("silent", _("The sendmail program doesn't come to an end.")) from error
    except OSError as error:
        words = _("The sendmail program can't be run (%(why)s).")
        raise Trouble("no sendmail", words % {"why": error.strerror}) from error
    if run.returncode:
        raise _refused(run.returncode, run.stdout.decode("utf-8", "replace"), letter, program)


def _refused(code: int, said: str, letter: Letter, program: str) -> Trouble:
    said = " ".join(f"{Path(program).name} {code}: {said}".split())[:500]
    if code in (_NO_USER, _NO_HOST):
        words = _("The mail to %(email)s is refused.") % {"email": letter.recipient}
        return Trouble("recipient", words, said)
    if code == _TRY_LATER:
        return Trouble("later", _("The mail is tried again later."), said)
    return Trouble("sendmail", _("The sendmail program refuses the mail."), said)
