"""All tables of a desk. The scripts in `migrations/` make them; a test keeps both alike.

Names that administrators type carry their text per language in `Translation`. E-mail addresses are
stored as typed and normalised, since engines differ in case, accents and trailing blanks. Indexed
strings have at most 190 characters.
"""

from helpdesk.db import Table
from helpdesk.schema.announcements import Announcement
from helpdesk.schema.answering import Draft, PendingReply
from helpdesk.schema.assigning import Rota
from helpdesk.schema.content import (
    Attachment,
    File,
    FileChunk,
    FileContent,
    MailId,
    Message,
    Outbox,
    is_said,
)
from helpdesk.schema.fields import CustomField, CustomFieldOption, CustomFieldValue
from helpdesk.schema.live import Beat, Presence
from helpdesk.schema.mail import MailTemplate
from helpdesk.schema.people import (
    Customer,
    CustomerAddress,
    Organisation,
    Role,
    Staff,
    StaffCategory,
    Team,
    TeamMember,
)
from helpdesk.schema.search import SearchDocument, SearchLoose, SearchPacked
from helpdesk.schema.system import Event, Job, Once, Session, Setting, Throttle, Translation
from helpdesk.schema.tickets import Category, Participant, Priority, Status, Ticket

__all__ = [
    "ALL",
    "Announcement",
    "Attachment",
    "Beat",
    "Category",
    "CustomField",
    "CustomFieldOption",
    "CustomFieldValue",
    "Customer",
    "CustomerAddress",
    "Draft",
    "Event",
    "File",
    "FileChunk",
    "FileContent",
    "Job",
    "MailId",
    "MailTemplate",
    "Message",
    "Once",
    "Organisation",
    "Outbox",
    "Participant",
    "PendingReply",
    "Presence",
    "Priority",
    "Role",
    "Rota",
    "SearchDocument",
    "SearchLoose",
    "SearchPacked",
    "Session",
    "Setting",
    "Staff",
    "StaffCategory",
    "Status",
    "Team",
    "TeamMember",
    "Throttle",
    "Ticket",
    "Translation",
    "is_said",
]

# In the order in which they can be made: what is referred to comes first.
ALL: tuple[type[Table], ...] = (
    Setting,
    Translation,
    Job,
    Session,
    Throttle,
    Once,
    Role,
    Staff,
    Team,
    TeamMember,
    Organisation,
    Customer,
    CustomerAddress,
    Category,
    StaffCategory,
    Status,
    Priority,
    Ticket,
    Participant,
    Message,
    MailId,
    File,
    FileContent,
    FileChunk,
    Attachment,
    CustomField,
    CustomFieldOption,
    CustomFieldValue,
    Event,
    Outbox,
    SearchDocument,
    SearchLoose,
    SearchPacked,
    MailTemplate,
    Draft,
    PendingReply,
    Presence,
    Announcement,
    Rota,
    Beat,
)
