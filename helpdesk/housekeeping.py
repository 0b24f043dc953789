"""What is swept away by itself: ended sessions, windows, used forms, unused bytes."""

from datetime import timedelta

from helpdesk import attachments, beats, jobs, outbox, presence, throttle
from helpdesk.clock import now
from helpdesk.jobs import Slice, job
from helpdesk.schema import File, Once, Session

DAY = 86_400


@job("desk.sweep", every=timedelta(hours=6))
def sweep(piece: Slice) -> None:
    """Remove rows that have served; what is left comes with the next run."""
    throttle.sweep()
    jobs.sweep()
    outbox.sweep()
    presence.sweep()
    beats.sweep()
    Session.delete().where(Session.expires < now()).execute()
    Once.delete().where(Once.created < now() - timedelta(days=2)).execute()


@job("files.sweep", every=timedelta(days=1))
def sweep_files(piece: Slice) -> str | None:
    """Remove bytes older than a day that no row uses; the checkpoint is the last SHA-256 seen."""
    attachments.store().remove_unfinished(DAY)
    seen = piece.checkpoint or ""
    for sha256 in sorted(attachments.store().older_than(DAY)):
        if sha256 <= seen:
            continue
        if piece.time_is_up():
            return seen
        if not File.select(File.id).where(File.sha256 == sha256).exists():
            attachments.store().remove(sha256, DAY)
        seen = sha256
    return None
