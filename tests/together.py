"""Doing things at the same moment, each thread with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from helpdesk import db


def at_once(*work: Callable[[], Any]) -> Sequence[Any]:
    """Run all of it in threads that start together; returns their results in no order.

    What goes wrong in a thread goes wrong here.
    """
    gate, results, wrong = threading.Barrier(len(work)), [], []

    def one(piece: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            results.append(piece())
        except BaseException as error:
            wrong.append(error)
        finally:
            if not db.database.is_closed():
                db.database.close()

    threads = [threading.Thread(target=one, args=(piece,)) for piece in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if wrong:
        raise wrong[0]
    return results
