"""The catalogues of texts, kept in step with the code (needs Babel, which only the tests have).

    python -m tests.i18n.catalogues           all three of these
    python -m tests.i18n.catalogues extract   code and templates → helpdesk/locale/helpdesk.pot
    python -m tests.i18n.catalogues update    .pot → helpdesk/locale/<language>/LC_MESSAGES/*.po
    python -m tests.i18n.catalogues compile   .po → .mo, which the desk reads
    python -m tests.i18n.catalogues check     what is out of step; writes nothing
    python -m tests.i18n.catalogues add fr    begins the catalogue of one more language

The same texts give the same files, byte by byte: no dates, no line numbers. A text that the code
no longer has leaves the catalogues. A new one is empty in them until somebody translates it.
"""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from helpdesk.i18n import DOMAIN
from helpdesk.paths import LOCALE
from tests.rules.tree import ROOT

SOURCES = ("admin", "helpdesk", "install", "templates")
KEYWORDS = parse_keywords(["_", "N_", "gettext", "ngettext:1,2", "pgettext:1c,2"])
NOTE = "i18n:"  # begins a comment for translators, in the line above the text
POT = LOCALE / f"{DOMAIN}.pot"
WIDTH = 96
PLURALS = {"id": (1, "0")}  # what Babel's list lacks; a test compares all with CLDR


def main(arguments: list[str]) -> int:
    """Do what the command line asks for; 1 when something is out of step."""
    if arguments[:1] == ["add"] and len(arguments) == 2:
        return _add(arguments[1])
    if arguments == ["check"]:
        found = list(out_of_step())
        print("\n".join(found) or "All catalogues are in step.")
        return 1 if found else 0
    steps: dict[str, Callable[[], None]] = {
        "extract": write_template,
        "update": update,
        "compile": compile_all,
    }
    if len(arguments) > 1 or any(name not in steps for name in arguments):
        print(__doc__)
        return 2
    for name in arguments or steps:
        steps[name]()
    return 0


def extracted() -> Catalog:
    """Every text of the code and the templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = Catalog(domain=DOMAIN, charset="utf-8")
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        KEYWORDS,
        comment_tags=[NOTE],
        strip_comment_tags=True,
        directory_filter=_is_source,
    )
    for name, line, text, notes, context in found:
        catalog.add(text, None, [(name, line)], auto_comments=notes, context=context)
    return catalog


def write_template() -> None:
    """Write the .pot: the texts with nothing translated."""
    LOCALE.mkdir(exist_ok=True)
    POT.write_bytes(_text(_header(), extracted()))


def update() -> None:
    """Bring the texts of the .pot into every .po; what was translated stays."""
    template = read(POT)
    for path in po_files():
        old = read(path)
        old.update(template, no_fuzzy_matching=True)
        old.obsolete.clear()
        path.write_bytes(_text(_own_header(path), old))


def compile_all() -> None:
    """Write every .mo."""
    for path in po_files():
        path.with_suffix(".mo").write_bytes(compiled(path))


def compiled(path: Path) -> bytes:
    """What the .mo of a .po contains. The header carries nothing but what gettext reads."""
    catalog, buffer = read(path), io.BytesIO()
    header = (
        f"Content-Type: text/plain; charset=UTF-8\nLanguage: {language(path)}\n"
        f"Plural-Forms: {catalog.plural_forms}\n"
    )

    class _Plain(Catalog):
        def __iter__(self) -> Iterator[Message]:
            yield Message("", header)
            yield from texts(catalog)

    write_mo(buffer, _Plain(charset="utf-8"))
    return buffer.getvalue()


def out_of_step() -> Iterator[str]:
    """What `extract`, `update` and `compile` would change, one line each."""
    code, template = keys(extracted()), keys(read(POT)) if POT.exists() else set()
    yield from _differences("helpdesk.pot", code, template)
    for path in po_files():
        yield from _differences(f"{language(path)}: helpdesk.po", template, keys(read(path)))
        made = path.with_suffix(".mo")
        if not made.exists() or made.read_bytes() != compiled(path):
            yield f"{language(path)}: helpdesk.mo isn't what helpdesk.po gives"


def po_files() -> list[Path]:
    """The catalogues, one for each language."""
    return sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def language(path: Path) -> str:
    """The code of the language that a .po is for."""
    return path.parts[-3]


def read(path: Path) -> Catalog:
    """A .pot or .po."""
    code = None if path == POT else language(path)
    with path.open("rb") as file:
        return read_po(file, locale=code, domain=DOMAIN, abort_invalid=True)


def texts(catalog: Catalog) -> list[Message]:
    """The messages without the header."""
    return [message for message in catalog if message.id]


def keys(catalog: Catalog) -> set[tuple[str, str]]:
    """What tells one message from another: its text (and plural), its context."""
    return {("\0".join(_parts(m.id)), m.context or "") for m in texts(catalog)}


def _parts(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _is_source(folder: object) -> bool:
    parts = Path(str(folder)).relative_to(ROOT).parts
    return parts[0] in SOURCES and "vendor" not in parts


def _differences(
    what: str, wanted: set[tuple[str, str]], there: set[tuple[str, str]]
) -> Iterator[str]:
    for text, _context in sorted(wanted - there):
        yield f"{what} lacks {text!r}"
    for text, _context in sorted(there - wanted):
        yield f"{what} has {text!r}, which is no longer needed"


def _text(header: str, catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=WIDTH,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return header.encode() + b"\n" + buffer.getvalue().strip() + b"\n"


def _own_header(path: Path) -> str:
    """A catalogue keeps its header, where translators say who they are."""
    return path.read_text("utf-8").partition("\n\n")[0] + "\n"


def _header(code: str = "") -> str:
    name = Locale.parse(code).get_display_name("en") if code else "Template"
    lines = [
        f"Language: {code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    if code:
        count, rule = PLURALS.get(code) or get_plural(code)[:2]
        lines.append(f"Plural-Forms: nplurals={count}; plural={rule};")
    title = f"# {name}: the texts of the help desk, under its own licence (MIT)."
    return "\n".join([title, 'msgid ""', 'msgstr ""', *(rf'"{line}\n"' for line in lines), ""])


def _add(code: str) -> int:
    path = LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    if path.exists():
        print(f"{path.relative_to(ROOT)} is there already.")
        return 1
    path.parent.mkdir(parents=True)
    path.write_text(_header(code), "utf-8")
    update()
    print(f"Translate {path.relative_to(ROOT)}; name the language in helpdesk/i18n.py, NAMES.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
