"""The wizard's pages: from an uploaded folder to a desk that works."""

if __name__ != "helpdesk.install":
    raise ImportError("This package is imported as 'helpdesk.install'.")

from helpdesk.install.section import section

__all__ = ["section"]
