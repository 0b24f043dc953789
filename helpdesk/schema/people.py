"""People: staff with roles, teams and categories; customers with addresses and organisations."""

from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField

from helpdesk.clock import now
from helpdesk.db import LongText, Table, UtcDateTime


class Role(Table):
    """A named set of permissions; `permissions` is a JSON list of keys from the registry."""

    table = "role"
    id = BigAutoField()
    name = CharField(190, unique=True)
    permissions = LongText(default="[]")
    is_ready_made = BooleanField(default=False)


class Staff(Table):
    """A person who answers. Never deleted: `is_active` ends the access and keeps the history."""

    table = "staff"
    id = BigAutoField()
    name = CharField(190)
    email = CharField(190)
    email_normal = CharField(190, unique=True)
    password = CharField(255, null=True)
    role = ForeignKeyField(Role, on_delete="RESTRICT")
    all_categories = BooleanField(default=True)
    nickname = CharField(190, default="")
    signature = LongText(default="")
    language = CharField(20, default="")
    timezone = CharField(64, default="")
    is_active = BooleanField(default=True)
    created = UtcDateTime(default=now)
    last_login = UtcDateTime(null=True)
    list_view = CharField(190, default="")
    start = CharField(20, default="")
    toured = BooleanField(default=False)


class Team(Table):
    """A group of staff that tickets can be given to."""

    table = "team"
    id = BigAutoField()
    name = CharField(190, unique=True)


class TeamMember(Table):
    """Who is in which team."""

    table = "team_member"
    id = BigAutoField()
    team = ForeignKeyField(Team, on_delete="CASCADE")
    staff = ForeignKeyField(Staff, on_delete="CASCADE")

    class Meta:
        indexes = ((("team", "staff"), True),)


class StaffCategory(Table):
    """The categories of a staff member whose `all_categories` is off."""

    table = "staff_category"
    id = BigAutoField()
    staff = ForeignKeyField(Staff, on_delete="CASCADE")
    category = BigIntegerField(index=True)

    class Meta:
        indexes = ((("staff", "category"), True),)


class Organisation(Table):
    """A group of customers, such as a company."""

    table = "organisation"
    id = BigAutoField()
    name = CharField(190, index=True)
    note = LongText(default="")
    created = UtcDateTime(default=now)
    name_normal = CharField(190, default="", index=True)


class Customer(Table):
    """A person who asks; an account only when there is a password."""

    table = "customer"
    id = BigAutoField()
    name = CharField(255, default="")
    organisation = ForeignKeyField(Organisation, null=True, on_delete="SET NULL")
    password = CharField(255, null=True)
    language = CharField(20, default="")
    timezone = CharField(64, default="")
    note = LongText(default="")
    created = UtcDateTime(default=now)
    name_normal = CharField(190, default="")  # see customers.normal_name; the order of the list

    class Meta:
        indexes = ((("name_normal", "id"), False),)


class CustomerAddress(Table):
    """An e-mail address of a customer; one of them is the first."""

    table = "customer_address"
    id = BigAutoField()
    customer = ForeignKeyField(Customer, on_delete="CASCADE")
    email = CharField(255)
    email_normal = CharField(190, unique=True)
    is_primary = BooleanField(default=True)
    verified = UtcDateTime(null=True)
