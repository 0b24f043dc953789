"""What became of outgoing mails, and the words that they have."""

from helpdesk.admin.mail import again, show, template, templates, test

__all__ = ["again", "show", "template", "templates", "test"]
