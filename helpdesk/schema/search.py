"""What the search has read. On SQLite the words stand in an FTS5 table, which is no model; on MySQL
in `SearchLoose` and `SearchPacked`. All of it can be made again from messages and tickets."""

from peewee import BigIntegerField, BlobField, CharField, CompositeKey, IntegerField

from helpdesk.db import Table, UtcDateTime


class SearchDocument(Table):
    """A message or note in the index, under the message's own id; narrow, for filters read many."""

    table = "search_document"
    id = BigIntegerField(primary_key=True)
    ticket = BigIntegerField()
    created = UtcDateTime()


class SearchLoose(Table):
    """A token of a document, as written with it; a job packs these."""

    table = "search_loose"
    token = CharField(80)
    document = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("token", "document")


class SearchPacked(Table):
    """A token's documents within a block of ids: their places in it, two bytes each."""

    table = "search_packed"
    token = CharField(80)
    block = IntegerField()
    documents = BlobField()

    class Meta:
        primary_key = CompositeKey("token", "block")
