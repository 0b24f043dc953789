"""The wizard's pages: from an uploaded folder to a desk that works."""

if __name__ != "helpdesk.install":
    raise ImportError("This package is imported as 'helpdesk.install'.")

from helpdesk.install.section import section  # isort: skip

__all__ = ["section"]
