"""A real IMAP server (pymap) in the test's own loop, with one mailbox in memory."""

from __future__ import annotations

import asyncio
import ssl
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag

USER = "hub@city.example"
PASSWORD = "a planted password"
SEEN = Flag(rb"\Seen")


@dataclass
class ImapServer:
    """``port`` on 127.0.0.1; mails arrive with `receive` and are looked at with `flags`."""

    backend: DictBackend
    config: Config
    port: int = 0

    def url(self, *, scheme: str = "imap", password: str = PASSWORD, host: str = "127.0.0.1") -> str:
        user, word = (text.replace("@", "%40").replace(" ", "%20") for text in (USER, password))
        return f"{scheme}://{user}:{word}@{host}:{self.port}"

    async def receive(self, *mails: bytes, at: datetime) -> None:
        """Unread mails arrive."""
        box = await self._inbox()
        for mail in mails:
            await box.append(AppendMessage(mail, at, frozenset()))

    async def flags(self) -> list[bool]:
        """Of each mail in the order of arrival, whether it is marked as read."""
        box = await self._inbox()
        return [SEEN in message.permanent_flags async for message in box.messages()]

    async def _inbox(self) -> Any:
        async with self.backend.login.demo_user_identity.new_session() as session:
            return await session.mailbox_set.get_mailbox("INBOX")


@asynccontextmanager
async def imap_server(
    *, over_tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None
) -> AsyncIterator[ImapServer]:
    """Serve; ``over_tls``: encrypted from the first byte on, ``starttls``: on demand."""
    wishes = Namespace(
        host="127.0.0.1", port=0, debug=False, cert=None, key=None, tls=starttls is not None,
        demo_data=False, demo_user=USER, demo_password=PASSWORD, passlib_cfg=None, proxy_protocol=None,
    )  # fmt: skip
    backend, config = await DictBackend.init(wishes, ssl_context=starttls, invalid_user_sleep=0.0)
    config.apply_context()
    serve = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
    async with AsyncExitStack() as stack:
        await backend.start(stack)
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=over_tls)
        await stack.enter_async_context(server)
        yield ImapServer(backend, config, server.sockets[0].getsockname()[1])
