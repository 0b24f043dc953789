"""The nouns of the format, in the order in which an import takes them: what is referred to first.

A column that isn't here is derived (see `DERIVED`) or left out on purpose (`LEFT_OUT`); a test
compares all three with the tables, so that a new column has to be thought about.
"""

from helpdesk.db import Table
from helpdesk.exporting.fields import Noun
from helpdesk.exporting.nouns.desk import (
    ANNOUNCEMENTS,
    CATEGORIES,
    CUSTOM_FIELDS,
    MAIL_TEMPLATES,
    MEANINGS,
    PRIORITIES,
    SETTINGS,
    STATUSES,
)
from helpdesk.exporting.nouns.matters import EVENTS, FILES, MESSAGES, TICKETS
from helpdesk.exporting.nouns.people import CUSTOMERS, ORGANISATIONS, ROLES, STAFF, TEAMS
from helpdesk.schema import (
    Attachment,
    Customer,
    CustomerAddress,
    CustomFieldValue,
    Event,
    MailId,
    MailTemplate,
    Message,
    Organisation,
    Participant,
    Setting,
    Staff,
    StaffCategory,
    TeamMember,
    Ticket,
)

__all__ = [
    "ANNOUNCEMENTS",
    "BY_NAME",
    "CATEGORIES",
    "CUSTOMERS",
    "CUSTOM_FIELDS",
    "DERIVED",
    "EVENTS",
    "FILES",
    "INSIDE",
    "LEFT_OUT",
    "MAIL_TEMPLATES",
    "MEANINGS",
    "MESSAGES",
    "NOT_EXPORTED",
    "NOUNS",
    "ORGANISATIONS",
    "PRIORITIES",
    "ROLES",
    "SETTINGS",
    "STAFF",
    "STATUSES",
    "TEAMS",
    "TICKETS",
]

NOUNS: tuple[Noun, ...] = (
    *(SETTINGS, ROLES, PRIORITIES, STATUSES, CATEGORIES, STAFF, TEAMS, CUSTOM_FIELDS),
    *(ORGANISATIONS, CUSTOMERS, FILES, TICKETS, MESSAGES, EVENTS, ANNOUNCEMENTS, MAIL_TEMPLATES),
)
BY_NAME = {noun.name: noun for noun in NOUNS}

# Columns that follow from others: an import makes them again.
DERIVED: dict[type[Table], str] = {
    Staff: "email_normal",
    Organisation: "name_normal",
    Customer: "name_normal",
    CustomerAddress: "email_normal",
    CustomFieldValue: "text_start",
    Participant: "email_normal",
    Message: "policy",
    Ticket: """snippet is_open last_position last_by_customer messages staff_messages notes
        attachments collaborators""",
}
# Columns that nobody needs elsewhere: row numbers without a meaning, and what is gone in a moment.
LEFT_OUT: dict[type[Table], str] = {
    Setting: "changed",
    StaffCategory: "id",
    TeamMember: "id",
    CustomerAddress: "id",
    CustomFieldValue: "id",
    Participant: "id",
    MailId: "id",
    Event: "id",
    MailTemplate: "id",
    Message: "pending_until",  # such replies aren't said yet
    Attachment: "ticket",  # its message's
}
# Tables of which nothing is exported, and why.
NOT_EXPORTED = {
    "job": "work in the background",
    "session": "who is signed in",
    "throttle": "who tried what how often",
    "once": "forms that were sent a moment ago",
    "outbox": "mails on their way: a copy must not send them again",
    "search_document": "the search makes its index again",
    "search_loose": "the same",
    "search_packed": "the same",
    "draft": "not sent yet",
    "pending_reply": "not sent yet",
    "presence": "who looks at what just now",
    "beat": "which process is alive",
    "file_content": "bytes of files, which lie in the folder files/",
    "file_chunk": "the same",
    "rota": "whose turn it is next",
}
# In the files as a part of other lines.
INSIDE = "translation"
