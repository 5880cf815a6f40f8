"""[Flyer]: the picture on the card, chosen, replaced and taken away in one form; and how it is shown."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import discord

from bot.errors import N_, UserError
from bot.events.form import EventForm
from bot.i18n import _
from bot.outbox.notice import Picture
from bot.pictures import MOST_SENT, check_weight
from cogs.events.modals import StaffForm, Then, Typed
from cogs.shared.press import Press


class FileNotFetched(UserError):
    sentence = N_(
        "Discord did not hand over the file. Please choose it once more. Everything else is kept as it was."
    )


class FlyerForm(StaffForm):
    """One file, and once there is a flyer also a box that takes it away."""

    def __init__(self, press: Press, form: EventForm, then: Then) -> None:
        super().__init__(press, _("Flyer"), then)
        has_one = form.flyer_id is not None
        self._upload = discord.ui.FileUpload[Any](custom_id="flyer", required=not has_one, max_values=1)
        self._away: discord.ui.Checkbox[Any] | None = None
        self.add_item(
            discord.ui.Label(
                text=press.say(_("Picture (up to {most} MB)", most=MOST_SENT // 1024 // 1024)),
                description=press.say(
                    _("PNG, JPEG, WebP or GIF. Where a photo was taken is removed from it.")
                ),
                component=self._upload,
            )
        )
        if has_one:
            self._away = discord.ui.Checkbox[Any](custom_id="away")
            self.add_item(discord.ui.Label(text=press.say(_("Take the flyer away")), component=self._away))

    async def submitted(self, press: Press) -> None:
        await self._then(press, await self._picked(press))

    async def _picked(self, press: Press) -> Typed:
        """A new picture goes before taking the old one away; nothing chosen changes nothing."""
        if self._upload.values:
            content = await _fetch(self._upload.values[0])
            return {"flyer_id": await press.hub.flyers.keep(press.community_id, content)}
        return {"flyer_id": None} if self._away is not None and self._away.value else {}


async def _fetch(sent: discord.Attachment) -> bytes:
    check_weight(sent.size)
    try:
        return await sent.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise FileNotFetched from error


async def with_flyer(press: Press, embed: discord.Embed, form: EventForm) -> tuple[discord.File, ...]:
    """Put a form's flyer on a preview; the file goes with it."""
    return put_on(
        embed, await press.hub.flyers.get(press.community_id, form.flyer_id, form.title), press.lang
    )


def put_on(embed: discord.Embed, picture: Picture | None, lang: str) -> tuple[discord.File, ...]:
    """Let the embed show the picture; the file to send with it, unless the message has it already."""
    if picture is None:
        return ()
    embed.set_image(url=f"attachment://{picture.name}")
    if picture.content is None:
        return ()
    file = io.BytesIO(picture.content)
    return (discord.File(file, filename=picture.name, description=picture.alt.to(lang)),)
