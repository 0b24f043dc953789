"""Templates are compiled with short cuts; what comes out is what Jinja alone would give."""

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, Template, UndefinedError, meta, nodes
from markupsafe import Markup

from helpdesk.web import render
from helpdesk.web.template_code import FastEnvironment

ENVIRONMENT = render.environment()
NAMES = ENVIRONMENT.list_templates(extensions=["html"])


class _Drawn:
    def __html__(self) -> str:
        return "<i>drawn</i>"

    def __str__(self) -> str:
        return "<plain>"


def _parsed(name: str) -> nodes.Template:
    assert ENVIRONMENT.loader
    return ENVIRONMENT.parse(ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0], name)


ODD = "<b title='x'>\"&\u2028</b>"
VALUES = (ODD, Markup("<b>"), 7, -1.5, None, True, [ODD], _Drawn(), "\0", "", "ж&🚲")
TEXTS = (
    '{{ value }}|{{ value|e }}|<p title="{{ value }}">',
    "{% macro m(a, b='<') %}{{ a }}{{ b }}{% endmacro %}{{ m('&') }}{{ m(value, b=1) }}",
    "{% for n in [value, 2] %}{{ n }}{{ loop.last }}{% else %}none{% endfor %}",
    "{% set text %}{{ value }}{% endset %}{{ text }}{{ text ~ value }}",
    "{% filter upper %}{{ value }}{% endfilter %}",
    "{{ word('<', b='&') }}{% for n in (1, value) %}{{ word(n, b=n) }}{% endfor %}",
    "{% macro m() %}[{{ caller('&') }}]{% endmacro %}{% call(x) m() %}<{{ x }}>{% endcall %}",
    "{{ value|safe }}{{ [value]|join(',') }}{{ 'a' if value else '<' }}",
    "{{ value.real }}{{ value.upper }}{{ {'a': {'b': value}}.a.b }}{{ value.none }}",
    "{% for n in [value] if n.real.imag == 0 %}{{ (n.real ~ n).upper() }}{% endfor %}",
    "{% for n in [{'keys': value, 'x': 1}] %}{{ n.x }}{{ n.get('keys') }}{% endfor %}",
    "{% if value.title is defined %}{{ value.title() if value.title else '' }}{% endif %}",
    "{{ value.none.none }}",
)


def _word(a: Any, b: Any = "") -> str:
    return f"{a}:{b}"


def _drawn(template: Template, value: Any) -> str:
    try:
        return template.render(value=value)
    except UndefinedError as error:
        return repr(error)


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_text_as_jinja_alone(text: str) -> None:
    ours = FastEnvironment(direct={"word": _word}, autoescape=True).from_string(text)
    plain = Environment(autoescape=True)
    plain.globals["word"] = _word
    stock = plain.from_string(text)
    for value in VALUES:
        assert _drawn(ours, value) == _drawn(stock, value)


def test_blocks_extensions_and_includes_are_in_order() -> None:
    files = {
        "base": "a{% block one %}b{{ x }}{% endblock %}c{% include 'part' %}"
        "{% block two %}{% endblock %}",
        "page": "{% extends 'base' %}{% set y = 2 %}{% block one %}[{{ super() }}]{% endblock %}"
        "{% block two %}{% for n in (1, y) %}{{ n }}{% include 'part' %}{% endfor %}{% endblock %}",
        "part": "({{ x }})",
    }
    ours = FastEnvironment(direct={}, autoescape=True, loader=DictLoader(files))
    plain = Environment(autoescape=True, loader=DictLoader(files))
    for name in files:
        expected = plain.get_template(name).render(x="<")
        assert ours.get_template(name).render(x="<") == expected
    assert ours.get_template("page").render(x="<") == "a[b&lt;]c(&lt;)1(&lt;)2(&lt;)"


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_and_keeps_its_hands_off_our_functions(name: str) -> None:
    ENVIRONMENT.get_template(name)
    given = {node.name for node in _parsed(name).find_all(nodes.Name) if node.ctx != "load"}
    assert not given & ENVIRONMENT.direct.keys()


def test_macros_without_context_need_nothing_of_the_page() -> None:
    """Such a file is made once: what it names has to be everywhere."""
    imported = set()
    for name in NAMES:
        for node in _parsed(name).find_all((nodes.Import, nodes.FromImport)):
            assert isinstance(node, (nodes.Import, nodes.FromImport))
            assert isinstance(node.template, nodes.Const)
            if not node.with_context:
                imported.add(node.template.value)
    assert "partials/parts.html" in imported
    for name in imported:
        assert meta.find_undeclared_variables(_parsed(name)) <= ENVIRONMENT.globals.keys(), name
        for statement in _parsed(name).body:
            fixed = isinstance(statement, (nodes.Assign, nodes.AssignBlock))
            assert not fixed, f"{name}:{statement.lineno}: is set once, in one language, for all"


def test_a_page_may_not_give_our_functions_another_meaning() -> None:
    class Call:
        form = kept_files = session = None

    with pytest.raises(ValueError, match="url"):
        render.page(Call(), "error.html", {"url": str})  # type: ignore[arg-type]


def test_an_undefined_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("{{ nobody_knows }}").render()
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("{{ nobody_knows() }}").render()
