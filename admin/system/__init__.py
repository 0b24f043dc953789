"""How the desk is, and what can be done about it."""

from helpdesk.admin.system import compiling, demo, exposure, jobs, show

__all__ = ["compiling", "demo", "exposure", "jobs", "show"]
