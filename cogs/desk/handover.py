"""/handover: one private page for whoever takes over the office, with three buttons to begin with."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.desk.handover import CONTACT_LENGTH
from bot.i18n import _
from cogs.desk.handover_page import handover_embed, read_handover
from cogs.shared import screens
from cogs.shared.controls import HubButton, HubModal, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class OpenHandover(HubButton, template="handover:0:open"):
    """[Hand over] on the home panel."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_handover(press)


class Rehearse(HubButton, template="handover:0:rehearse"):
    """[Make a rehearsal event]: the preview of one that only staff will see."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        draft = await press.hub.drafts.rehearse(press.community.id, press.user_id, press.display_name)
        await screens.show(screens.DRAFT_PREVIEW, press, draft)


class SendTest(HubButton, template="handover:0:test"):
    """[Send a test to myself only]."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await press.hub.handover.send_test(press.community.id, press.user_id, press.display_name)
        await press.answer(
            _(
                "It is on its way. Within a minute you get a direct message from this bot, and nobody else "
                "does. If none comes, your Discord does not take direct messages from this server; then you "
                "read it here at your next press, as everybody does whom no message can reach."
            )
        )


class WriteContact(HubButton, template="handover:0:contact"):
    """[Write whom to call] opens the form."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        page = await press.hub.handover.page(press.community.id)
        await press.open_form(ContactForm(press, page.machine_contact))


class ContactForm(HubModal):
    """Whom to call about the machine, in the office's own words."""

    right: ClassVar[Right] = Right.STAFF
    updates = True

    def __init__(self, press: Press, known: str | None) -> None:
        super().__init__(press.say(_("Whom to call about the machine")))
        self.box: discord.ui.TextInput[ContactForm] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            default=known,
            required=False,
            max_length=CONTACT_LENGTH,
            custom_id="contact",
        )
        self.add_item(
            discord.ui.Label(
                text=press.say(_("Name and how to reach them")),
                description=press.say(_("Everybody with the staff role reads it. No passwords, please.")),
                component=self.box,
            )
        )

    async def submitted(self, press: Press) -> None:
        await press.hub.handover.set_machine_contact(press.community.id, self.box.value)
        embed, view = await _page(press)
        await press.update(embed=embed, view=view)


HANDOVER_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    OpenHandover,
    Rehearse,
    SendTest,
    WriteContact,
)


async def show_handover(press: Press) -> None:
    """Answer with the page."""
    embed, view = await _page(press)
    await press.answer(embed=embed, view=view)


async def _page(press: Press) -> tuple[discord.Embed, HubView]:
    return handover_embed(press, await read_handover(press)), HubView(
        Door(press.say(_("Look around")), "home:0:open", style=discord.ButtonStyle.primary, row=0),
        Rehearse(press.say(_("Make a rehearsal event")), row=0),
        SendTest(press.say(_("Send a test to myself only")), row=0),
        Door(press.say(_("Desk")), "desk:0:open", row=1),
        WriteContact(press.say(_("Write whom to call")), row=1),
    )
