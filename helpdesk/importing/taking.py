"""The import itself: one transaction, so that all of it is there at the end, or nothing.

A rehearsal does the same and takes it back.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from helpdesk import attachments, db, events, search, settings
from helpdesk.errors import Invalid
from helpdesk.exporting import nouns
from helpdesk.exporting.fields import Noun
from helpdesk.i18n import _
from helpdesk.importing import derived, emptying
from helpdesk.importing.checking import Checker, Row
from helpdesk.importing.report import Report, Wrong
from helpdesk.importing.rows import Writer
from helpdesk.importing.source import Source
from helpdesk.schema import Category, MailId, Message, Priority, Status

Tell = Callable[[str, int], None]
TOLD_EVERY = 5_000  # lines


def take(file: Path, *, rehearse: bool = False, tell: Tell = lambda _file, _lines: None) -> Report:
    """Import an export into this desk, which has to be empty; `tell` gets file and lines so far.

    Nothing is imported when the report has problems. Raises Invalid for a file that is no export,
    and for a desk in use.
    """
    with Source(file) as source:
        taking = Taking(source, rehearse, tell)
        try:
            with db.transaction():
                taking.run()
                if rehearse or taking.report.problem_count:
                    raise _TakenBackError
        except _TakenBackError:
            pass
        settings.forget()
        return taking.report


class _TakenBackError(Exception):
    """Leaves the transaction without a trace of it."""


class Taking:
    """One import at work."""

    def __init__(self, source: Source, rehearse: bool, tell: Tell) -> None:
        self.source, self.rehearse, self.tell = source, rehearse, tell
        self.report = Report(source.about)
        self.checker = Checker()

    def run(self) -> None:
        """Everything, within the caller's transaction; problems are in the report."""
        emptying.check()
        keeper = emptying.make_room()
        for noun in nouns.NOUNS:
            if noun is not nouns.SETTINGS:
                self._noun(noun)
        self._settings()  # last, for a logo has to be in the store
        if not self.report.problem_count:
            self._needed()
        if self.report.problem_count:
            return
        gone = MailId.message.is_null(False) & MailId.message.not_in(Message.select(Message.id))
        MailId.update(message=None).where(gone).execute()
        derived.figures()
        emptying.keep(keeper)
        search.rebuild()
        about = self.report.about
        told = {name: about.get(name) for name in ("made_at", "made_by", "url")}
        events.record(events.DESK_IMPORTED, events.system("command"), **told)

    def _noun(self, noun: Noun) -> None:
        writer = Writer(noun, self.report)
        self.checker.ids.setdefault(noun.name, set())
        if noun is nouns.CUSTOM_FIELDS:
            self.checker.ids.setdefault("options", set())
        for number, line in self._lines(noun):
            try:
                row = self.checker.row(noun, number, line)
                derived.complete(noun, row)
                if noun is nouns.FILES:
                    self._file(row, line)
                if not self.report.problem_count:  # else what follows is only looked at
                    writer.add(row)
            except Wrong as error:
                self.report.problem(str(error), noun.file, number)
            for words in self.checker.lost:
                self.report.note(words + " " + _("It is left empty."), noun.file, number)
            self.checker.lost.clear()
        if not self.report.problem_count:
            writer.flush()

    def _lines(self, noun: Noun) -> Iterator[tuple[int, Any]]:
        """The lines of a file; broken ones become problems, and so does a file that is cut off."""
        count, known = 0, {name for name, _kind, _says in noun.described()}
        for number, line in self.source.lines(noun.file):
            count = number
            if isinstance(line, ValueError):
                words = _("The line can't be read: %(error)s.") % {"error": line}
                self.report.problem(words, noun.file, number)
            else:
                if isinstance(line, dict) and not line.keys() <= known:
                    self._unknown(noun, line.keys() - known)
                yield number, line
            if number % TOLD_EVERY == 0:
                self.tell(noun.file, number)
        self.report.counts[noun.name] = count
        told = self.report.about.get("lines")
        wanted = told.get(noun.name, count) if isinstance(told, dict) else count
        if wanted != count:
            words = _("The file has %(count)d lines; export.json says %(wanted)s.")
            said: dict[str, Any] = {"count": count, "wanted": wanted}
            self.report.problem(words % said, noun.file)

    def _unknown(self, noun: Noun, names: set[str]) -> None:
        for name in sorted(names):
            words = _("“%(name)s” isn't known here and is left out.") % {"name": name[:80]}
            self.report.note(words, noun.file)

    def _file(self, row: Row, line: Any) -> None:
        """The bytes of a file into the store; what they are is found out anew."""
        path, values = line.get("path"), row.values
        if path is None:
            values |= {"media_type": "application/octet-stream", "width": 0, "height": 0}
            self.report.note(_("The bytes of a file are lost."), nouns.FILES.file, row.number)
            return
        if self.source.sha256(path) != values["sha256"]:
            raise Wrong(_("“%(path)s” isn't the file that it should be.") % {"path": path})
        if not self.rehearse:
            with self.source.content(path) as stream:
                kept = attachments.store().keep(stream, path)  # type: ignore[arg-type]
            values |= {"media_type": kept.media_type, "size": kept.size}
            values |= {"width": kept.width, "height": kept.height}

    def _settings(self) -> None:
        """Each by itself, so that one that isn't known or doesn't fit keeps nothing from coming."""
        file = nouns.SETTINGS.file
        for number, line in self._lines(nouns.SETTINGS):
            given = line if isinstance(line, dict) else {}
            key, value = str(given.get("key")), given.get("value")
            entry = settings.REGISTRY.get(key)
            if entry is None:
                words = _("The setting “%(key)s” isn't known here and is left out.")
                self.report.note(words % {"key": key[:80]}, file, number)
            elif key != emptying.KEPT_SETTING and not (self.rehearse and entry.kind == "picture"):
                try:
                    settings.change({key: value})
                except Invalid as error:
                    words = f"{key}: {'; '.join(error.errors.values())}"
                    self.report.problem(words, file, number)

    def _needed(self) -> None:
        """A desk can't do without some of each."""
        there = {row.meaning for row in Status.select() if not row.is_retired}
        for meaning in nouns.MEANINGS:
            if meaning not in there:
                words = _("There has to be a status that means “%(meaning)s”.")
                self.report.problem(words % {"meaning": meaning}, nouns.STATUSES.file)
        for table, noun in ((Priority, nouns.PRIORITIES), (Category, nouns.CATEGORIES)):
            if not table.select().where(~table.is_retired).exists():
                self.report.problem(_("There has to be at least one."), noun.file)
