"""Rows for the routes whose number isn't that of a ticket."""

from dataclasses import replace

from helpdesk.schema import Announcement, CustomerAddress, Organisation
from helpdesk.web.routes import Route
from tests.cast import Desk


def filled(desk: Desk, route: Route) -> Route:
    """The route with the numbers of Cleo, of an organisation or of an announcement in its path."""
    if route.path.startswith("/admin/customers/<number:int>"):
        address = CustomerAddress.get(CustomerAddress.email == "cleo@example.com")
        return _with(route, address.customer_id, address.id)
    if route.path.startswith("/admin/organisations/<number:int>"):
        return _with(route, Organisation.create(name="Group", name_normal="group").id)
    if route.path.startswith("/admin/announcements/<number:int>"):
        return _with(route, Announcement.create(title="Closed").id)
    return route


def _with(route: Route, number: int, address: int = 0) -> Route:
    path = route.path.replace("<number:int>", str(number)).replace("<address:int>", str(address))
    return replace(route, path=path)
