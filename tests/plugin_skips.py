"""A pytest plugin: which tests run at which scale, and what was skipped and why, in plain words.

`run.py test` loads it with `-p tests.plugin_skips`. Environment: HELPDESK_SCALE (`small` or
`thorough`) and HELPDESK_NO_SKIPS=1, with which a skipped test makes the run fail.
"""

import os
from collections import Counter
from collections.abc import Iterable

import pytest

Report = pytest.TestReport | pytest.CollectReport


def thorough() -> bool:
    """Whether the scales that the issues name are asked for, and not the small ones."""
    return os.environ.get("HELPDESK_SCALE", "small") == "thorough"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked `thorough` out of a small run; that is no skip."""
    if thorough():
        return
    left_out = [item for item in items if item.get_closest_marker("thorough")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the groups that were skipped, each with its reason."""
    groups = _groups(terminalreporter.stats.get("skipped", []))
    if groups:
        terminalreporter.section("Skipped on this machine")
    for (group, reason), count in sorted(groups.items()):
        terminalreporter.write_line(f"{group} ({count}): {reason}")
    if groups and _forbidden():
        terminalreporter.write_line("HELPDESK_NO_SKIPS is set, so this run has failed.", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a run with skipped tests into a failed one where nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not _forbidden() or session.exitstatus != pytest.ExitCode.OK:
        return
    if reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _groups(reports: Iterable[Report]) -> Counter[tuple[str, str]]:
    """How many skips each folder or file of tests/ has for each reason."""
    distinct = {(report.nodeid, _reason(report)) for report in reports}
    return Counter((nodeid.split("::")[0], reason) for nodeid, reason in distinct)


def _reason(report: Report) -> str:
    if isinstance(report.longrepr, tuple):  # (file, line, "Skipped: reason")
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)


def _forbidden() -> bool:
    return os.environ.get("HELPDESK_NO_SKIPS") == "1"
