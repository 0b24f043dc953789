"""Taking an export (docs/export.md) into a desk that is new and empty.

take  all of it or nothing; a rehearsal says what would be made and what doesn't fit
"""

from helpdesk.importing.report import Report
from helpdesk.importing.taking import take

__all__ = ["Report", "take"]
