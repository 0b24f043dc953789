#!/usr/bin/env python3
"""The entry for CGI; the server starts it for each request."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

try:
    from helpdesk import entry
except Exception as error:
    sys.stdout.write(
        "Status: 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "The help desk's folder has not arrived whole: {0}\n"
        "Upload it again, best as the zip, and unpack it there.\n".format(str(error).split(" (")[0])
    )
else:
    entry.cgi()
