"""From an older release's tables to this one's, in slices, with a backup before and a way back.

The new program lies over the old one; the tables are older. `look` says what will be done, `begin`
shuts the desk and keeps the state in `underway.json`, `advance` does one slice: backup, migrations,
check, finish; or the way back when a step fails. Whoever finds an update that was killed goes on.
People come in by `entering`, over the tables as they are.
"""

from helpdesk.updating.planning import Plan, look
from helpdesk.updating.records import Record, last, running
from helpdesk.updating.slices import advance, begin, go_back

__all__ = ["Plan", "Record", "advance", "begin", "go_back", "last", "look", "running"]
