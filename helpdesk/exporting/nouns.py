"""The nouns of the format, in the order in which an import takes them: what is referred to first.

A column that isn't here is derived (see `DERIVED`) or left out on purpose (`LEFT_OUT`); a test
compares all three with the tables, so that a new column has to be thought about.
"""

from typing import Any

from helpdesk.db import Table
from helpdesk.exporting.fields import Field, Many, Noun
from helpdesk.schema import (
    Announcement,
    Attachment,
    Category,
    Customer,
    CustomerAddress,
    CustomField,
    CustomFieldOption,
    CustomFieldValue,
    Event,
    File,
    MailId,
    MailTemplate,
    Message,
    Organisation,
    Participant,
    Priority,
    Role,
    Setting,
    Staff,
    StaffCategory,
    Status,
    Team,
    TeamMember,
    Ticket,
)

_ID = Field("id", "Its number; no other line of this file has the same.")
_CREATED = Field("created_at", "When it was made.", "created")
_POSITION = Field("position", "Its place in the order.")
_RETIRED = Field("retired", "Nobody can choose it any more.", "is_retired")


def _values(noun: str) -> Many:
    """Values of custom fields; one of text, number, moment and option is set."""

    def only() -> Any:
        return CustomFieldValue.field.in_(
            CustomField.select(CustomField.id).where(CustomField.noun == noun)
        )

    fields = (
        Field("field", "Whose value it is.", to="custom_fields"),
        Field("text", "A text."),
        Field("number", "A number."),
        Field("moment", "A moment or a day."),
        Field("option", "The chosen option, by its id.", to="custom_fields"),
    )
    says = "Values of custom fields: of text, number, moment and option one is set."
    return Many("custom_fields", says, CustomFieldValue, "object_id", fields, only=only)


SETTINGS = Noun(
    "settings",
    "Settings that differ from their default.",
    Setting,
    (Field("key", "Which one."), Field("value", "Its value.", json=True)),
)

ROLES = Noun(
    "roles",
    "Sets of permissions for staff.",
    Role,
    (
        _ID,
        Field("name", "What it is called."),
        Field("permissions", "What it allows: a list of keys.", json=True),
        Field("ready_made", "It came with the desk.", "is_ready_made"),
    ),
)

CATEGORIES = Noun(
    "categories",
    "Kinds of matter.",
    Category,
    (
        _ID,
        Field("name", "What it is called."),
        _POSITION,
        Field("public", "Customers can choose it.", "is_public"),
        Field("priority", "What new tickets in it get.", to="priorities"),
        _RETIRED,
    ),
    translated=("name",),
)

STATUSES = Noun(
    "statuses",
    "Where a ticket can stand.",
    Status,
    (
        _ID,
        Field("name", "What it is called."),
        Field("meaning", "new, open, waiting, hold or resolved."),
        Field("colour", "Its colour; empty: the usual one of its meaning."),
        _POSITION,
        Field("default", "The usual one of its meaning.", "is_default"),
        _RETIRED,
    ),
    translated=("name",),
)

PRIORITIES = Noun(
    "priorities",
    "How pressing a ticket can be.",
    Priority,
    (
        _ID,
        Field("name", "What it is called."),
        Field("level", "urgent, high, normal or low."),
        _POSITION,
        Field("default", "What new tickets get.", "is_default"),
        Field("public", "Customers can choose it.", "is_public"),
        _RETIRED,
    ),
    translated=("name",),
)

STAFF = Noun(
    "staff",
    "People who answer.",
    Staff,
    (
        _ID,
        Field("name", "What colleagues read."),
        Field("email", "Where they get mail, and sign in with."),
        Field("password", "A hash of the password; only when asked for.", secret=True),
        Field("role", "What they may do.", to="roles"),
        Field("all_categories", "They see tickets of all categories."),
        Field("nickname", "What customers read; empty: the name."),
        Field("signature", "What ends their replies."),
        Field("language", "Of their pages; empty: the desk's."),
        Field("timezone", "Of the times they read; empty: the desk's."),
        Field("active", "They can sign in.", "is_active"),
        _CREATED,
        Field("last_login_at", "When they last signed in.", "last_login"),
        Field("list_view", "The list of tickets as they left it."),
        Field("start", "The page they start with."),
    ),
    (
        Many(
            "categories",
            "The categories they see, unless all.",
            StaffCategory,
            "staff",
            (Field("category", "", to="categories"),),
            flat=True,
        ),
    ),
)

