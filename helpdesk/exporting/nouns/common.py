"""Fields that several nouns have."""

from typing import Any

from helpdesk.exporting.fields import OPTIONS, Field, Many
from helpdesk.schema import CustomField, CustomFieldValue

ID = Field("id", "Its number; no other line of this file has the same.")
CREATED = Field("created_at", "When it was made.", "created")
POSITION = Field("position", "Its place in the order.")
RETIRED = Field("retired", "Nobody can choose it any more.", "is_retired")


def values(noun: str) -> Many:
    """Values of a noun's custom fields."""
    """Values of custom fields; one of text, number, moment and option is set."""

    def only() -> Any:
        return CustomFieldValue.field.in_(
            CustomField.select(CustomField.id).where(CustomField.noun == noun)
        )

    fields = (
        Field("field", "Whose value it is.", to="custom_fields"),
        Field("text", "A text."),
        Field("number", "A number."),
        Field("moment", "A moment or a day."),
        Field("option", "The chosen option.", to=OPTIONS),
    )
    says = "Values of custom fields: of text, number, moment and option one is set."
    return Many("custom_fields", says, CustomFieldValue, "object_id", fields, only=only)
