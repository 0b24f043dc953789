"""Backups: one archive with rows, files, settings and the secret key; and the way back.

archive      the file: members that are only ever appended
writing      makes one, in slices, while the desk is at work
verifying    says whether one is whole and fits this program, before anything is touched
restoring    fills new tables beside the old ones from one, in slices
returning    a restoring of the desk at work: shut, gone on with by whoever asks, ended
switching    the moment at which the desk goes over to them, and how the old ones are removed
kept         those in the data folder, made by a job, at night or at a press
"""

from helpdesk.backup import kept

__all__ = ["kept"]
