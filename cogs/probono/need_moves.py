"""Moving a need on: ready, look for somebody, back, close; and whose it is."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.errors import N_, UserError
from bot.i18n import Text, _
from bot.probono.rules import Actor
from bot.probono.states import NeedState
from bot.probono.views import Need
from cogs.probono.forms import Step, actor, open_step
from cogs.probono.need_forms import CloseForm
from cogs.probono.need_panel import OfNeed, embed_of, show_need
from cogs.shared.controls import HubButton, HubView, ViewUserSelect
from cogs.shared.permissions import Right, may, needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import Then, Typed


class BotsNeedNothing(UserError):
    sentence = N_("That is a bot. Please choose a person.")


class _Office(OfNeed):
    right: ClassVar[Right] = Right.STAFF
    updates = True
    need_id: int


class ReadyButton(_Office, HubButton, template="need:{need_id:d}:ready"):
    """[Ready]."""

    async def press(self, press: Press) -> None:
        need = await press.hub.probono.need_moves.ready(press.community_id, self.need_id, actor(press))
        await show_need(press, need, _("Everything is there. Now you can look for somebody."))


class LookButton(_Office, HubButton, template="need:{need_id:d}:look"):
    """[Look for somebody]."""

    async def press(self, press: Press) -> None:
        need = await press.hub.probono.need_moves.look(press.community_id, self.need_id, actor(press))
        await show_need(press, need, _("It is open now: members can read it, and people can be suggested."))


class BackToDraftButton(_Office, HubButton, template="need:{need_id:d}:draft"):
    """[Back to draft]."""

    async def press(self, press: Press) -> None:
        await _back(press, self.need_id, NeedState.DRAFT)


class StopLookingButton(_Office, HubButton, template="need:{need_id:d}:unlook"):
    """[Stop looking for now]."""

    async def press(self, press: Press) -> None:
        await _back(press, self.need_id, NeedState.READY)


class CloseButton(OfNeed, HubButton, template="need:{need_id:d}:close"):
    """[Close], by the office with a reason, or by who asked."""

    opens_form = True

    async def press(self, press: Press) -> None:
        need = await _read(press, self.need_id)
        await open_step(press, _closing(need.id), {}, need.revision)


class OwnerButton(_Office, HubButton, template="need:{need_id:d}:owner"):
    """[Whose request is it?]"""

    async def press(self, press: Press) -> None:
        need = await _read(press, self.need_id)
        menu = ViewUserSelect(placeholder=press.say(_("Somebody of this server")), updates=True)

        async def chosen(press: Press) -> None:
            needs_staff(press)
            person = menu.values[0]
            if person.bot:
                raise BotsNeedNothing
            changed = await press.hub.probono.needs.belongs_to(
                press.community_id, need.id, actor(press), Actor(person.id, person.display_name)
            )
            await show_need(press, changed, _("Saved."))

        menu.on_press = chosen
        await press.update(_("Who asks for this help?"), view=HubView(menu))


NEED_MOVE_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    ReadyButton,
    LookButton,
    BackToDraftButton,
    StopLookingButton,
    CloseButton,
    OwnerButton,
)


async def _back(press: Press, need_id: int, to: NeedState) -> None:
    need = await press.hub.probono.need_moves.back(press.community_id, need_id, actor(press), to)
    await show_need(press, need)


async def _read(press: Press, need_id: int) -> Need:
    return await press.hub.probono.needs.open(press.community_id, need_id, actor(press))


def _closing(need_id: int) -> Step:
    def form(press: Press, typed: Typed, then: Then) -> CloseForm:
        return CloseForm(press, typed, then, is_office=may(press, Right.STAFF))

    async def save(press: Press, revision: int, typed: Typed) -> None:
        await press.hub.probono.need_moves.close(
            press.community_id, need_id, actor(press), typed["reason"], revision
        )

    async def show(press: Press, note: Text | None) -> None:
        await show_need(press, await _read(press, need_id), note)

    async def look(press: Press) -> tuple[int, discord.Embed]:
        need = await _read(press, need_id)
        return need.revision, await embed_of(press, need)

    return Step(form, save, show, look)
