"""A town of the page on a fresh file: set up, one meeting announced, nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from simcord import ChannelHandle, MemberActor

from bot.sandbox import scenes
from bot.sandbox.page import kept
from bot.sandbox.page.acts import Acts
from bot.sandbox.page.changes import Changes
from bot.sandbox.page.guide import Guide
from bot.sandbox.page.guide_steps import STEPS
from bot.sandbox.page.opening import HALL, quiet_story
from bot.sandbox.page.town import Town, open_town
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.state import state
from tests.conftest import SEED_KEY


class Visitor:
    """Somebody in front of the page: what they see, and what they do, always at one place."""

    def __init__(self, town: Town, person: MemberActor, place: ChannelHandle | None = None) -> None:
        self.town = town
        self.person = person
        self.place = place or town.sim.community.announcements

    @property
    def eyes(self) -> Eyes:
        return Eyes(self.town, self.person)

    @property
    def acts(self) -> Acts:
        return Acts(self.eyes, self.place)

    def at(self, place: ChannelHandle) -> Visitor:
        return Visitor(self.town, self.person, place)

    def sees(self) -> dict[str, Any]:
        """The whole state, as the browser would get it."""
        return state(self.eyes, self.place, Guide(self.town, STEPS, is_open=True))

    def messages(self) -> list[dict[str, Any]]:
        return self.sees()["place"]["messages"]

    def looks(self) -> None:
        self.town.reading.looked(self.person.id, self.place.id, self.eyes.backend)

    async def presses(self, label: str) -> dict[str, Any]:
        """Press the newest button with these words."""
        message, button = self.button(label)
        answer = await self.town.deed(lambda: self.acts.press(int(message["id"]), button["id"]))
        await self.town.rest()
        return answer

    def button(self, label: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The newest message with a button of these words, and the button."""
        found = [
            (message, part)
            for message in self.messages()
            for row in message["parts"]
            for part in row["parts"]
            if part.get("label") == label
        ]
        assert found, f"no button says {label!r}"
        return found[-1]


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    database = Path(sqlite_url.partition(":///")[2])
    async with open_town(database, kept.Kept(SEED_KEY, 1, "ja"), Changes()) as made:
        await made.sim.set_up()
        await scenes.announce(quiet_story(made), scenes.BOXES | {"venue": HALL})
        yield made


@pytest.fixture
def member(town: Town) -> Visitor:
    return Visitor(town, town.cast.people[0])


@pytest.fixture
def other(town: Town) -> Visitor:
    return Visitor(town, town.cast.people[1])


@pytest.fixture
def staff(town: Town) -> Visitor:
    return Visitor(town, town.cast.staff)
