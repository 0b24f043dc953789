"""What became of outgoing mails."""

from helpdesk.admin.mail import again, show, test

__all__ = ["again", "show", "test"]
