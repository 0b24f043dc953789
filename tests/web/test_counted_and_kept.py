"""What comes before the transaction survives its being run again."""

import peewee
import pytest

from helpdesk import throttle
from helpdesk.schema import Attachment
from tests.asking import looked_up, post, upload
from tests.cast import Desk


def test_a_deadlock_while_counting_forgets_no_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by killing servers: the request was stored, and its file was not."""
    hit, met = throttle.hit, list[int]()

    def deadlocked_once(what: str, who: str, most: int, seconds: int) -> None:
        met.append(1)
        if len(met) == 1:
            raise peewee.OperationalError(1213, "Deadlock found when trying to get lock")
        hit(what, who, most, seconds)

    track = desk.ticket().tracking_id
    cleo = looked_up(desk, track)
    monkeypatch.setattr(throttle, "hit", deadlocked_once)
    post(cleo, f"/ticket/{track}/reply", message="See the file", attachments=upload("a.txt"))
    assert len(met) == 2 and Attachment.select().count() == 1
