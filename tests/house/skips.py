"""A pytest plugin for .ci/run: a skipped test fails the run, unless its reason is written here.

`pytest -p tests.house.skips`
"""

from __future__ import annotations

import pytest

ALLOWED: dict[str, str] = {}
"""Beginning of a test's id -> why this machine may leave it out."""

SKIPPED = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SKIPPED] = []
    config.pluginmanager.register(_Watcher(config.stash[SKIPPED]))


class _Watcher:
    def __init__(self, skipped: list[str]) -> None:
        self._skipped = skipped

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        expected_to_fail = hasattr(report, "wasxfail")
        if report.skipped and not expected_to_fail and not report.nodeid.startswith(tuple(ALLOWED)):
            self._skipped.append(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.stash[SKIPPED] and session.exitstatus in (
        pytest.ExitCode.OK,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for nodeid in config.stash[SKIPPED]:
        terminalreporter.write_line(f"skipped without a reason in tests/house/skips.py: {nodeid}", red=True)
