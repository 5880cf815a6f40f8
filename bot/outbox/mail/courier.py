"""The mail courier: one connection to the operator's mail server, one mail at a time."""

from __future__ import annotations

import asyncio
import logging

from bot.clock import Clock
from bot.outbox.couriers import (
    Address,
    AllMailPaused,
    CourierError,
    NotYet,
    ToMail,
    ToPlace,
    TryLater,
    WayClosed,
)
from bot.outbox.mail.breaker import Breaker
from bot.outbox.mail.mailboxes import BadAddress
from bot.outbox.mail.message import Mail, Messages
from bot.outbox.mail.session import Server, Session
from bot.outbox.notice import Notice, Receipt

log = logging.getLogger(__name__)

TURN_PATIENCE = 120.0
"""How long a mail waits for those before it, in seconds; with the ten minutes that the server may take after
it, less than the lane's `send_timeout`, so that what was never said is never in doubt."""
HUNG_UP = "stopping"


class MailCourier:
    """Hands mails to the server. The connection is kept, and made anew when the server has closed it."""

    def __init__(self, server: Server, messages: Messages, clock: Clock) -> None:
        self._server = server
        self._messages = messages
        self._breaker = Breaker(clock)
        self._turn = asyncio.Lock()
        self._session: Session | None = None
        self._hung_up = asyncio.Event()
        self._refused_us: set[int] = set()

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt | None:
        """Hand one mail over, once; raises a `CourierError` that says what became of it otherwise."""
        assert isinstance(address, ToMail)
        try:
            mail = self._messages.make(address, notice)
        except BadAddress:
            raise WayClosed("bad_address") from None
        await self._take_turn()
        try:
            await self._carry(mail)
        except AllMailPaused as error:
            raise self._about_us_or_it(error, address.delivery_id) from error
        finally:
            self._turn.release()
        self._refused_us.discard(address.delivery_id)
        return None

    async def edit(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        raise WayClosed("mail_cannot_be_edited")

    async def remove(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        raise WayClosed("mail_cannot_be_taken_back")

    async def close(self) -> None:
        """Say goodbye to the server, after the last mail."""
        async with self._turn:
            session, self._session = self._session, None
            if session is not None and session.is_open:
                await session.quit()

    def hang_up(self) -> None:
        """End everything at once, for good: what is being sent ends as what it is by now.

        Before the mail has left it was not sent; while its answer is awaited nobody knows.
        """
        self._hung_up.set()
        if self._session is not None:
            self._session.abort()

    async def _take_turn(self) -> None:
        try:
            async with asyncio.timeout(TURN_PATIENCE):
                await self._turn.acquire()
        except TimeoutError:
            raise NotYet("waited_for_turn", retry_after=60) from None

    async def _carry(self, mail: Mail) -> None:
        session = await self._connected()
        was_used = session.has_carried
        try:
            await self._over(session, mail)
        except TryLater as error:
            # a server that waited too long says so, or is simply gone: not the fault of this mail
            if not was_used or session.is_open or session.phase != "mail" or self._hung_up.is_set():
                raise
            log.debug("mail: the server had closed the connection (%s)", error.reason)
            await self._over(await self._connected(), mail)

    async def _over(self, session: Session, mail: Mail) -> None:
        try:
            await session.carry(mail)
        except TryLater as error:
            await self._after_refusal(session, error)
            if self._hung_up.is_set():
                raise NotYet(HUNG_UP, retry_after=1) from error
            raise
        except CourierError as error:
            await self._after_refusal(session, error)
            raise
        except BaseException:
            session.abort()
            raise
        self._breaker.succeeded()

    async def _after_refusal(self, session: Session, error: CourierError) -> None:
        if error.reason.startswith("smtp_421") or not error.reason.startswith(("smtp_4", "smtp_5")):
            session.abort()
        elif session.is_open:
            await session.forget()

    async def _connected(self) -> Session:
        if self._hung_up.is_set():
            raise NotYet(HUNG_UP, retry_after=1)
        if self._session is not None and self._session.is_open:
            return self._session
        if rest := self._breaker.rest():
            raise NotYet("smtp_resting", retry_after=rest.total_seconds())
        self._session = session = Session(self._server)
        try:
            await self._open(session)
        except NotYet as error:
            if self._hung_up.is_set():
                raise NotYet(HUNG_UP, retry_after=1) from error
            raise NotYet(error.reason, retry_after=self._breaker.failed().total_seconds()) from error
        self._breaker.succeeded()
        return session

    async def _open(self, session: Session) -> None:
        opening = asyncio.ensure_future(session.open())
        hung_up = asyncio.ensure_future(self._hung_up.wait())
        try:
            await asyncio.wait({opening, hung_up}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            hung_up.cancel()
            while not opening.done():  # Python 3.11's wait_for loses a cancel that comes with its result
                opening.cancel()
                await asyncio.wait({opening}, timeout=0.1)
            trouble = None if opening.cancelled() else opening.exception()
        if opening.cancelled():
            raise NotYet(HUNG_UP, retry_after=1)
        if trouble is not None:
            raise trouble

    def _about_us_or_it(self, error: AllMailPaused, delivery_id: int) -> CourierError:
        """Refused as a matter of policy for the second time, with a pause between: then it is this mail.

        Otherwise one mail that the server will never take would stop all others, hour after hour.
        """
        if "_5.7." not in error.reason:
            return error
        if delivery_id in self._refused_us:
            return WayClosed(error.reason)
        self._refused_us.add(delivery_id)
        return error
