"""The section that the portal's pages are declared in."""

from helpdesk.web.routes import Section

section = Section("portal", "")