TEAMS = Noun(
    "teams",
    "Groups of staff.",
    Team,
    (_ID, Field("name", "What it is called.")),
    (
        Many(
            "members",
            "Who is in it.",
            TeamMember,
            "team",
            (Field("staff", "", to="staff"),),
            flat=True,
        ),
    ),
)

CUSTOM_FIELDS = Noun(
    "custom_fields",
    "Fields that administrators have added.",
    CustomField,
    (
        _ID,
        Field("noun", "What has it: ticket, customer or organisation."),
        Field("kind", "What is typed or chosen there."),
        Field("name", "What it is called."),
        Field("help", "What is said beside it."),
        Field("required", "Who must fill it in: never, or by whom."),
        Field("public", "Customers see it.", "is_public"),
        Field("before_message", "It stands above the message."),
        Field("rules", "What may be typed.", json=True),
        _POSITION,
        Field("active", "It is asked for.", "is_active"),
    ),
    (
        Many(
            "options",
            "What can be chosen.",
            CustomFieldOption,
            "field",
            (
                Field("id", "Its number among the options of all fields."),
                Field("name", "What it is called."),
                _POSITION,
                Field("active", "It can be chosen.", "is_active"),
            ),
        ),
    ),
    translated=("name", "help"),
)

ORGANISATIONS = Noun(
    "organisations",
    "Groups of customers, such as companies.",
    Organisation,
    (
        _ID,
        Field("name", "What it is called."),
        Field("note", "What staff wrote about it; customers don't see it."),
        _CREATED,
    ),
    (_values("organisation"),),
)

CUSTOMERS = Noun(
    "customers",
    "People who ask.",
    Customer,
    (
        _ID,
        Field("name", "What they are called; may be empty."),
        Field("organisation", "Where they belong.", to="organisations"),
        Field("password", "A hash of the password; only when asked for.", secret=True),
        Field("language", "In which they get mail; empty: the desk's."),
        Field("timezone", "Of the times they read; empty: the desk's."),
        Field("note", "What staff wrote about them; they don't see it."),
        _CREATED,
    ),
    (
        Many(
            "addresses",
            "Their e-mail addresses.",
            CustomerAddress,
            "customer",
            (
                Field("email", "The address; each belongs to one customer only."),
                Field("primary", "Mail goes to this one.", "is_primary"),
                Field("verified_at", "When they have shown that it is theirs.", "verified"),
            ),
        ),
        _values("customer"),
    ),
)

TICKETS = Noun(
    "tickets",
    "Matters, by number.",
    Ticket,
    (
        Field("id", "The number on the screens."),
        Field("tracking_id", "By which a customer finds it."),
        Field("subject", "What it is about."),
        Field("status", "Where it stands.", to="statuses"),
        Field("priority", "How pressing it is.", to="priorities"),
        Field("category", "What kind it is.", to="categories"),
        Field("customer", "Who asks.", to="customers"),
        Field("organisation", "For whom they ask.", to="organisations"),
        Field("owner", "Who sees to it.", to="staff"),
        Field("team", "Which team sees to it.", to="teams"),
        Field("channel", "How it came in: portal, mail, phone …"),
        Field("language", "In which the customer wrote; empty: the desk's."),
        _CREATED,
        Field("updated_at", "When anything was last done.", "updated"),
        Field("first_answer_at", "When staff first answered.", "first_answer"),
        Field("resolved_at", "When it was resolved.", "resolved"),
        Field("due", "Until when it is to be done."),
        Field("deleted_at", "Since when it lies in the trash.", "deleted"),
        Field("waiting_since", "Since when the customer waits for an answer."),
    ),
    (
        Many(
            "participants",
            "Who takes part besides customer and owner.",
            Participant,
            "ticket",
            (
                Field("role", "follower (gets copies) or collaborator (of the staff)."),
                Field("customer", "A customer,", to="customers"),
                Field("staff", "or somebody of the staff,", to="staff"),
                Field("email", "or a bare address."),
            ),
        ),
        Many(
            "message_ids",
            "Message-IDs of mails, by which replies find the ticket.",
            MailId,
            "ticket",
            (
                Field("message_id", "As in the mail, each once in the whole desk."),
                Field("incoming", "It came in; else it went out.", "is_incoming"),
                Field("message", "What it brought.", to="messages"),
                _CREATED,
            ),
        ),
        _values("ticket"),
    ),
)

