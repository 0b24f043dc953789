"""Custom fields: definitions, options, and values as typed, indexed rows."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
)

from helpdesk.db import LongText, Table, UtcDateTime


class CustomField(Table):
    """A field that administrators add; `noun` is ticket, customer or organisation."""

    table = "custom_field"
    id = BigAutoField()
    noun = CharField(20, default="ticket")
    kind = CharField(20)
    name = CharField(190)
    help = LongText(default="")
    required = CharField(20, default="never")
    is_public = BooleanField(default=True)
    before_message = BooleanField(default=False)
    rules = LongText(default="{}")
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class CustomFieldOption(Table):
    """A choice of a radio, select or checkbox field."""

    table = "custom_field_option"
    id = BigAutoField()
    field = ForeignKeyField(CustomField, on_delete="CASCADE")
    name = CharField(190)
    position = IntegerField(default=0)
    is_active = BooleanField(default=True)


class CustomFieldValue(Table):
    """A value: the column of its kind is filled, so that lists can filter and sort by it.

    `object_id` is the ticket, customer or organisation that the field's noun names.
    """

    table = "custom_field_value"
    id = BigAutoField()
    field = ForeignKeyField(CustomField, on_delete="RESTRICT", index=False)
    object_id = BigIntegerField()
    text = LongText(null=True)
    text_start = CharField(190, null=True)
    number = DecimalField(30, 8, null=True)
    moment = UtcDateTime(null=True)
    option = ForeignKeyField(CustomFieldOption, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = (
            (("object_id", "field"), False),
            (("field", "text_start"), False),
            (("field", "number"), False),
            (("field", "moment"), False),
        )
