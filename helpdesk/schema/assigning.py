"""What is remembered for giving tickets to people by turns."""

from peewee import BigIntegerField

from helpdesk.db import Table


class Rota(Table):
    """Whose turn it is: who was given a ticket longest ago has the lowest `turn`."""

    table = "rota"
    staff = BigIntegerField(primary_key=True)
    turn = BigIntegerField(default=0)
