#!/usr/bin/env python3
"""The entry for FastCGI; the server starts it once and sends it many requests."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

try:
    from helpdesk import entry
except Exception as error:
    sys.stderr.write("The help desk's folder has not arrived whole: {0}\n".format(error))
    sys.exit(1)

entry.fastcgi()
