"""The private panel of one need, for who asked and the office: what it says, and every step as a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import discord

from bot.i18n import C_, Text, _
from bot.probono.states import NEED_MOVES, NeedState, Party
from bot.probono.views import Need
from cogs.probono.forms import actor
from cogs.probono.need_texts import need_embed, state_note
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

MoreButtons = Callable[[Press, Need], list[discord.ui.Item[Any]]]
more_buttons: dict[str, MoreButtons] = {}
"""What else stands on the panel of a need; other parts of this feature add it by name in their setup."""


class OfNeed:
    """A control that names a need, and through it the community: it works in direct messages too."""

    need_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.probono.needs.community_of(self.need_id)


class OpenNeedPanel(OfNeed, HubButton, template="need:{need_id:d}:panel"):
    """[Open the request], from a list, a notice or the desk."""

    async def press(self, press: Press) -> None:
        need = await press.hub.probono.needs.open(press.community_id, self.need_id, actor(press))
        await answer_need(press, need)


async def answer_need(press: Press, need: Need, note: Text | None = None) -> None:
    """The panel in an answer of its own."""
    await press.answer(note or _note(press, need), **await _panel(press, need))


async def show_need(press: Press, need: Need, note: Text | None = None) -> None:
    """The panel in the place of the pressed one."""
    await press.update(note or _note(press, need), **await _panel(press, need))


async def embed_of(press: Press, need: Need) -> discord.Embed:
    taxonomy = await press.hub.probono.chips.taxonomy(press.community_id)
    return need_embed(press, need, taxonomy, is_staff=may(press, Right.STAFF))


def _note(press: Press, need: Need) -> Text | None:
    return None if may(press, Right.STAFF) else state_note(need)


async def _panel(press: Press, need: Need) -> dict[str, Any]:
    return {"embed": await embed_of(press, need), "view": HubView(*_buttons(press, need))}


def _buttons(press: Press, need: Need) -> list[discord.ui.Item[Any]]:
    """What this reader can do; the use cases check it again."""
    is_staff = may(press, Right.STAFF)
    made: list[discord.ui.Item[Any]] = []
    if not need.state.is_over and (is_staff or need.state is NeedState.DRAFT):
        made += _steps(press, need)
    made += _moves(press, need, Party.COORDINATOR if is_staff else Party.ORGANISATION)
    if is_staff:
        made += _office(press, need)
    elif press.interaction.guild_id is not None:  # that button works in the server only
        made.append(Door(press.say(_("Ask the office")), "ask:0:open", row=3))
    return [*made, *(each for more in more_buttons.values() for each in more(press, need))]


def _steps(press: Press, need: Need) -> list[discord.ui.Item[Any]]:
    say = press.say
    rows = (
        (
            ("words", C_("need", "What it is about")),
            ("aim", C_("need", "Kind and goal")),
            ("organisation", C_("need", "Organisation")),
            ("contact", C_("need", "Contact")),
            ("time", C_("need", "Time")),
        ),
        (("place", C_("need", "Place")),),
    )
    made: list[discord.ui.Item[Any]] = [
        Door(say(label), f"need:{need.id}:step_{step}", row=row)
        for row, steps in enumerate(rows)
        for step, label in steps
    ]
    made.append(Door(say(C_("need", "Change the skills")), f"need:{need.id}:skills", row=1))
    if need.skills and not need.skills_confirmed:
        success = discord.ButtonStyle.success
        made.append(Door(say(_("That is right")), f"need:{need.id}:right", style=success, row=1))
    if need.state is NeedState.DRAFT:
        made.append(Door(say(_("Use a template")), f"need:{need.id}:template", row=1))
    return made


MOVE_LABELS: dict[tuple[NeedState, NeedState], tuple[str, Text]] = {
    (NeedState.DRAFT, NeedState.READY): ("ready", C_("need", "Ready")),
    (NeedState.READY, NeedState.OPEN): ("look", C_("need", "Look for somebody")),
    (NeedState.READY, NeedState.DRAFT): ("draft", C_("need", "Back to draft")),
    (NeedState.OPEN, NeedState.READY): ("unlook", C_("need", "Stop looking for now")),
}


def _moves(press: Press, need: Need, party: Party) -> list[discord.ui.Item[Any]]:
    made: list[discord.ui.Item[Any]] = []
    for (before, after), (what, label) in MOVE_LABELS.items():
        if before is need.state and party in NEED_MOVES[before, after]:
            forward = what in ("ready", "look")
            style = discord.ButtonStyle.success if forward else discord.ButtonStyle.secondary
            made.append(Door(press.say(label), f"need:{need.id}:{what}", style=style, row=2))
    if party in NEED_MOVES.get((need.state, NeedState.CLOSED), ()):
        label = C_("need", "Close") if party is Party.COORDINATOR else C_("need", "Withdraw the request")
        made.append(Door(press.say(label), f"need:{need.id}:close", style=discord.ButtonStyle.danger, row=2))
    return made


def _office(press: Press, need: Need) -> list[discord.ui.Item[Any]]:
    if need.state.is_over:
        return []
    made: list[discord.ui.Item[Any]] = [
        Door(press.say(_("Note a hearing")), f"need:{need.id}:hearing", row=3),
        Door(press.say(_("Teach a word")), f"need:{need.id}:teach", row=3),
    ]
    if need.member_id is None or not need.has_account:
        made.insert(0, Door(press.say(_("Whose request is it?")), f"need:{need.id}:owner", row=3))
    return made
