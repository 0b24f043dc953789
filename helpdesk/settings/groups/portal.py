"""The customers' pages: what the form says and asks, what customers may do, and what keeps
machines from writing."""

from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "portal.preamble",
        "lines",
        "",
        N_("Above the form"),
        N_(
            "What customers read before they write: opening hours, what to have at hand, a word of "
            "thanks. An empty line begins a new paragraph. If empty, a short text of ours is there."
        ),
    ),
    Entry(
        "portal.customer_resolves",
        "switch",
        True,
        N_("Customers may resolve"),
        N_("Whether customers can say on the page of their request that it is solved."),
    ),
    Entry(
        "portal.followers",
        "switch",
        True,
        N_("Customers may add people"),
        N_(
            "Whether customers can name more people who get a copy of every answer, with a link of "
            "their own to read and to reply."
        ),
    ),
    Entry(
        "portal.open_limit",
        "whole",
        20,
        N_("Open requests per customer"),
        N_("How many requests of one address may be open at the same time; 0 means any number."),
        most=10_000,
    ),
    Entry(
        "portal.least_seconds",
        "whole",
        3,
        N_("Least time for the form"),
        N_(
            "Whoever sends the form within fewer seconds than these is asked to send it again: "
            "machines are that quick. Nothing typed is lost. 0 switches it off."
        ),
        most=60,
    ),
    Entry(
        "portal.check",
        "choice",
        "busy",
        N_("Check for machines"),
        N_(
            "A piece of arithmetic that the browser does by itself, unseen; where scripts are off, "
            "a plain question is asked instead. No other service is involved."
        ),
        choices=(
            ("busy", N_("when many requests come in")),
            ("always", N_("always")),
            ("never", N_("never")),
        ),
    ),
    Entry(
        "portal.busy_from",
        "whole",
        100,
        N_("Many requests begin at"),
        N_(
            "So many requests in an hour, from everybody together, count as many. Once half of "
            "that is reached, or half of what one network address may send, the check above is "
            "asked for."
        ),
        least=2,
        most=1_000_000,
    ),
    Entry(
        "portal.question",
        "text",
        "",
        N_("Question of the check"),
        N_(
            "Something that your customers know and machines don't, such as what you sell. If "
            "empty, a small sum in words is asked, in the reader's language."
        ),
    ),
    Entry(
        "portal.answers",
        "text",
        "",
        N_("Right answers"),
        N_(
            "All answers that count, with commas between them; capitals don't matter. Without an "
            "answer here the small sum is asked."
        ),
    ),
)
