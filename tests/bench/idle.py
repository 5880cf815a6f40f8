"""Starting and then doing nothing: ``bot run`` and a bare discord.py bot, each alone in a process of its own.

Both are connected to the same gateway on 127.0.0.1 and are measured from outside at a heartbeat after READY.
Needs /proc (Linux); elsewhere this benchmark has no figures.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Benchmark, Figure, Size, Target, paired
from tests.bench.gateway import Gateway, open_gateway
from tests.bench.idle_bots import TOKEN, bare

ROOT = Path(__file__).parents[2]
PROC = Path("/proc")
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Idle:
    """Of one process: seconds of CPU (its own, and of children it waited for) and resident MiB."""

    own_cpu: float
    children_cpu: float
    memory: float


def run(size: Size) -> list[Figure]:
    return asyncio.run(_measure(size)) if (PROC / "self" / "stat").exists() else []


async def _measure(size: Size) -> list[Figure]:
    seen: dict[str, list[Idle]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        async with open_gateway() as gateway:
            for number in range(size.starts + 1):  # the first warms the disk's cache and migrates a new file
                for which in ("ours", "bare"):
                    idle = await _start(which, Path(folder), gateway)
                    seen[which if number else "first"].append(idle)
    ours, theirs = seen["ours"], seen["bare"]
    return [
        paired(
            "memory at rest after READY",
            "MiB",
            [idle.memory for idle in ours],
            "bare discord.py bot",
            [idle.memory for idle in theirs],
            Target("≤", 1.7),
        ),
        paired(
            "start-up until READY, CPU",
            "s",
            [idle.own_cpu for idle in ours],
            "bare discord.py bot",
            [idle.own_cpu for idle in theirs],
        ),
        Figure("first start: the migration process, CPU", "s", seen["first"][0].children_cpu),
    ]


async def _start(which: str, folder: Path, gateway: Gateway) -> Idle:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DISCORD_TOKEN": TOKEN,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'hub.db'}",
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.idle_bots",
        which,
        gateway.base,
        cwd=folder,
        env=environment,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await gateway.heartbeats.get()
            own, children = _cpu(process.pid)
            await gateway.heartbeats.get()
            return Idle(own, children, _memory(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()
        while not gateway.heartbeats.empty():
            gateway.heartbeats.get_nowait()


def _cpu(pid: int) -> tuple[float, float]:
    # proc(5), stat: the fields after the command's name in brackets; 14 to 17 are the four CPU times in ticks
    fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    user, system, children_user, children_system = map(int, fields[11:15])
    tick = os.sysconf("SC_CLK_TCK")
    return (user + system) / tick, (children_user + children_system) / tick


def _memory(pid: int) -> float:
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


BENCHMARK = Benchmark("idle", __doc__ or "", run, (bare,))
