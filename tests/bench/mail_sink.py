"""A mail server in a process of its own that takes everything and keeps nothing; it prints its port."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP


async def serve() -> None:
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: SMTP(Sink(), hostname="mail.example", loop=loop), "127.0.0.1", 0
    )
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


@contextlib.contextmanager
def mail_sink() -> Iterator[int]:
    """The port of such a server, until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.mail_sink"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(serve())
