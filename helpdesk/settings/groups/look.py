"""How the desk looks."""

from helpdesk import colours
from helpdesk.i18n import N_
from helpdesk.settings.entry import Entry

ENTRIES = (
    Entry(
        "look.accent",
        "colour",
        colours.USUAL,
        N_("Colour"),
        N_(
            "The one colour of buttons, links and the place where one is. Take the one of your "
            "logo: it is made lighter or darker by itself until text in it can be read, in light "
            "and in dark mode."
        ),
        example="#7a3e8e",
    ),
    Entry(
        "look.logo",
        "picture",
        "",
        N_("Logo"),
        N_(
            "A picture beside the title, at the top of every page: PNG, JPEG, GIF or WebP, at most "
            "500 KB and 2000 pixels wide. Without one a speech bubble in your colour stands there."
        ),
    ),
    Entry(
        "look.logo_dark",
        "picture",
        "",
        N_("Logo for dark mode"),
        N_("If your logo can't be seen on a dark ground. Without one the logo above is shown."),
    ),
    Entry(
        "look.title_beside_logo",
        "switch",
        True,
        N_("Title beside the logo"),
        N_("Switch it off if your logo already says the name of your desk."),
    ),
)
