"""Who answers and who asks."""

from helpdesk.exporting.fields import Field, Many, Noun
from helpdesk.exporting.nouns.common import CREATED, ID, values
from helpdesk.schema import (
    Customer,
    CustomerAddress,
    Organisation,
    Role,
    Staff,
    StaffCategory,
    Team,
    TeamMember,
)

ROLES = Noun(
    "roles",
    "Sets of permissions for staff.",
    Role,
    (
        ID,
        Field("name", "What it is called."),
        Field("permissions", "What it allows: a list of keys.", json=True),
        Field("ready_made", "It came with the desk.", "is_ready_made"),
    ),
)

STAFF = Noun(
    "staff",
    "People who answer.",
    Staff,
    (
        ID,
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
        CREATED,
        Field("last_login_at", "When they last signed in.", "last_login"),
        Field("list_view", "The list of tickets as they left it."),
        Field("start", "The page they start with."),
        Field("toured", "They need no showing around any more."),
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
    (ID, Field("name", "What it is called.")),
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

ORGANISATIONS = Noun(
    "organisations",
    "Groups of customers, such as companies.",
    Organisation,
    (
        ID,
        Field("name", "What it is called."),
        Field("note", "What staff wrote about it; customers don't see it."),
        CREATED,
    ),
    (values("organisation"),),
)

CUSTOMERS = Noun(
    "customers",
    "People who ask.",
    Customer,
    (
        ID,
        Field("name", "What they are called; may be empty."),
        Field("organisation", "Where they belong.", to="organisations"),
        Field("password", "A hash of the password; only when asked for.", secret=True),
        Field("language", "In which they get mail; empty: the desk's."),
        Field("timezone", "Of the times they read; empty: the desk's."),
        Field("note", "What staff wrote about them; they don't see it."),
        CREATED,
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
        values("customer"),
    ),
)
