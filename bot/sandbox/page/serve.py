"""``bot try``: opens the page, says where it is, and ends cleanly at Ctrl+C."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

from aiohttp import web

from bot.errors import N_, UserError
from bot.i18n import Text, _
from bot.sandbox.page.guard import Guard
from bot.sandbox.page.rehearsal import Rehearsal
from bot.sandbox.page.server import PageServer

HOST = "127.0.0.1"
GOODBYE_SECONDS = 1.0
"""An open stream of changes is told to end; one that does not listen is cut off."""


class PortIsTaken(UserError):
    sentence = N_(
        "Port {port} is used by another program, perhaps by another bot try. "
        "Please end that one, or choose another port with --port."
    )


Say = Callable[[str], None]


async def serve(
    lang: str, seed: int, say: Say, *, port: int, database: Path | None = None, opens_browser: bool = False
) -> None:
    """The page until the program is told to end. ``port`` 0: any that is free.

    :raises PortIsTaken: somebody listens there already.
    :raises NotARehearsal: ``database`` belongs to something else.
    """
    guard = Guard()
    say(_("Setting the hub up: this takes a few seconds.").to(lang))
    async with Rehearsal(lang, seed, database) as desk:
        runner = web.AppRunner(
            PageServer(desk, guard).app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=GOODBYE_SECONDS,
        )
        await runner.setup()
        try:
            guard.port = await _listen(runner, port)
            with _ear() as told:
                for line in _greeting(guard.address, database):
                    say(line.to(lang))
                if opens_browser:  # in a thread of its own: some browsers take as long as they are open
                    asyncio.get_running_loop().run_in_executor(None, webbrowser.open, guard.address)
                await told.wait()
            desk.end()
        finally:
            await runner.cleanup()
    say(_goodbye(database).to(lang))


async def _listen(runner: web.AppRunner, port: int) -> int:
    site = web.TCPSite(runner, HOST, port)
    try:
        await site.start()
    except OSError as error:
        raise PortIsTaken(port=port) from error
    return int(runner.addresses[0][1])


def _greeting(address: str, database: Path | None) -> list[Text]:
    kept = (
        _("It is kept in {file}.", file=str(database))
        if database is not None
        else _("It is thrown away at the end; nothing leaves this computer.")
    )
    return [
        _("The hub is open. Please open this address in a browser on this computer:"),
        Text("{address}", {"address": address}),
        kept,
        _("Ctrl+C ends it."),
    ]


def _goodbye(database: Path | None) -> Text:
    if database is not None:
        return _("Closed. To go on with it: bot try --database {file}", file=str(database))
    return _("Closed.")


@contextlib.contextmanager
def _ear() -> Iterator[asyncio.Event]:
    """An event that is set when the program is told to end."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    with contextlib.ExitStack() as handlers:
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C cancels the main task instead
                loop.add_signal_handler(number, told.set)
                handlers.callback(loop.remove_signal_handler, number)
        yield told
