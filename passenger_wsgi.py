"""The entry for Passenger, as in cPanel's "Setup Python App"; it looks for `application`."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from wsgi import application  # noqa: F401 - what Passenger asks for
