"""Work that a process of its own does: it costs much memory, or reads what may have been made to break it."""

from __future__ import annotations

import asyncio
import os
import sys

PATIENCE_SECONDS = 30
TIMED_OUT = -1
_KEPT_ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Nothing else of the bot's environment, which holds its secrets, is handed on."""


async def run(module: str, *words: str, given: bytes = b"") -> tuple[int, bytes]:
    """Run ``python -m module words``: its exit code (`TIMED_OUT` after half a minute) and what it wrote."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            made, _errors = await process.communicate(given)
    except TimeoutError:
        return TIMED_OUT, b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, made
