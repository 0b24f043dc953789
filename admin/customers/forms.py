"""What the forms about a customer have in common."""

from typing import Any

from markupsafe import Markup

from helpdesk import i18n, organisations
from helpdesk.customers import Taken
from helpdesk.errors import Invalid
from helpdesk.i18n import _
from helpdesk.web.call import Call

DETAILS = ("name", "organisation", "language", "timezone", "note")


def details(call: Call) -> dict[str, str]:
    """What was typed."""
    return {name: call.form.value(name) for name in DETAILS}


def choices() -> dict[str, Any]:
    """What can be chosen."""
    return {
        "languages": [{"id": c, "name": i18n.NAMES.get(c, c)} for c in i18n.available()],
        "organisations": organisations.offered(),
    }


def with_link(call: Call, taken: Taken) -> Invalid:
    """Whose address it is, with the way to them."""
    address = call.url(f"/admin/customers/{taken.customer.id}")
    link = Markup('<a href="{}"><bdi>{}</bdi></a>').format(
        address, taken.customer.name or _("No name")
    )
    return Invalid(
        {"email": Markup.escape(_("This address belongs to %(name)s.")) % {"name": link}}
    )
