"""/privacy: what is stored about me, who can see it, a copy of it, and its end."""

from __future__ import annotations

import io
import json

import discord

from bot.events.rules import Personal
from bot.i18n import _
from cogs.members.privacy_texts import copy_text, done_lines, loss_lines, stored_lines, who_lines
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton, HubView
from cogs.shared.press import Press

NOTHING = _(
    "Nothing is stored about you in this server. "
    "It stays so until you answer an event, ask the office or change one of your settings."
)


class OpenPrivacy(HubButton, template="privacy:0:open"):
    """[My data] on the home panel."""

    async def press(self, press: Press) -> None:
        await show_privacy(press)


class DownloadMine(HubButton, template="privacy:0:download"):
    """[Download]."""

    async def press(self, press: Press) -> None:
        kept = await press.hub.privacy.export(press.community_id, press.user_id, press.lang)
        if not kept:
            await press.answer(NOTHING)
            return
        content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
        day = press.hub.clock().astimezone(press.community.tz).date()
        file = discord.File(io.BytesIO(content), filename=f"my-data-{day.isoformat()}.json")
        await press.answer(copy_text(), files=[file])


class ForgetMe(HubButton, template="privacy:0:forget"):
    """[Forget me]: says what would happen; nothing happens before the second press."""

    async def press(self, press: Press) -> None:
        kept = await press.hub.privacy.summary(press.community_id, press.user_id, press.lang)
        if not kept:
            await press.answer(NOTHING)
            return
        losses = "\n".join(press.say(line) for line in loss_lines(await _held(press)))
        await press.answer(losses, view=ConfirmView(press, _("Delete everything"), _("Stop"), _forget))


async def show_privacy(press: Press) -> None:
    """Answer with everything at a glance, in the language of this person."""
    kept = await press.hub.privacy.summary(press.community_id, press.user_id, press.lang)
    embed = discord.Embed(title=press.say(_("My data in {community}", community=press.community.name)))
    embed.description = "\n".join(press.say(line) for line in stored_lines(kept)) or press.say(NOTHING)
    for heading, lines in who_lines():
        value = "\n".join(press.say(line) for line in lines)
        embed.add_field(name=press.say(heading), value=value, inline=False)
    buttons = (
        DownloadMine(press.say(_("Download my data"))),
        ForgetMe(press.say(_("Forget me")), style=discord.ButtonStyle.danger),
    )
    if kept:
        await press.answer(embed=embed, view=HubView(*buttons))
    else:
        await press.answer(embed=embed)


async def _held(press: Press) -> list[Personal]:
    """The coming meetings in which this person has a seat or waits for one."""
    answers = await press.hub.rsvps.mine(press.community_id, press.user_id)
    return [mine for mine in answers if mine.places and press.hub.clock() < mine.event.starts_at]


async def _forget(press: Press) -> None:
    await press.hub.privacy.forget(press.community_id, press.user_id)
    await press.update("\n".join(press.say(line) for line in done_lines()))
