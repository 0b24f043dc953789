"""Somebody's HTML: made harmless, in bounded time, and the same as plain text."""

import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpdesk import richtext
from helpdesk.richtext.policy import TAGS

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>1</script>">x</a>',
    '<a href="//evil.example">x</a>',
    '<p onclick="alert(1)" style="position:fixed" class="btn">x</p>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mi><style><img src=x onerror=1></style></mi></math>",
    "<style>p{color:red}</style><link rel=stylesheet href=//evil.example>",
    "<iframe src=//evil.example></iframe><object data=x></object><embed src=x>",
    '<form action="//evil.example"><input name=csrf><button>Go</button></form>',
    "<table><form><input></table>",
    "<noscript><p title='</noscript><img src=x onerror=1>'>",
    "<!--><img src=x onerror=1>-->",
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    "<template><script>1</script></template>",
    '<a href="https://x.example" onmouseover=1 target=_top id=main name=form>x</a>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<pre><code><script>1</script></code></pre>",
]
ALLOWED = {"href", "rel", "dir", "colspan"}


def harmless(html: str) -> None:
    found = BeautifulSoup(html, "html.parser")
    for tag in found.find_all(True):
        assert tag.name in TAGS and set(tag.attrs) <= ALLOWED, tag
        if tag.get("href"):
            assert str(tag["href"]).split(":")[0] in ("https", "http", "mailto", "tel"), tag
            assert tag["rel"] == ["noopener", "noreferrer", "nofollow"]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile(html: str) -> None:
    made, text = richtext.clean(html)
    harmless(made)
    assert "alert" not in text or "&lt;script" in html
    assert richtext.clean(made)[0] == made, "cleaning again changes nothing"


@given(st.text(alphabet="abc <>/=\"'&;!-pdivscrtonhf:", max_size=120))
@hypothesis_settings(deadline=None)
def test_whatever_comes(html: str) -> None:
    made, _text = richtext.clean(html)
    harmless(made)


@pytest.mark.parametrize(
    ("html", "made", "text"),
    [
        (
            "<div>One<br>two<br><br>three</div>",
            "<p>One<br>two</p><p>three</p>",
            "One\ntwo\n\nthree",
        ),
        ("<h1>Head</h1>", "<p><strong>Head</strong></p>", "Head"),
        (
            "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
            "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
            "- a\n- b\n  1. c",
        ),
        (
            "<div>x</div><blockquote>q<br>r</blockquote>",
            "<p>x</p><blockquote>q<br>r</blockquote>",
            "x\n\n> q\n> r",
        ),
        ("<pre>a  b\n\nc</pre>", "<pre>\na  b\n\nc</pre>", "a  b\n\nc"),
        (
            '<div><a href="https://a.example/b">there</a></div>',
            '<p><a href="https://a.example/b" rel="noopener noreferrer nofollow">there</a></p>',
            "there (https://a.example/b)",
        ),
        (
            '<a href="mailto:a@b.net">a@b.net</a>',
            '<p><a href="mailto:a@b.net" rel="noopener noreferrer nofollow">a@b.net</a></p>',
            "a@b.net",
        ),
        (
            "<div>https://a.example.</div>",
            '<p><a href="https://a.example" rel="noopener noreferrer nofollow">'
            "https://a.example</a>.</p>",
            "https://a.example.",
        ),
        ("loose <em>words</em>", "<p>loose <em>words</em></p>", "loose words"),
        ("<div><br></div>", "", ""),
    ],
)
def test_what_an_editor_writes(html: str, made: str, text: str) -> None:
    found = richtext.clean(html)
    assert (found[0].replace(' dir="auto"', ""), found[1]) == (made, text)


def test_joiners_stay() -> None:
    word = "می\u200cخواهم 👩\u200d🚀"
    assert richtext.clean(f"<div>{word}</div>")[1] == word


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "deep",
        "<b>" * 30_000 + "deep",
        "<a href=x>" * 20_000,
        "<table><tr><td>" * 10_000,
        "<b><p>" * 10_000,
        "<" * 300_000,
        "&" * 300_000,
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x",
        "<ul><li>" * 3_000 + "x",
        "x" * 2_000_000,
        "<p>" + "https://a.example/ " * 20_000,
    ],
    ids=range(11),
)
def test_bounded(html: str) -> None:
    """Seconds at most, also on a slow machine; nested without end, only the words are left."""
    began = time.process_time()
    made, text = richtext.clean(html)
    assert time.process_time() - began < 5
    assert len(made) < 4_000_000 and len(text) <= 1_000_000
    harmless(made[:20_000].rpartition("<")[0])
