"""The floors: what any page costs on this server, this database and this machine.

`floor`: a bare bottle route with one query of 50 rows by the primary key as dicts, rendered as a
table of seven columns, autoescaped. `floor_write`: one row inserted and committed, as durable as
the desk's.
"""

from typing import Any

import bottle
from jinja2 import Environment
from peewee import BigAutoField, CharField

from helpdesk.db import Table, database
from helpdesk.schema import Ticket

ROWS = 50
_TEMPLATE = """<!doctype html><html><head><meta charset="utf-8"><title>Floor</title></head><body>
<table><thead><tr>{% for name in names %}<th>{{ name }}</th>{% endfor %}</tr></thead><tbody>
{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.tracking_id }}</td>
<td>{{ row.subject }}</td><td>{{ row.snippet }}</td>
<td>{{ row.status }}</td><td>{{ row.owner }}</td><td>{{ row.last_message }}</td></tr>
{% endfor %}</tbody></table></body></html>"""


class Written(Table):
    """What the write floor writes."""

    table = "bench_written"
    id = BigAutoField()
    text = CharField(190)


def app() -> bottle.Bottle:
    """Both floors as an application of their own."""
    made = bottle.Bottle()
    template = Environment(autoescape=True).from_string(_TEMPLATE)
    names = ("id", "tracking_id", "subject", "snippet", "status", "owner", "last_message")

    @made.get("/bench/floor")
    def floor() -> str:
        _connect()
        query = Ticket.select().order_by(Ticket.id.desc()).limit(ROWS)
        return str(template.render(names=names, rows=list(query.dicts())))

    @made.post("/bench/floor-write")
    def floor_write() -> str:
        _connect()
        with database.atomic():
            Written.create(text="a row of the floor")
        return "written"

    return made


def _connect() -> Any:
    if database.is_closed():
        database.connect()
