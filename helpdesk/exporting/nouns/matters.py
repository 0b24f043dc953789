"""Tickets, what was said and done there, and files."""

from helpdesk.exporting.fields import Field, Many, Noun
from helpdesk.exporting.nouns.common import CREATED, ID, values
from helpdesk.schema import Attachment, Event, File, MailId, Message, Participant, Ticket

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
        CREATED,
        Field("updated_at", "When anything was last done.", "updated"),
        Field("first_answer_at", "When staff first answered.", "first_answer"),
        Field("resolved_at", "When it was resolved.", "resolved"),
        Field("due", "Until when it is to be done."),
        Field("deleted_at", "Since when it lies in the trash.", "deleted"),
        Field("last_message_at", "When it was last written to.", "last_message"),
        Field("waiting_since", "Since when the customer waits for an answer."),
    ),
    (
        Many(
            "participants",
            "Who takes part besides customer and owner.",
            Participant,
            "ticket",
            (
                Field(
                    "role", "Gets copies, or is of the staff.", one_of=("follower", "collaborator")
                ),
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
                CREATED,
            ),
        ),
        values("ticket"),
    ),
)

MESSAGES = Noun(
    "messages",
    "What was said, and notes among staff; by ticket and position.",
    Message,
    (
        ID,
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
        CREATED,
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
                CREATED,
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
        CREATED,
    ),
)

FILES = Noun(
    "files",
    "Contents of files, each once; the bytes lie in the folder files/.",
    File,
    (
        ID,
        Field("sha256", "The SHA-256 of the bytes."),
        Field("size", "How many bytes."),
        Field("media_type", "What was found when the bytes were looked at."),
        Field("width", "Of a picture, in pixels; else 0."),
        Field("height", "The same."),
        CREATED,
    ),
    more=(("path", "text, or null", "Where the bytes lie in the archive; null: they are lost."),),
)
