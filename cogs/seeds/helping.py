"""[See to it]: who offered help or knowledge for a seed, and what the office does with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import discord

from bot.i18n import C_, Text, _
from bot.seeds.helping import Helper, PassedOn
from bot.seeds.rules import SupportKind
from cogs.seeds.review import StaffAct
from cogs.shared import limits
from cogs.shared.controls import HubButton, HubView, OnPress
from cogs.shared.permissions import Right
from cogs.shared.press import Press

AT_ONCE = 8
"""Two buttons each; fewer, where their words fill a message before."""


class HelpersButton(HubButton, template="seed:{seed_id:d}:helpers"):
    seed_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_helpers(press, self.seed_id)


async def show_helpers(press: Press, seed_id: int, done: Text | None = None) -> None:
    """Those who wait, the oldest first."""
    waiting = await press.hub.seeds.helpers.helpers(press.community_id, seed_id)
    lines = [done] if done is not None else []
    lines.append(
        _("Help and knowledge for seed #{number}:", number=seed_id)
        if waiting
        else _("Nobody waits for the office under seed #{number}.", number=seed_id)
    )
    embeds = _embeds(press, waiting)
    if more := len(waiting) - len(embeds):
        lines.append(_("Waiting as well: {count}. They appear here once these are seen to.", count=more))
    view = HubView(
        *(
            StaffAct(press.say(_numbered(at, label)), act, updates=True, row=(at - 1) // 2)
            for at, helper in enumerate(waiting[: len(embeds)], start=1)
            for label, act in _acts(helper)
        )
    )
    await press.update("\n".join(press.say(line) for line in lines), embeds=embeds, view=view)


def _embeds(press: Press, waiting: Sequence[Helper]) -> list[discord.Embed]:
    """As many as one message holds with all their words."""
    embeds: list[discord.Embed] = []
    room = limits.EMBEDS_TOTAL
    for at, helper in enumerate(waiting[:AT_ONCE], start=1):
        embed = discord.Embed(
            title=press.say(_heading(at, helper)),
            description=press.say(Text("{words}", {"words": words_of(helper)})),
        )
        room -= len(embed)
        if room < 0:
            break
        embeds.append(embed)
    return embeds


def _heading(at: int, helper: Helper) -> Text:
    name = helper.name or _("(name unknown)")
    tick = _("may be named") if helper.may_be_named else _("does not want to be named")
    return Text(
        "{at}. {name} / {kind} / {tick}", {"at": at, "name": name, "kind": helper.kind.label, "tick": tick}
    )


def words_of(helper: Helper) -> Text | str:
    """What somebody can do or knows, and how they can be reached."""
    if not helper.how:
        return helper.what or ""
    return Text("{what} / {how}", {"what": helper.what or "", "how": helper.how})


def _acts(helper: Helper) -> list[tuple[Text, OnPress]]:
    async def pass_on(press: Press) -> None:
        passed = await press.hub.seeds.helpers.pass_on(press.community_id, helper.id)
        await show_helpers(press, helper.seed_id, _passed(passed))

    async def settle(press: Press) -> None:
        await press.hub.seeds.helpers.settle(press.community_id, helper.id)
        await show_helpers(press, helper.seed_id, _("Noted as seen to. Nobody was told."))

    if helper.kind is SupportKind.KNOWS:
        passing = [(C_("button", "Post it"), pass_on)]
    elif helper.may_be_named:
        passing = [(C_("button", "Tell the author"), pass_on)]
    else:  # the office asks them first, or sees to it in another way
        passing = []
    return [*passing, (C_("button", "Seen to"), settle)]


def _passed(passed: PassedOn) -> Text:
    if passed.helper.kind is SupportKind.CAN_HELP and passed.waits_for_key:
        return _("Kept with the seed. Its author reads it when they open it with the key.")
    return _("It is on its way.")


def _numbered(at: int, label: Text) -> Text:
    return Text("{number}. {label}", {"number": at, "label": label})
