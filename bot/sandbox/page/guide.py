"""The guided tour on the page: where it stands, and what its box says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from simcord import BackendError, ChannelHandle, InteractionResult, MemberActor, SetupError

from bot.errors import N_, UserError
from bot.i18n import C_, Text
from bot.sandbox.page.opening import quiet_story
from bot.sandbox.page.town import Town
from bot.sandbox.scenes import Story
from bot.sandbox.stage import message_of

NEXT, CLOSE = C_("tour", "Next"), C_("tour", "Close the tour")


class StepDoesNotFit(UserError):
    """Somebody has changed the town so that what the step would press is not there."""

    sentence = N_(
        "This step needs the town as it was at the beginning, and something in it has changed meanwhile. "
        "Please press [Start over], or go on by yourself."
    )


@dataclass(frozen=True)
class Seen:
    """What came of a step: one sentence, and where to look, as whom."""

    result: Text
    who: MemberActor
    where: ChannelHandle
    message_id: int | None = None


Play = Callable[[Town, Story], Awaitable[Seen]]


@dataclass(frozen=True)
class Step:
    """One press, and one sentence of why it matters."""

    title: Text
    why: Text
    button: Text
    play: Play


class Guide:
    """Goes through its steps once; closed, it can be started again where it stood."""

    def __init__(self, town: Town, steps: tuple[Step, ...], *, is_open: bool) -> None:
        self._town = town
        self._steps = steps
        self._story = quiet_story(town)
        self._at = 0
        self._is_open = is_open
        self._seen: Seen | None = None

    async def act(self) -> dict[str, Any]:
        """Take the step that is shown; where the page should look now.

        :raises StepDoesNotFit: what it would press is not there; it can be tried again.
        """
        if self._seen is not None:
            return {}
        try:
            self._seen = await self._steps[self._at].play(self._town, self._story)
        except (LookupError, SetupError, BackendError) as error:
            raise StepDoesNotFit from error
        return {"go": self._place_of(self._seen)}

    def next(self) -> None:
        """Go on to the next step; behind the last one the tour is closed."""
        if self._seen is None:
            return
        self._seen = None
        if self._at + 1 == len(self._steps):
            self._is_open = False
        else:
            self._at += 1

    def close(self) -> None:
        self._is_open = False

    def start(self) -> None:
        self._is_open = True

    def shown(self) -> dict[str, Any] | None:
        """What the box says; None while the tour is closed."""
        if not self._is_open:
            return None
        step, seen, words = self._steps[self._at], self._seen, self._town.words
        is_last = self._at + 1 == len(self._steps)
        return {
            "step": self._at + 1,
            "steps": len(self._steps),
            "title": words(step.title),
            "why": words(step.why),
            "button": words(step.button) if seen is None else None,
            "result": words(seen.result) if seen is not None else None,
            "next": words(CLOSE if is_last else NEXT) if seen is not None else None,
            "done": seen is not None and is_last,
        }

    @staticmethod
    def _place_of(seen: Seen) -> dict[str, str]:
        place = {"me": str(seen.who.id), "at": str(seen.where.id)}
        return place | ({"message": str(seen.message_id)} if seen.message_id is not None else {})


def answer_id(result: InteractionResult) -> int:
    """The message with which the bot answered."""
    return message_of(result).id
