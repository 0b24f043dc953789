"""The entry for WSGI servers such as mod_wsgi: they look for `application`."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

try:
    from helpdesk import entry

    application = entry.Entry()
except Exception as error:
    WORDS = (
        "The help desk's folder has not arrived whole: {0}\n"
        "Upload it again, best as the zip, and unpack it there; then restart the application.\n"
    ).format(str(error).split(" (")[0])

    def application(environ, start_response):
        """Says what is missing."""
        start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
        return [WORDS.encode("utf-8")]
