"""A browser's pass to one of the pages below `/install`, where nobody is signed in: a signed cookie
that says what for. The key is its issuer's, so that a pass ends with what it was given for."""

from typing import Any

from bottle import HTTPResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from helpdesk.web.call import Call

DAY = 86_400


class Pass:
    """One kind of pass: the cookie's name, and the salt that keeps the kinds apart."""

    def __init__(self, cookie: str, salt: str) -> None:
        self.cookie, self._salt = cookie, salt

    def give(
        self, call: Call, response: HTTPResponse, key: str, says: Any, seconds: int = DAY
    ) -> None:
        """Send it along with the answer, for so many seconds and the wizard's addresses alone."""
        response.set_cookie(
            self.cookie,
            self._signer(key).dumps(says),
            path=f"{call.base}/install",
            maxage=seconds,
            httponly=True,
            samesite="strict",
            secure=call.is_https,
        )

    def read(self, call: Call, key: str, seconds: int = DAY) -> Any:
        """What the browser's says; None unless it is ours and fresh."""
        try:
            return self._signer(key).loads(call.cookies.get(self.cookie, ""), max_age=seconds)
        except BadSignature:
            return None

    def _signer(self, key: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(key, salt=self._salt)


SETUP = Pass("hd_setup", "helpdesk.install")
"""Whoever has the set-up code, has just set up the desk, or may update it."""

RESTORE = Pass("hd_restore", "helpdesk.restore")
"""Whoever has begun a restoring: sessions are gone in the end, so it has a key of its own."""
