"""What the page's server holds: the town of the moment, its tour, and every verb of the page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from simcord import ChannelHandle

from bot import migrating
from bot.errors import N_, UserError
from bot.i18n import Text
from bot.sandbox.page import kept
from bot.sandbox.page.acts import Acts
from bot.sandbox.page.asked import Asked, NotUnderstood
from bot.sandbox.page.changes import Changes
from bot.sandbox.page.guide import Guide
from bot.sandbox.page.guide_steps import STEPS
from bot.sandbox.page.opening import open_hub
from bot.sandbox.page.problems import NoSuchPerson
from bot.sandbox.page.town import Town, open_town
from bot.sandbox.page.views.eyes import Eyes

Looker = Callable[[Mapping[str, Any]], tuple[Eyes, ChannelHandle]]
Answer = dict[str, Any]

SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


class NothingIsDue(UserError):
    sentence = N_("Nothing is planned that the clock could go to. Please move it by a day instead.")


class FileIsKept(UserError):
    sentence = N_(
        "This rehearsal is kept in the file you named, so it cannot be started over from here. "
        "Please end the program (Ctrl+C) and name a new file."
    )


class Rehearsal:
    """``async with Rehearsal(lang, seed, database) as desk``; without a ``database`` it is thrown away."""

    town: Town
    guide: Guide

    def __init__(self, lang: str, seed: int, database: Path | None = None) -> None:
        self._lang = lang
        self._seed = seed
        self._database = database
        self._changes = Changes()
        self._stack = AsyncExitStack()
        self._door = asyncio.Lock()
        self._verbs: dict[str, Callable[[Eyes, ChannelHandle, Asked], Awaitable[Answer]]] = {
            "command": self._command,
            "autocomplete": self._autocomplete,
            "press": self._press,
            "choose": self._choose,
            "menu": self._menu,
            "submit": self._submit,
            "close_form": self._close_form,
            "say": self._say,
            "dismiss": self._dismiss,
            "interested": self._interested,
            "clock": self._clock,
            "restart": self._restart,
            "close_dms": self._close_dms,
            "fail_mail": self._fail_mail,
            "join": self._join,
            "tour": self._tour,
        }

    async def __aenter__(self) -> Self:
        await self._open()
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.end()
        await self._stack.aclose()

    def end(self) -> None:
        """Nothing changes any more; whoever follows the changes stops."""
        self._changes.end()

    def words(self, text: Text) -> str:
        return text.to(self.town.lang)

    def follow(self, patience: float) -> AsyncIterator[int]:
        """The number of changes so far, again whenever it has grown."""
        return self._changes.follow(patience)

    async def act(self, name: str, asked: Asked, looker: Looker) -> Answer:
        """Do what the page asks for.

        :raises NotUnderstood: there is no such verb, or something that it needs is missing.
        """
        if name == "start_over":
            return await self._start_over()
        async with self._door:
            pass  # a town that is just being exchanged is nobody's
        if name not in self._verbs:
            raise NotUnderstood
        eyes, place = looker(asked.who_and_where)
        return await self._verbs[name](eyes, place, asked)

    async def _open(self) -> None:
        database = self._database
        if database is None:
            folder = self._stack.enter_context(TemporaryDirectory(prefix="bot-try-"))
            database = Path(folder, "hub.db")
        notes = kept.read(database, self._seed, self._lang)
        try:
            await self._begin(database, notes)
        except BaseException:
            await self._stack.aclose()
            if notes.moment is None:
                kept.discard(database)
            raise

    async def _begin(self, database: Path, notes: kept.Kept) -> None:
        is_new = notes.moment is None
        if is_new:
            kept.discard(database)  # the program was killed while it set the hub up
        kept.write(database, notes)
        await _migrate(f"sqlite+aiosqlite:///{database.as_posix()}")
        town = await self._stack.enter_async_context(open_town(database, notes, self._changes))
        if is_new:
            await open_hub(town)
        else:
            await town.passes(town.passing.moment)
        town.keep()
        self.town, self.guide = town, Guide(town, STEPS, is_open=is_new)
        self._changes.note()

    async def _start_over(self) -> Answer:
        if self._database is not None:
            raise FileIsKept
        async with self._door:
            await self._stack.aclose()
            await self._open()
        return {"go": {"me": str(self.town.cast.people[0].id)}}

    # What a person does

    async def _command(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        acts, name, options = Acts(eyes, place), asked.text("name"), asked.mapping("options")
        return await self.town.deed(lambda: acts.command(name, options))

    async def _autocomplete(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        acts, name, option = Acts(eyes, place), asked.text("name"), asked.text("option")
        typed, others = asked.text("value"), asked.mapping("options")
        return {"choices": await self.town.glance(lambda: acts.suggestions(name, option, typed, others))}

    async def _press(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        acts, message, button = Acts(eyes, place), asked.number("message"), asked.text("id")
        return await self.town.deed(lambda: acts.press(message, button))

    async def _choose(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        acts, message = Acts(eyes, place), asked.number("message")
        menu, values = asked.text("id"), asked.texts("values")
        return await self.town.deed(lambda: acts.choose(message, menu, values))

    async def _menu(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        acts, message, name = Acts(eyes, place), asked.number("message"), asked.text("name")
        return await self.town.deed(lambda: acts.menu(message, name))

    async def _submit(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        acts, handle, values = Acts(eyes, place), asked.text("handle"), asked.mapping("values")
        return await self.town.deed(lambda: acts.submit(handle, values))

    async def _close_form(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        return self._at_once(Acts(eyes, place).close_form(asked.text("handle")))

    async def _say(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        acts, text = Acts(eyes, place), asked.text("text")
        return await self.town.deed(lambda: acts.say(text))

    async def _dismiss(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        return self._at_once(Acts(eyes, place).dismiss(asked.number("message")))

    async def _interested(self, eyes: Eyes, place: ChannelHandle, asked: Asked) -> Answer:
        acts, event, is_interested = Acts(eyes, place), asked.number("event"), asked.flag("interested")
        return await self.town.deed(lambda: acts.interested(event, is_interested=is_interested))

    # What happens to the town

    async def _clock(self, _eyes: Eyes, _place: ChannelHandle, asked: Asked) -> Answer:
        passing, to = self.town.passing, asked.text("to")
        until = passing.now + SPANS[to] if to in SPANS else passing.next_due()
        if until is None:
            raise NothingIsDue
        await self.town.passes(lambda: passing.to(until))
        return {}

    async def _restart(self, _eyes: Eyes, _place: ChannelHandle, _asked: Asked) -> Answer:
        await self.town.deed(self.town.sim.restart)
        return {}

    async def _close_dms(self, _eyes: Eyes, _place: ChannelHandle, asked: Asked) -> Answer:
        resident = self.town.resident(asked.number("person"))
        if resident is None:
            raise NoSuchPerson
        self.town.sets_dms(resident.actor, closed=asked.flag("closed"))
        return self._at_once({})

    async def _fail_mail(self, _eyes: Eyes, _place: ChannelHandle, asked: Asked) -> Answer:
        await (self.town.post.fail() if asked.flag("failing") else self.town.post.recover())
        return {}

    async def _join(self, _eyes: Eyes, _place: ChannelHandle, _asked: Asked) -> Answer:
        async def joins() -> Answer:
            return {"go": {"me": str(self.town.joins().actor.id)}}

        return await self.town.deed(joins)

    async def _tour(self, _eyes: Eyes, _place: ChannelHandle, asked: Asked) -> Answer:
        match asked.text("do"):
            case "act":
                return await self.town.deed(self.guide.act)
            case "next":
                self.guide.next()
            case "close":
                self.guide.close()
            case "start":
                self.guide.start()
            case _:
                raise NotUnderstood
        return self._at_once({})

    def _at_once(self, answer: Answer) -> Answer:
        self._changes.note()
        return answer


async def _migrate(database_url: str) -> None:
    """In a thread, which cannot be called back: whoever gives up meanwhile waits until it is done."""
    done = asyncio.ensure_future(asyncio.to_thread(migrating.migrate, database_url))
    try:
        await asyncio.shield(done)
    finally:
        await asyncio.wait({done})
