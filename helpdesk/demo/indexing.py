"""The search index of the demo's messages, where this copy of the desk has a search."""

import importlib

from helpdesk.demo.threads import Rows


def index_rows(rows: Rows) -> None:
    """Give a bundle of new tickets to the search, in the transaction that adds them.

    Rows are as in `threads.TICKET` and `threads.MESSAGE`.
    """
    try:
        bulk = importlib.import_module("helpdesk.search.bulk")
    except ModuleNotFoundError:
        return
    bulk.add(rows)


def unindex(tickets: list[int]) -> None:
    """Take tickets out of the index before they are removed."""
    try:
        bulk = importlib.import_module("helpdesk.search.bulk")
    except ModuleNotFoundError:
        return
    bulk.remove(tickets)
