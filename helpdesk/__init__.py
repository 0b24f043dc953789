"""The help desk: portal, panel, mail and jobs in one package.

In a source tree and in an uploaded folder the sections `admin/` and `install/` stand beside this
folder; in site-packages a wheel puts them inside it. Either way they are imported as
`helpdesk.admin` and `helpdesk.install`. A release brings its libraries along in `vendor/`, which
goes before whatever the host has installed: those are the versions that were tested.

An old Python must be able to read this file: it comes before the page that says so (`entry.py`).
"""

import os
import sys

if __name__ != "helpdesk":
    raise ImportError("This package is called 'helpdesk'; it can't be imported under another name.")

_above = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
if os.path.isfile(os.path.join(_above, "admin", "__init__.py")):
    __path__.append(_above)
    _vendor = os.path.join(_above, "vendor")
    if os.path.isdir(_vendor) and _vendor not in sys.path:
        sys.path.insert(0, _vendor)
