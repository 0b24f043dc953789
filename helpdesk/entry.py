"""What the entry files call: index.cgi, index.fcgi, passenger_wsgi.py and wsgi.py.

Whatever is wrong with the folder or the Python, a visitor gets a page that says what to do, and
nobody gets a traceback. An old Python must be able to read this file: no f-strings, and types
stand in comments.
"""

from __future__ import absolute_import

import os
import sys
import threading
import traceback

from helpdesk import plain

TYPE_CHECKING = False
if TYPE_CHECKING:  # which Python 2 has nothing for
    from typing import Any  # noqa: F401 - named in type comments


class Entry(object):
    """The desk as a WSGI application, made at the first request that finds it whole.

    Until then each request looks again, so that a process which lives on notices when the rest
    of an upload has arrived.
    """

    def __init__(self, resident=True):
        # type: (bool) -> None
        self._resident = resident  # the process lives on after a request
        self.is_outdated = False  # the program is a new one, so this process should end
        self._app = None  # type: Any
        self._state = lambda: None  # type: Any
        self._began_with = None  # type: Any
        self._making = threading.Lock()

    def __call__(self, environ, start_response):
        # type: (Any, Any) -> Any
        """Answer a request."""
        app = self._app
        if app is None:
            with self._making:
                app = self._app or self._made()
        elif self._resident and not self.is_outdated and self._state() != self._began_with:
            self._make_room(environ)
        return app(environ, start_response)

    def _made(self):
        # type: () -> Any
        if plain.is_too_old():
            return plain.too_old()
        try:
            return self._desk() or _what_is_wrong()
        except Exception:
            return _what_is_wrong() or _broken()

    def _desk(self):
        # type: () -> Any
        """The desk; None when nothing is installed yet and the folder isn't whole."""
        import importlib

        importlib.invalidate_caches()  # what was missing a moment ago may have arrived
        from helpdesk import config, integrity, logs, paths, restart
        from helpdesk.app import create_app
        from helpdesk.web.gateway import Gateway

        if not config.exists() and integrity.problems():
            return None
        folder = paths.data_folder()
        if folder is not None:
            logs.to_file(folder)
        self._state = lambda: restart.state(folder)
        self._began_with = self._state() if self._resident else None
        self._app = Gateway(create_app(resident=self._resident))
        return self._app

    def _make_room(self, environ):
        # type: (Any) -> None
        """Let this request be one of the last; FastCGI ends the process itself."""
        self.is_outdated = True
        if "passenger.hijack" in environ:
            from helpdesk import restart

            restart.tell_passenger()


def cgi():
    # type: () -> None
    """Answer the one request for which the server has started this process."""
    app = Entry(resident=False)
    try:
        from helpdesk import lazily

        lazily.switch_on()
        from helpdesk.web.cgi import run_once
    except Exception:  # a part is missing, or this Python is too old for it
        from wsgiref.handlers import CGIHandler

        CGIHandler().run(app)
    else:
        run_once(app)


def fastcgi():
    # type: () -> None
    """Answer requests by FastCGI, or the one request of a server that has no FastCGI."""
    if "REQUEST_METHOD" in os.environ:
        return cgi()
    try:
        from helpdesk.web.cgi import serve

        return serve(Entry())
    except ImportError as error:
        sys.stderr.write(
            "The help desk can't speak FastCGI: {0}. Upload the folder vendor/ again, or take "
            "index.cgi in .htaccess.\n".format(error)
        )
        sys.exit(1)


def _what_is_wrong():
    # type: () -> Any
    """The page about missing and damaged files; None when every file is as it was sent."""
    try:
        from helpdesk import integrity

        found = integrity.problems(full=True)
    except Exception:
        return plain.incomplete([("helpdesk/integrity.py", "missing")])
    return plain.incomplete([(p.path, p.kind) for p in found]) if found else None


def _broken():
    # type: () -> Any
    """The page with a number; the reason goes to the desk's log, else to the server's."""
    text = traceback.format_exc()
    try:
        import logging

        from helpdesk import logs, paths
        from helpdesk.web.gateway import new_number

        number, folder = new_number(), paths.data_folder()
        if folder is not None:
            logs.to_file(folder)
        logging.getLogger("helpdesk.entry").error("%s can't start\n%s", number, text)
    except Exception:
        number = "0000-00"
        sys.stderr.write("{0} the help desk can't start\n{1}".format(number, text))
    return plain.broken(number)
