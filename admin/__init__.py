"""The staff panel's pages, one file per page or action."""

if __name__ != "helpdesk.admin":
    raise ImportError("This package is imported as 'helpdesk.admin'.")

from helpdesk.admin.section import section  # isort: skip

__all__ = ["section"]
