"""The section that the wizard's pages are declared in."""

from helpdesk.web.routes import Section

section = Section("install", "/install")
