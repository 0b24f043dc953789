"""Proof of work: a browser computes for a moment, which costs a person nothing and a flood much.

The challenge is altcha's (version 2, one round of SHA-256): signed, stateless, made for one form
token, ending after two hours. Our own `static/js/solver.js` solves it, also where plain http gives
a page no `crypto.subtle`.
"""

import base64
import json
import secrets as chance
import time
from typing import Any

from helpdesk import secrets

LASTS = 2 * 3600  # seconds
LEAST, MOST = 60_000, 400_000  # hashes: a tenth of a second to two on what people have
ANSWER_MOST = 4000  # characters
_PURPOSE = "proof of work"


def challenge(form: str) -> str:
    """A challenge for the form whose token has this number, as JSON for the solver."""
    import altcha  # only while it is needed: it brings an HTTP client along

    made = altcha.create_challenge(
        "SHA-256",
        1,
        counter=LEAST + chance.randbelow(MOST - LEAST),
        expires_at=int(time.time()) + LASTS,
        data={"form": form},
        hmac_secret=secrets.key_for(_PURPOSE),
    )
    return json.dumps(made.to_dict())


def is_solved(form: str, answer: str) -> bool:
    """Whether a challenge that was made for this form is solved."""
    if not answer or len(answer) > ANSWER_MOST:
        return False
    import altcha

    try:
        found = altcha.verify_solution(answer, secrets.key_for(_PURPOSE))
        return bool(found.verified and _form_of(answer) == form)
    except Exception:  # whatever the library makes of bytes that no browser of ours has sent
        return False


def _form_of(answer: str) -> Any:
    return json.loads(base64.b64decode(answer))["challenge"]["parameters"]["data"]["form"]