MESSAGES = Noun(
    "messages",
    "What was said, and notes among staff; by ticket and position.",
    Message,
    (
        _ID,
        Field("ticket", "Where it belongs.", to="tickets"),
        Field("position", "Its place in the ticket's thread, among messages and events."),
        Field("note", "A note: customers don't see it.", "is_note"),
        Field("channel", "How it came: portal, mail, panel …"),
        Field("customer", "The customer who wrote it,", to="customers"),
        Field("staff", "or who of the staff.", to="staff"),
        Field("author", "The writer's name at the time."),
        Field("text", "As plain text."),
        Field("html", "As HTML, made safe; empty: the text says all."),
        Field("original", "HTML as it came in. It may hold anything: don't show it."),
        _CREATED,
    ),
    (
        Many(
            "attachments",
            "Its files.",
            Attachment,
            "message",
            (
                Field("id", "Its number among the attachments of all messages."),
                Field("file", "The file's content.", to="files"),
                Field("name", "What it is called here."),
                _CREATED,
            ),
        ),
    ),
)

EVENTS = Noun(
    "events",
    "What happened: those of tickets by ticket and position, then those of the desk.",
    Event,
    (
        Field("name", "What happened, such as ticket.assigned."),
        Field("ticket", "Where.", to="tickets"),
        Field("position", "Its place in the ticket's thread; null: outside of it."),
        Field("message", "The message that it is about.", to="messages"),
        Field("actor_kind", "customer, staff, rule, mail, api, import or system."),
        Field("staff", "Who of the staff did it,", to="staff"),
        Field("customer", "or which customer.", to="customers"),
        Field("channel", "By which way."),
        Field("change_id", "The same for all events of one press."),
        Field("details", "More, with old and new values.", json=True),
        _CREATED,
    ),
)

ANNOUNCEMENTS = Noun(
    "announcements",
    "Notices on the customers' pages.",
    Announcement,
    (
        _ID,
        Field("title", "Its title."),
        Field("text", "Its text, plain."),
        Field("style", "info, warning, outage or good."),
        Field("place", "home, submit or everywhere."),
        Field("language", "Only for readers of this one; empty: for all."),
        Field("begins_at", "When it begins to be shown.", "begins"),
        Field("ends_at", "When it ceases to be shown.", "ends"),
        _POSITION,
        Field("active", "It is switched on.", "is_active"),
        Field("changed_at", "When it was last changed.", "changed"),
        Field("deleted_at", "When it was deleted.", "deleted"),
    ),
    translated=("title", "text"),
)

MAIL_TEMPLATES = Noun(
    "mail_templates",
    "Own words for mails, in place of those that come with the desk.",
    MailTemplate,
    (
        Field("name", "Which kind of mail."),
        Field("language", "In which language."),
        Field("subject", "The subject; empty: the usual one."),
        Field("text", "The plain text; empty: the usual one."),
        Field("html", "The HTML; empty: the usual one."),
        Field("changed_at", "When it was last changed.", "changed"),
    ),
)

FILES = Noun(
    "files",
    "Contents of files, each once; the bytes lie in the folder files/.",
    File,
    (
        _ID,
        Field("sha256", "The SHA-256 of the bytes."),
        Field("size", "How many bytes."),
        Field("media_type", "What was found when the bytes were looked at."),
        Field("width", "Of a picture, in pixels; else 0."),
        Field("height", "The same."),
        _CREATED,
    ),
    more=(("path", "text, or null", "Where the bytes lie in the archive; null: they are lost."),),
)

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
    Ticket: """snippet is_open last_position last_message last_by_customer messages staff_messages
        notes attachments collaborators""",
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
    "rota": "whose turn it is next",
}
# In the files as a part of other lines.
INSIDE = "translation"
