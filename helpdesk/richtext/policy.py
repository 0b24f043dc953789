"""What may stand in HTML from outside: simple elements, links that lead to pages, no pictures.

The library is loaded with the first HTML that is cleaned, not with every process that answers.
"""

from functools import lru_cache
from typing import Any

POLICY = 1
TAGS = frozenset(
    "a b blockquote br code del div em h1 h2 h3 h4 h5 h6 hr i li ol p pre s span strong sub sup "
    "table tbody td th thead tr u ul".split()
)
SCHEMES = ["https", "http", "mailto", "tel"]


@lru_cache
def policy(*everywhere: str) -> Any:
    """The one policy; `everywhere` names attributes that our own templates need besides."""
    from justhtml import SanitizationPolicy, UrlPolicy, UrlRule

    rule = UrlRule(allowed_schemes=SCHEMES, resolve_protocol_relative=None, handling="allow")
    links = UrlPolicy(
        default_handling="strip", default_allow_relative=False, allow_rules={("a", "href"): rule}
    )
    attributes = {"*": {"dir", *everywhere}, "a": {"href"}, "td": {"colspan"}, "th": {"colspan"}}
    return SanitizationPolicy(
        allowed_tags=TAGS,
        allowed_attributes=attributes,
        url_policy=links,
        force_link_rel=(),
        # It would take the joiners out of Persian words and of emoji.
        strip_invisible_unicode=False,
    )


def parsed(html: str, *everywhere: str, trusted: bool = False) -> Any:
    """The tree of some HTML, cleaned unless it is our own."""
    from justhtml import JustHTML

    rules = None if trusted else policy(*everywhere)
    return JustHTML(html, fragment=True, policy=rules, sanitize=not trusted).root


def written(root: Any) -> str:
    """A tree as HTML."""
    from justhtml import to_html

    return to_html(root, pretty=False)
