"""What the desk itself keeps: settings, events, jobs, sessions, throttles."""

from peewee import BigAutoField, BigIntegerField, CharField, CompositeKey, IntegerField

from helpdesk.clock import now
from helpdesk.db import LongText, Table, UtcDateTime


class Setting(Table):
    """A setting that differs from its default; `value` is JSON."""

    table = "setting"
    key = CharField(100, primary_key=True)
    value = LongText()
    changed = UtcDateTime(default=now)


class Translation(Table):
    """A text that an administrator typed, in one more language."""

    table = "translation"
    noun = CharField(30)
    object_id = BigIntegerField()
    field = CharField(30)
    language = CharField(20)
    text = LongText()

    class Meta:
        primary_key = CompositeKey("noun", "object_id", "field", "language")


class Job(Table):
    """Work in the background; claimed by one process until `claimed_until`.

    `unique_key` keeps the same work from being queued twice; `checkpoint` is JSON, where a slice
    ended and the next begins.
    """

    table = "job"
    id = BigAutoField()
    name = CharField(100)
    unique_key = CharField(190, null=True, unique=True)
    payload = LongText(default="{}")
    checkpoint = LongText(default="null")
    state = CharField(20, default="waiting")
    due = UtcDateTime(default=now)
    attempts = IntegerField(default=0)
    error = LongText(default="")
    claimed_by = CharField(64, default="")
    claimed_until = UtcDateTime(null=True)
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    created = UtcDateTime(default=now)
    finished = UtcDateTime(null=True)

    class Meta:
        indexes = ((("state", "due"), False),)


class Event(Table):
    """Something that happened; only ever added. Read by ticket and position, never by id alone.

    `details` is JSON: `{"v": 1, "changes": {"status": [old, new]}, …}`; people are references, so
    that a person can be erased. All events of one press share `change_id`.
    """

    table = "event"
    id = BigAutoField()
    name = CharField(60)
    ticket = BigIntegerField(null=True)
    position = IntegerField(null=True)
    message = BigIntegerField(null=True)
    actor_kind = CharField(20)
    staff = BigIntegerField(null=True)
    customer = BigIntegerField(null=True)
    channel = CharField(20)
    change_id = CharField(32)
    details = LongText(default='{"v": 1}')
    created = UtcDateTime(default=now)

    class Meta:
        indexes = (
            (("ticket", "position"), False),
            (("created", "id"), False),
        )


class Session(Table):
    """A browser that signed in or sent something; `id` is the digest of its cookie."""

    table = "session"
    id = CharField(64, primary_key=True)
    staff = BigIntegerField(null=True, index=True)
    customer = BigIntegerField(null=True, index=True)
    data = LongText(default="{}")
    created = UtcDateTime(default=now)
    expires = UtcDateTime(index=True)


class Throttle(Table):
    """How often something was tried in a window of time; `key` is a digest."""

    table = "throttle"
    key = CharField(64, primary_key=True)
    hits = IntegerField(default=0)
    ends = UtcDateTime(index=True)


class Once(Table):
    """A form that was taken: posting it again leads to the same result."""

    table = "once"
    key = CharField(64, primary_key=True)
    location = LongText(default="")
    created = UtcDateTime(default=now, index=True)
