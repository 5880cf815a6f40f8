"""The form of the quiet hours."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.errors import UserError
from bot.i18n import Text, _, text_of
from bot.mailing.wishes import MyWishes
from cogs.shared.controls import HubModal, HubView, OnPress, ViewButton
from cogs.shared.press import Press

LONGEST = 100


class HoursForm(HubModal):
    """From, until, and where; ``then`` shows what became of it."""

    updates = True

    def __init__(self, press: Press, typed: Mapping[str, str], then: OnPress) -> None:
        super().__init__(press.say(_("Quiet hours")))
        self._press = press
        self._then = then
        self._boxes = {
            "from": self._box("from", _("From"), typed),
            "until": self._box("until", _("Until (the same hour twice: never quiet)"), typed),
            "where": self._box("where", _("Time zone (empty: as this server)"), typed, required=False),
        }

    def _box(
        self, name: str, label: Text, typed: Mapping[str, str], *, required: bool = True
    ) -> discord.ui.TextInput[HoursForm]:
        box = discord.ui.TextInput[HoursForm](
            custom_id=name, default=typed.get(name) or None, max_length=LONGEST, required=required
        )
        self.add_item(discord.ui.Label(text=self._press.say(label), component=box))
        return box

    async def submitted(self, press: Press) -> None:
        typed = {name: box.value for name, box in self._boxes.items()}
        try:
            await press.hub.mailing.wishes.choose_hours(
                press.community_id,
                press.user_id,
                press.display_name,
                typed["from"],
                typed["until"],
                typed["where"],
            )
        except UserError as no:
            await self._offer_again(press, typed, no)
            return
        await self._then(press)

    async def _offer_again(self, press: Press, typed: Mapping[str, str], no: UserError) -> None:
        async def again(press: Press) -> None:
            await press.open_form(HoursForm(press, typed, self._then))

        button = ViewButton(
            press.say(_("Correct it")), again, style=discord.ButtonStyle.primary, opens_form=True
        )
        await press.update(text_of(no), view=HubView(button))


def typed_for(mine: MyWishes) -> dict[str, str]:
    """The boxes as they are filled at first."""
    quiet = mine.wishes.quiet
    return {
        "from": f"{quiet.starts:%H:%M}",
        "until": f"{quiet.ends:%H:%M}",
        "where": mine.wishes.timezone or "",
    }
