"""How the desk is, and what can be done about it."""

from helpdesk.admin.system import demo, exposure, jobs, show

__all__ = ["demo", "exposure", "jobs", "show"]
