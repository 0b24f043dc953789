"""Mails that go out."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "mail.method",
        "choice",
        "off",
        N_("Mails go out"),
        N_(
            "By a mail server that you name below (SMTP), or by the sendmail program of this "
            "machine. While it is off, mails wait for up to three days."
        ),
        choices=(
            ("off", N_("not at all")),
            ("smtp", N_("by a mail server (SMTP)")),
            ("sendmail", N_("by sendmail of this machine")),
        ),
    ),
    Entry(
        "mail.from_address",
        "email",
        "",
        N_("Sender's address"),
        N_(
            "Mails come from this address. Your mail server has to allow it, so it is usually the "
            "address of the mailbox whose user name and password you enter."
        ),
        example="desk@example.com",
    ),
    Entry(
        "mail.from_name",
        "text",
        "",
        N_("Sender's name"),
        N_("Shown beside the address; if empty, the title of the desk is."),
        example=N_("Harbour Lane Cycles"),
    ),
    Entry(
        "mail.reply_to",
        "email",
        "",
        N_("Answers go to"),
        N_("Where answers to the desk's mails arrive; if empty, at the sender's address."),
        example="desk@example.com",
    ),
    Entry(
        "mail.host",
        "text",
        "",
        N_("Mail server"),
        N_("The name of the server that takes outgoing mail, such as smtp.example.com."),
        example="smtp.example.com",
    ),
    Entry(
        "mail.port",
        "whole",
        587,
        N_("Port"),
        N_("587 goes with STARTTLS, 465 with TLS, 25 with neither."),
        least=1,
        most=65535,
        example="587",
    ),
    Entry(
        "mail.security",
        "choice",
        "starttls",
        N_("Encryption"),
        N_(
            "How the way to the mail server is protected. Without encryption anybody on the way "
            "can read mails and password; it is meant for a server on the same machine."
        ),
        choices=(
            ("starttls", N_("STARTTLS (port 587)")),
            ("tls", N_("TLS (port 465)")),
            ("none", N_("none")),
        ),
    ),
    Entry(
        "mail.user",
        "text",
        "",
        N_("User name"),
        N_("For the mail server, often the whole address. If empty, nobody signs in."),
        example="desk@example.com",
    ),
    Entry(
        "mail.password",
        "secret",
        "",
        N_("Password"),
        N_(
            "For the mail server. Some providers want an app password here in place of the one "
            "that you read your mail with. It is stored encrypted and never shown again."
        ),
        secret=True,
    ),
    Entry(
        "mail.verify",
        "switch",
        True,
        N_("Check the certificate"),
        N_(
            "Whether the mail server has to prove that it is the one it says. Switch it off only "
            "for a server of your own with a certificate made by hand."
        ),
    ),
    Entry(
        "mail.timeout",
        "whole",
        20,
        N_("Time limit for the mail server"),
        N_("After so many seconds without an answer a mail is tried again later."),
        least=1,
        most=30,
        unit=N_("seconds"),
    ),
    Entry(
        "mail.to_reserved",
        "switch",
        False,
        N_("Mails to example addresses"),
        N_(
            "Whether mails are also made for addresses that end in .example, .test or .invalid. "
            "Only tests and demo data have them; nobody can receive anything there."
        ),
    ),
)
