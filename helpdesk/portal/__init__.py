"""The customers' pages."""

from helpdesk.portal.section import section

__all__ = ["section"]
