"""Acting in the simulated community: people press what they see, time goes from one due thing to the next.

Buttons and menus are found by the words on them, as people find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord
from simcord import InteractionResult, MemberActor, ResponseMessage

from bot.i18n import Text, _
from bot.sandbox.burst import press_at_once
from bot.sandbox.ledger import Heard, Ledger
from bot.sandbox.people import Cast
from bot.sandbox.simulation import Simulation

Message = discord.Message | ResponseMessage

PRESS_SECONDS = 10
"""A person of the office finds a button, a menu or a command and uses it."""
BOX_SECONDS = 45
"""A person of the office thinks of the words for one box of a form and types them."""
MOST_LINES = 20
MOST_STEPS = 2000
"""Steps of the clock in one wait; a month has some dozens."""


@dataclass
class Effort:
    """What the office had to do."""

    presses: int = 0
    boxes: int = 0

    @property
    def minutes(self) -> float:
        return (self.presses * PRESS_SECONDS + self.boxes * BOX_SECONDS) / 60


class Stage:
    """The simulation with words for what people do; all that the office does is counted."""

    def __init__(self, sim: Simulation, cast: Cast, lang: str) -> None:
        self.sim = sim
        self.cast = cast
        self.lang = lang
        self.ledger = Ledger(sim, cast.people[0])
        self.effort = Effort()

    @property
    def now(self) -> datetime:
        return self.sim.hands()

    async def command(self, actor: MemberActor, name: str, **options: str) -> InteractionResult:
        """Run a slash command by its English name: the office in its channel, others in the lounge."""
        community = self.sim.community
        place = community.office if self._is_office(actor) else community.lounge
        return self._done(actor, await actor.slash(place, name, **options))

    async def press(
        self, actor: MemberActor, shown: Message | InteractionResult, label: Text
    ) -> InteractionResult:
        """Press the button with these words."""
        message = message_of(shown)
        custom_id = self.find(message, label)
        by = actor.user if self._is_direct(message) else actor
        return self._done(actor, await by.click(message, custom_id=custom_id))

    async def press_line(
        self, actor: MemberActor, shown: Message | InteractionResult, label: Text
    ) -> InteractionResult:
        """Press the button with these words behind the number of a line, whichever line it is."""
        message = message_of(shown)
        for number in range(1, MOST_LINES + 1):
            numbered = _("{number}. {label}", number=number, label=label)
            if any(part.get("label") == self.words(numbered) for part in _parts(message)):
                return await self.press(actor, message, numbered)
        raise LookupError(f"no line says {self.words(label)!r}")

    async def choose(
        self, actor: MemberActor, shown: InteractionResult, placeholder: Text, value: Any
    ) -> InteractionResult:
        """Choose one entry in the menu with these words."""
        message = message_of(shown)
        custom_id = self.find(message, placeholder, word="placeholder")
        return self._done(actor, await actor.select(message, [value], custom_id=custom_id))

    async def choose_named(
        self, actor: MemberActor, shown: InteractionResult, placeholder: Text, words: str
    ) -> InteractionResult:
        """Choose the entry on which these words stand."""
        for part in _parts(message_of(shown)):
            for option in part.get("options") or ():
                if words in option["label"]:
                    return await self.choose(actor, shown, placeholder, option["value"])
        raise LookupError(f"no entry says {words!r}")

    async def fill(self, actor: MemberActor, form: InteractionResult, **values: Any) -> InteractionResult:
        """Fill in a form and send it: a `Text` is typed into a box, a string or a list is ticked."""
        said = {key: self.words(value) if isinstance(value, Text) else value for key, value in values.items()}
        if self._is_office(actor):
            boxes = sum(isinstance(value, Text) for value in values.values())
            self.effort.boxes += boxes
            self.effort.presses += sum(len(v) if isinstance(v, list) else 1 for v in values.values()) - boxes
        return self._done(actor, await actor.submit_modal(form, said))

    async def all_press(self, presses: Sequence[tuple[MemberActor, Text]], message: discord.Message) -> None:
        """Everybody presses in the same instant."""
        people = [actor for actor, _label in presses]
        buttons = [self.find(message, label) for _actor, label in presses]
        await press_at_once(self.sim.env, people, message, buttons)
        self.ledger.look()

    async def until(self, moment: datetime) -> None:
        """Let time pass; whatever falls due on the way is done when it is due, as the scheduler would."""
        for _step in range(MOST_STEPS):
            due = await self.sim.hub.outbox.next_due_at()
            if due is None or due > moment:
                break
            await self.sim.move_to(max(due, self.now))
            await self.sim.tick()
        else:
            raise RuntimeError("the outbox never comes to rest")
        await self.sim.move_to(moment)
        await self.sim.tick()
        self.ledger.look()

    async def wait(self, **span: float) -> None:
        """Let a span of time pass (``minutes=15``)."""
        await self.until(self.now + timedelta(**span))

    async def plan(self) -> None:
        """What the scheduler does once an hour: plan by the calendar, and make the day's backup."""
        await self.sim.hub.plan()
        await self.sim.hub.back_up()

    async def restart(self) -> None:
        """The bot's process ends and a new one starts on the same database file."""
        await self.sim.restart()

    def close_dms(self, person: MemberActor) -> None:
        """This person accepts no direct messages from members of the server."""
        self.sim.accepts_dms(person, accepts=False)

    def card(self) -> discord.Message:
        """The public card of the meeting as it stands now."""
        history = self.sim.community.announcements.history(viewer=self.cast.people[0])
        return next(message for message in history if message.components)

    def newest_card(self) -> discord.Message:
        """The public card that was posted last."""
        history = self.sim.community.announcements.history(viewer=self.cast.staff)
        return [message for message in history if message.components][-1]

    def seed_post(self) -> discord.Message:
        """The first message of the newest seed's post in the forum."""
        forum = self.sim.community.forums[-1]
        return forum.threads[-1].history()[0]

    def office_post(self, label: Text) -> discord.Message:
        """The newest post in the staff channel with this button."""
        history = self.sim.community.office.history(viewer=self.cast.staff)
        wanted = self.words(label)
        posts = [m for m in history if any(part.get("label") == wanted for part in _parts(m))]
        if not posts:
            raise LookupError(f"no post of the office says {wanted!r}")
        return [post for post in posts if not post.flags.ephemeral][-1]

    async def title_of_the_next(self) -> str:
        """The title of the next meeting, as it stands in lists."""
        [event, *_later] = await self.sim.hub.events.upcoming(self.sim.community.guild.id)
        return event.title

    def last_dm(self, person: MemberActor) -> discord.Message:
        return person.user.dm_channel.history()[-1]

    def last_heard(self, person: MemberActor) -> Heard:
        """What this person read last, alone."""
        return self.ledger.read_by(person.id)[-1]

    def words(self, text: Text) -> str:
        return text.to(self.lang)

    def find(self, message: Message, words: Text, *, word: str = "label") -> str:
        """The custom_id of the control that carries these words; LookupError if nobody could find it."""
        wanted = self.words(words)
        parts = list(_parts(message))
        for part in parts:
            if part.get(word) == wanted:
                return part["custom_id"]
        there = ", ".join(str(part.get(word)) for part in parts)
        raise LookupError(f"nothing says {wanted!r} under this message, only: {there}")

    def _is_direct(self, message: Message) -> bool:
        channel_id = message.channel_id if isinstance(message, ResponseMessage) else message.channel.id
        return self.sim.env.backend.get_channel(channel_id).guild_id is None

    def _is_office(self, actor: MemberActor) -> bool:
        return actor in (self.cast.manager, self.cast.staff)

    def _done(self, actor: MemberActor, result: InteractionResult) -> InteractionResult:
        if self._is_office(actor):
            self.effort.presses += 1
        self.ledger.look()
        return result


def message_of(shown: Message | InteractionResult) -> Message:
    """The message that was shown; of several answers the one with something to press."""
    if not isinstance(shown, InteractionResult):
        return shown
    said = [each for each in (shown.response, *shown.followups) if each is not None]
    if not said:
        raise LookupError("nothing was answered")
    return next((each for each in said if each.components), said[0])


def _parts(message: Message) -> Iterable[dict[str, Any]]:
    for row in message.components:
        plain: dict[str, Any] = row if isinstance(row, dict) else dict(row.to_dict())
        yield from plain.get("components", [])
