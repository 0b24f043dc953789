"""The help desk: portal, panel, mail and jobs in one package.

In a source tree and in an uploaded folder the sections `admin/` and `install/` stand beside this
folder; in site-packages a wheel puts them inside it. Either way they are imported as
`helpdesk.admin` and `helpdesk.install`.
"""

from pathlib import Path

if __name__ != "helpdesk":
    raise ImportError("This package is called 'helpdesk'; it can't be imported under another name.")

_above = Path(__file__).resolve().parent.parent
if (_above / "admin" / "__init__.py").is_file():
    __path__.append(str(_above))
