"""``bot try`` as a process of its own, as a person would start it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?token=\S+")
PATIENCE_SECONDS = 60


@dataclass
class Trying:
    """The running program: its address, and what it said so far."""

    process: subprocess.Popen[str]
    address: str
    said: list[str]

    @property
    def output(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def ends(self, with_signal: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl+C and wait; the exit code."""
        self.process.send_signal(with_signal)
        rest, _errors = self.process.communicate(timeout=PATIENCE_SECONDS)
        self.said += rest.splitlines()
        return self.process.returncode


@contextmanager
def trying(*options: str, folder: Path, port: str = "0", **more: str) -> Iterator[Trying]:
    """The page is open inside; it is ended afterwards, whatever happens. Temporary files go to ``folder``.

    ``more``: what else stands in its environment.
    """
    command = [sys.executable, "-m", "bot", "try", "--port", port, *options]
    folder.mkdir(exist_ok=True)
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(folder), **more},
    ) as process:
        try:
            yield _opened(process)
        finally:
            if process.poll() is None:
                process.kill()


def _opened(process: subprocess.Popen[str]) -> Trying:
    said: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        found = ADDRESS.search(line)
        if found is not None:
            return Trying(process, found[0], said)
    raise AssertionError("\n".join(["the page did not open:", *said]))
