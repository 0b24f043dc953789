"""The section that the panel's pages are declared in."""

from helpdesk.web.routes import Section

section = Section("panel", "/admin")
