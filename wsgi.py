"""The entry for WSGI servers such as mod_wsgi: they look for `application`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from helpdesk.app import create_app

application = create_app()
