"""Pages for before the desk can start: no templates, no libraries, no languages but English.

An old Python must be able to read this file, for one of the pages says that it is too old.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # which Python 2 has nothing for
    from typing import Any  # noqa: F401 - named in type comments

LEAST = (3, 10)
SHOWN = 20  # files of a long list

STYLE = """\
:root{color-scheme:light dark;--bg:#f5f4f0;--paper:#fff;--ink:#1e1c19;--soft:#514d45;--line:#e3e0d9}
@media(prefers-color-scheme:dark){:root{--bg:#151412;--paper:#1d1c19;--ink:#edeae4;--soft:#bdb8ad;
--line:#35322d}}
body{margin:0;padding:48px 16px;background:var(--bg);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
main{max-width:42rem;margin:0 auto;padding:32px;background:var(--paper);
border:1px solid var(--line);border-radius:10px;overflow-wrap:anywhere}
@media(max-width:30rem){main{padding:24px 16px}}
h1{margin:0 0 16px;font-size:1.75rem;line-height:1.25;font-weight:600}
h2{margin:24px 0 8px;font-size:1.125rem;font-weight:600}
p,ol,ul{margin:0 0 12px}li{margin:4px 0}
small,.soft{color:var(--soft);font-size:.875rem}
code{font-family:ui-monospace,Consolas,monospace;font-size:.875rem}"""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title}</title>
<style>{style}</style></head>
<body><main><h1>{title}</h1>
{body}
</main></body></html>
"""
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("X-Content-Type-Options", "nosniff"),
]
KINDS = (
    ("missing", "missing"),
    ("damaged", "not as it was sent"),
    ("unreadable", "can't be read"),
)


class Page(object):
    """An answer to every request: this page."""

    def __init__(self, status, title, body):
        # type: (str, str, str) -> None
        self.status = status
        text = PAGE.format(title=escape(title), style=STYLE, body=body)
        self.body = text.encode("utf-8")

    def __call__(self, environ, start_response):
        # type: (Any, Any) -> list[bytes]
        """The WSGI application."""
        headers = HEADERS + [("Content-Length", str(len(self.body)))]
        start_response(self.status, headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [self.body]


def is_too_old():
    # type: () -> bool
    """Whether this Python can't run the desk."""
    return sys.version_info[:2] < LEAST


def too_old():
    # type: () -> Page
    """Which Python is there, and where a newer one is chosen."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Page(
        "503 Service Unavailable",
        "This Python is too old",
        "<p>The help desk needs Python 3.10 or newer. This server runs it with Python {0}.</p>"
        "<h2>What to do</h2><ol>"
        "<li>In your host's panel open \u201cSetup Python App\u201d, \u201cPython\u201d or "
        "\u201cApplication manager\u201d and choose 3.10 or newer.</li>"
        "<li>Is there none? Ask your host for one; they often have it under another name, such as "
        "<code>python3.12</code>. That name goes into the first line of <code>index.cgi</code>: "
        "<code>#!/usr/bin/env python3.12</code></li>"
        "<li>Load this page again.</li></ol>".format(version)
        if sys.version_info[0] > 2
        else "<p>The help desk needs Python 3.10 or newer. This server runs it with Python {0}. "
        "Choose a newer one in your host's panel, then load this page again.</p>".format(version),
    )


def incomplete(problems):
    # type: (list[tuple[str, str]]) -> Page
    """Which files of the folder aren't as they should be; pairs of path and kind."""
    shown = "".join(
        "<li><code>{0}</code> <span class=soft>{1}</span></li>".format(
            escape(path), dict(KINDS)[kind]
        )
        for path, kind in problems[:SHOWN]
    )
    more = len(problems) - SHOWN
    kinds = set(kind for _path, kind in problems)  # noqa: C401 - as Python 2 writes it
    return Page(
        "503 Service Unavailable",
        "The folder has not arrived whole",
        "<p>{0} of the help desk {1} not as in the release:</p><ul>{2}</ul>{3}"
        "<h2>What to do</h2><ol>{4}<li>Load this page again.</li></ol>"
        "<p class=soft>Nothing has been changed. What is in the database and in the data folder "
        "is not touched by an upload.</p>".format(
            "1 file" if len(problems) == 1 else "{0} files".format(len(problems)),
            "is" if len(problems) == 1 else "are",
            shown,
            "<p class=soft>and {0} more</p>".format(more) if more > 0 else "",
            _advice(kinds),
        ),
    )


def broken(number):
    # type: (str) -> Page
    """Something is wrong that only the log can tell."""
    return Page(
        "500 Internal Server Error",
        "The help desk can't start",
        "<p>Nothing you sent was stored. Try again in a minute.</p>"
        "<p>If this is your desk: the reason stands in <code>log/helpdesk.log</code> in its data "
        "folder, or in the web server's error log, beside this number: <b>{0}</b></p>".format(
            number
        ),
    )


def escape(text):
    # type: (str) -> str
    """Text as HTML; the standard library has this in another place in each age."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _advice(kinds):
    # type: (set[str]) -> str
    steps = []
    if "missing" in kinds or "damaged" in kinds:
        steps.append(
            "Upload the zip itself and unpack it with your host's file manager: that is quicker, "
            "and nothing gets lost. Or upload these files again; in an FTP program choose "
            "\u201cbinary\u201d as the transfer type, for \u201cASCII\u201d changes files."
        )
    if "unreadable" in kinds:
        steps.append(
            "Give the files their usual rights in the file manager: folders <code>755</code>, "
            "files <code>644</code>, <code>index.cgi</code> and <code>index.fcgi</code> "
            "<code>755</code>. They must belong to your own account."
        )
    return "".join("<li>{0}</li>".format(step) for step in steps)
