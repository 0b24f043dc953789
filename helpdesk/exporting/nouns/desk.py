"""What administrators have set up: labels, fields, notices, words, settings."""

from helpdesk.exporting.fields import Field, Many, Noun
from helpdesk.exporting.nouns.common import ID, POSITION, RETIRED
from helpdesk.schema import (
    Announcement,
    Category,
    CustomField,
    CustomFieldOption,
    MailTemplate,
    Priority,
    Setting,
    Status,
)

MEANINGS = ("new", "open", "waiting", "hold", "resolved")

SETTINGS = Noun(
    "settings",
    "Settings that differ from their default.",
    Setting,
    (Field("key", "Which one."), Field("value", "Its value.", json=True)),
)

CATEGORIES = Noun(
    "categories",
    "Kinds of matter.",
    Category,
    (
        ID,
        Field("name", "What it is called."),
        POSITION,
        Field("public", "Customers can choose it.", "is_public"),
        Field("priority", "What new tickets in it get.", to="priorities"),
        RETIRED,
    ),
    translated=("name",),
)

STATUSES = Noun(
    "statuses",
    "Where a ticket can stand.",
    Status,
    (
        ID,
        Field("name", "What it is called."),
        Field("meaning", "Its part in a ticket's life.", one_of=MEANINGS),
        Field("colour", "Its colour; empty: the usual one of its meaning."),
        POSITION,
        Field("default", "The usual one of its meaning.", "is_default"),
        RETIRED,
    ),
    translated=("name",),
)

PRIORITIES = Noun(
    "priorities",
    "How pressing a ticket can be.",
    Priority,
    (
        ID,
        Field("name", "What it is called."),
        Field("level", "How it is dealt with.", one_of=("urgent", "high", "normal", "low")),
        POSITION,
        Field("default", "What new tickets get.", "is_default"),
        Field("public", "Customers can choose it.", "is_public"),
        RETIRED,
    ),
    translated=("name",),
)

CUSTOM_FIELDS = Noun(
    "custom_fields",
    "Fields that administrators have added.",
    CustomField,
    (
        ID,
        Field("noun", "What has it.", one_of=("ticket", "customer", "organisation")),
        Field("kind", "What is typed or chosen there."),
        Field("name", "What it is called."),
        Field("help", "What is said beside it."),
        Field("required", "Who must fill it in: never, or by whom."),
        Field("public", "Customers see it.", "is_public"),
        Field("before_message", "It stands above the message."),
        Field("rules", "What may be typed.", json=True),
        POSITION,
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
                POSITION,
                Field("active", "It can be chosen.", "is_active"),
            ),
        ),
    ),
    translated=("name", "help"),
)

ANNOUNCEMENTS = Noun(
    "announcements",
    "Notices on the customers' pages.",
    Announcement,
    (
        ID,
        Field("title", "Its title."),
        Field("text", "Its text, plain."),
        Field("style", "How it looks.", one_of=("info", "warning", "outage", "good")),
        Field("place", "On which pages.", one_of=("home", "submit", "everywhere")),
        Field("language", "Only for readers of this one; empty: for all."),
        Field("begins_at", "When it begins to be shown.", "begins"),
        Field("ends_at", "When it ceases to be shown.", "ends"),
        POSITION,
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
