"""For Passenger up to 6.0.18 with Python 3.12 or newer, whose standard library has no `imp`.

Passenger's loader asks for it before it starts the desk, for this one function. Set the
application's environment variable PYTHONPATH to the folder that this file is in.
"""

import importlib.util
import sys


def load_source(name, path):
    """Import a file under a name."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
