"""What keeps machines from a form that anybody may send, and never a person.

A field that only machines fill in; a least time between form and sending; and, once much comes in,
a proof of work by the browser or, without scripts, the answer to a plain question. Whatever is
found, nothing typed is lost: the form comes back and says what is missing.
"""

import hashlib
import unicodedata
from dataclasses import dataclass

from helpdesk import settings, throttle
from helpdesk.errors import Invalid
from helpdesk.i18n import N_, _
from helpdesk.web import csrf, once, proof
from helpdesk.web.call import Call

BAIT, ANSWER, PROOF = "website", "answer", "altcha"  # fields of the form
WHAT, EVERYBODY = "submit", ""
HOUR = 3600
_NUMBERS = (N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"))


@dataclass(frozen=True)
class Guard:
    """What the form shows of it."""

    token: str
    seconds: int
    question: str = ""  # '' while nothing is asked
    challenge: str = ""


def count(call: Call) -> None:
    """Count a sending, of this network and of all; raises TooMany beyond the network's limit."""
    limits = _limits(call)
    rows = throttle.counted(WHAT, limits, HOUR)
    call.strained = any(
        row.hits > most / 2 for row, most in zip(rows, limits.values(), strict=True)
    )
    throttle.refuse(rows[0], limits[call.network])


def shown(call: Call) -> Guard:
    """What the form shows. Who was too quick gets the same token again, as it grows older."""
    seconds = settings.get("portal.least_seconds")
    token = call.form.value("csrf") if _too_quick(call) else call.csrf_token()
    if not _asked(call):
        return Guard(token, seconds)
    known = csrf.read(call.secret_key, call.binding, token)
    number = known.number if known else ""
    return Guard(token, seconds, _question(number), proof.challenge(number))


def check(call: Call) -> None:
    """Raise Invalid for a sending that looks like a machine's."""
    if call.session.staff is not None:
        return
    if _too_quick(call):
        raise Invalid({"": _("That was very quick. Your text is still here: send it again.")})
    if _asked(call):
        _check_answer(call, call.token.number if call.token else "")


def _check_answer(call: Call, number: str) -> None:
    typed = call.form.value(ANSWER)
    right = proof.is_solved(number, call.form.value(PROOF)) or _is_right(number, typed)
    if right and once.spend(f"check {number}"):
        return
    call.form.values[ANSWER] = [""]  # the next question is another one
    wrong = {"": _("One more step, then it is sent. Your text is still here: send it again.")}
    if typed.strip():
        wrong[ANSWER] = _("That isn't the answer. Here is another question.")
        if settings.get("portal.question"):
            wrong[ANSWER] = _("That isn't the answer we know.")
    raise Invalid(wrong)


def _too_quick(call: Call) -> bool:
    return call.token is not None and call.token.age < settings.get("portal.least_seconds")


def _asked(call: Call) -> bool:
    """Whether the check is due. A form that is shown asks the database, once; not for who has a
    session, of whom the sending itself will tell."""
    if call.session.staff is not None:
        return False
    when = settings.get("portal.check")
    if when == "always" or call.form.value(BAIT).strip() or (call.strained and when != "never"):
        return True
    if when == "never" or call.session.value or call.route.method != "GET":
        return False
    return throttle.strained(WHAT, _limits(call))


def _limits(call: Call) -> dict[str, int]:
    return {
        call.network: settings.get("security.requests_per_hour"),
        EVERYBODY: settings.get("portal.busy_from"),
    }


def _question(number: str) -> str:
    own = str(settings.get("portal.question"))
    if own and _own_answers():
        return own
    one, two = _sum(number)
    return _("How much is %(one)s plus %(two)s?") % {
        "one": _(_NUMBERS[one - 2]),
        "two": _(_NUMBERS[two - 2]),
    }


def _is_right(number: str, typed: str) -> bool:
    if settings.get("portal.question") and (own := _own_answers()):
        return _plain(typed) in own
    digits = typed.strip()
    return digits.isdecimal() and len(digits) < 4 and int(digits) == sum(_sum(number))


def _own_answers() -> set[str]:
    parts = str(settings.get("portal.answers")).split(",")
    return {_plain(part) for part in parts if part.strip()}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _sum(number: str) -> tuple[int, int]:
    """Two numbers that belong to this form, so that nothing has to be stored."""
    digest = hashlib.sha256(number.encode()).digest()
    return 2 + digest[0] % len(_NUMBERS), 2 + digest[1] % len(_NUMBERS)
