"""What a person does in the simulated Discord: commands, presses, choices, forms, words."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any

import discord
from simcord import ChannelHandle, InteractionResult, SetupError
from simcord.enums import ComponentType as Kind

from bot.sandbox.page import values
from bot.sandbox.page.problems import FormNotAccepted, IsGone, NoAnswer, NothingToSay
from bot.sandbox.page.town import OpenForm
from bot.sandbox.page.views.commands import local_text
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.forms import form

Answer = dict[str, Any]
TEXT_INPUTS = {Kind.TEXT_INPUT}


class Acts:
    """One person's hands at one place. Everything is checked by SimCord as Discord's client would."""

    def __init__(self, eyes: Eyes, place: ChannelHandle) -> None:
        self._eyes = eyes
        self._place = place
        self._town = eyes.town
        self._is_direct = place.guild is None
        self._actor = eyes.person.user if self._is_direct else eyes.person

    async def command(self, name: str, options: Mapping[str, Any]) -> Answer:
        """Run a slash command by its English name."""
        given = values.options(self._eyes, self._place.id, name, options)
        return self._done(await self._eyes.person.slash(self._place, name, **given), presses=1 + len(given))

    async def suggestions(
        self, name: str, option: str, typed: str, others: Mapping[str, Any]
    ) -> list[Answer]:
        """What the bot offers while somebody types into an option."""
        given = values.options(self._eyes, self._place.id, name, others)
        given.pop(option, None)
        offered = await self._eyes.person.autocomplete(self._place, name, option, typed, **given)
        return [
            {"value": str(each["value"]), "label": local_text(self._eyes, each, "name")} for each in offered
        ]

    async def press(self, message_id: int, custom_id: str) -> Answer:
        """Press a button."""
        return self._done(await self._actor.click(self._find(message_id), custom_id=custom_id))

    async def choose(self, message_id: int, custom_id: str, chosen: list[str]) -> Answer:
        """Choose in a menu."""
        shown = self._find(message_id)
        components = [dict(each.to_dict()) for each in shown.components]
        picked = values.chosen(self._eyes, components, custom_id, chosen)
        result = await self._actor.select(shown, picked, custom_id=custom_id)
        return self._done(result, presses=max(1, len(picked)))

    async def menu(self, message_id: int, name: str) -> Answer:
        """Use an entry of a message's menu."""
        return self._done(await self._eyes.person.context_menu(self._place, name, self._find(message_id)))

    async def submit(self, handle: str, typed: Mapping[str, Any]) -> Answer:
        """Send the form that is open; it stays open with all that was typed if Discord does not take it."""
        opened = self._town.forms.get(self._eyes.person.id)
        if opened is None or opened.handle != handle:
            raise IsGone
        spec = opened.spec
        filled = values.filled(self._eyes, spec, typed)
        is_direct = self._eyes.backend.get_channel(opened.channel_id).guild_id is None
        actor = self._eyes.person.user if is_direct else self._eyes.person
        try:
            result = await actor.submit_modal(opened.shown, filled)
        except SetupError as error:
            raise FormNotAccepted from error
        self._town.forms.pop(self._eyes.person.id, None)
        boxes = sum(
            each["type"] in TEXT_INPUTS and each["custom_id"] in filled for each in values.walk_form(spec)
        )
        self._count(presses=len(filled) - boxes + 1, boxes=boxes)
        return self._answer(result)

    def close_form(self, handle: str) -> Answer:
        """Put the open form away without sending it."""
        opened = self._town.forms.get(self._eyes.person.id)
        if opened is not None and opened.handle == handle:
            del self._town.forms[self._eyes.person.id]
        return {}

    async def say(self, text: str) -> Answer:
        """Write an ordinary message."""
        if not text.strip():
            raise NothingToSay
        sent = await (
            self._eyes.person.send_dm(text) if self._is_direct else self._eyes.person.send(self._place, text)
        )
        return {"go": {"message": str(sent.id)}}

    async def interested(self, event_id: int, *, is_interested: bool) -> Answer:
        """Press [Interested] under one of the server's events, or take it back."""
        person = self._eyes.person
        await (person.subscribe_event(event_id) if is_interested else person.unsubscribe_event(event_id))
        return {}

    def dismiss(self, message_id: int) -> Answer:
        """Put a private answer away."""
        self._town.reading.put_away.add((self._eyes.person.id, message_id))
        return {}

    def _find(self, message_id: int) -> discord.Message:
        found = next((each for each in self._eyes.history(self._place) if each.id == message_id), None)
        if found is None:
            raise IsGone
        return found

    def _done(self, result: InteractionResult, *, presses: int = 1) -> Answer:
        self._count(presses=presses)
        return self._answer(result)

    def _count(self, *, presses: int, boxes: int = 0) -> None:
        resident = self._town.resident(self._eyes.person.id)
        if resident is not None and resident.is_office:
            self._town.stage.effort.presses += presses
            self._town.stage.effort.boxes += boxes

    def _answer(self, result: InteractionResult) -> Answer:
        """Where the page looks now: at the form that was opened, or at the message that answers."""
        if result.modal is not None:
            opened = OpenForm(token_urlsafe(8), result, self._place.id)
            self._town.forms[self._eyes.person.id] = opened
            return {"form": form(self._eyes, opened)}
        if not result.acknowledged:
            raise NoAnswer
        said = [each for each in (*result.followups, result.response) if each is not None]
        return {"go": {"message": str(said[0].id)}} if said else {}
