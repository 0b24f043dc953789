"""The desk's own log, `log/helpdesk.log` in the data folder, written by all its processes."""

import logging
from pathlib import Path

FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"
MOST = 2_000_000  # bytes before the file is turned over
KEPT = 5  # older ones


class LogFile(logging.Handler):
    """Opens the file for each record: short-lived processes mostly have none to write, and another
    one may have turned the file over meanwhile."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.setFormatter(logging.Formatter(FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        """Append one record; what can't be written goes where logging says that it failed."""
        try:
            line = self.format(record) + "\n"
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(line)
                is_long = file.tell() > MOST
            if is_long:
                self._turn_over()
        except OSError:
            self.handleError(record)

    def _turn_over(self) -> None:
        for number in range(KEPT - 1, 0, -1):
            older = self.path.with_name(f"{self.path.name}.{number}")
            if older.exists():
                older.replace(self.path.with_name(f"{self.path.name}.{number + 1}"))
        self.path.replace(self.path.with_name(f"{self.path.name}.1"))


def to_file(folder: Path) -> None:
    """Write what the desk logs into its data folder; a process has one."""
    log = logging.getLogger("helpdesk")
    for older in [handler for handler in log.handlers if isinstance(handler, LogFile)]:
        log.removeHandler(older)
    log.addHandler(LogFile(folder / "log" / "helpdesk.log"))
