"""The pass of whoever has begun a restoring: its sessions are gone in the end, so the browser
carries a cookie that is signed with the restoring's own key."""

from bottle import HTTPResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from helpdesk.web.call import Call

COOKIE = "hd_restore"
DAY = 86_400
_SAYS = "restore"


def admit(call: Call, response: HTTPResponse, key: str) -> None:
    """Let this browser follow it."""
    response.set_cookie(
        COOKIE,
        _signer(key).dumps(_SAYS),
        path=f"{call.base}/install",
        maxage=DAY,
        httponly=True,
        samesite="strict",
        secure=call.is_https,
    )


def is_admitted(call: Call, key: str) -> bool:
    """Whether this browser has begun it."""
    try:
        return bool(_signer(key).loads(call.cookies.get(COOKIE, ""), max_age=DAY) == _SAYS)
    except BadSignature:
        return False


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="helpdesk.restore")
