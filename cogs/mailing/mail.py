"""Mail of one's own: the address, the number that confirms it, how it stands, and leaving."""

from __future__ import annotations

from typing import ClassVar

import discord

from bot.errors import UserError
from bot.i18n import Text, _, text_of
from bot.mailing.opt_in import MailStatus
from bot.mailing.opt_in_rules import CONSENT
from cogs.mailing.words import status_lines
from cogs.shared.controls import HubButton, HubModal, HubView, OnPress, ViewButton
from cogs.shared.press import Press

LONGEST_ADDRESS = 254
"""Of an address in a mail's envelope (RFC 5321, 4.5.3.1.3)."""
LONGEST_NUMBER = 20


class GetByMail(HubButton, template="mail:0:register"):
    """[Get it by mail] and [Another address]: the form for an address."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await open_address_form(press)


class EnterNumber(HubButton, template="mail:0:number"):
    """[Enter the number]."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await press.open_form(NumberForm(press))


class LeaveMail(HubButton, template="mail:0:leave"):
    """[No more mail], effective at once."""

    updates = True

    async def press(self, press: Press) -> None:
        await press.hub.mailing.opt_in.leave(press.community_id, press.user_id)
        await _show_status(press, said=_NO_MORE, in_place=True)


class MailButton(HubButton, template="mail:0:status"):
    """[My mail], as ``/mail status``."""

    async def press(self, press: Press) -> None:
        await show_mail(press)


class AddressForm(HubModal):
    """The consent, and the box for the address."""

    updates: ClassVar[bool] = False

    def __init__(self, press: Press, typed: str = "") -> None:
        super().__init__(press.say(_("Get it by mail")))
        self._box = discord.ui.TextInput[AddressForm](
            custom_id="address",
            default=typed or None,
            max_length=LONGEST_ADDRESS,
            placeholder="name@mail.example",
        )
        self.add_item(discord.ui.TextDisplay(press.say(CONSENT)))
        self.add_item(discord.ui.Label(text=press.say(_("My mail address")), component=self._box))

    async def submitted(self, press: Press) -> None:
        typed = self._box.value
        try:
            address = await press.hub.mailing.opt_in.start(
                press.community_id, press.user_id, press.display_name, typed
            )
        except UserError as no:
            await _correct(press, no, lambda press: press.open_form(AddressForm(press, typed)))
            return
        await press.answer(
            _(
                "A mail with a six-digit number is on its way to {address}. Please enter the number here "
                "within 48 hours. If nothing arrives within a few minutes, please look among the "
                "unwanted mail and check the address.",
                address=address,
            ),
            view=HubView(_enter(press), GetByMail(press.say(_("Another address")))),
        )


class NumberForm(HubModal):
    """The box for the six digits."""

    def __init__(self, press: Press) -> None:
        super().__init__(press.say(_("Enter the number")))
        self._box = discord.ui.TextInput[NumberForm](custom_id="number", max_length=LONGEST_NUMBER)
        self.add_item(
            discord.ui.Label(text=press.say(_("The six digits from the mail")), component=self._box)
        )

    async def submitted(self, press: Press) -> None:
        try:
            await press.hub.mailing.opt_in.enter(press.community_id, press.user_id, self._box.value)
        except UserError as no:
            await _correct(press, no, lambda press: press.open_form(NumberForm(press)))
            return
        await _show_status(press, said=_("Thank you. Your address is confirmed."))


async def open_address_form(press: Press) -> None:
    """The form for an address; a new one counts once its number was entered. Raises `MailIsOff`."""
    press.hub.mailing.opt_in.check_is_on()
    await press.open_form(AddressForm(press))


async def leave_mail(press: Press) -> None:
    """No more mail from this moment, waiting ones included."""
    had_mail = await press.hub.mailing.opt_in.leave(press.community_id, press.user_id)
    await _show_status(press, said=_NO_MORE if had_mail else None)


async def show_mail(press: Press) -> None:
    """Whether mail reaches this person, what comes by mail, and what they can do."""
    await _show_status(press)


async def _show_status(press: Press, *, said: Text | None = None, in_place: bool = False) -> None:
    status = await press.hub.mailing.opt_in.status(press.community_id, press.user_id)
    mine = await press.hub.mailing.wishes.mine(press.community_id, press.user_id)
    is_on = press.hub.mailing.opt_in.is_on
    lines = [
        *([said] if said is not None else []),
        *status_lines(status, mine, press.community.tz, is_on=is_on),
    ]
    show = press.update if in_place else press.answer
    await show("\n".join(press.say(line) for line in lines), view=_view(press, status))


def _view(press: Press, status: MailStatus) -> HubView:
    is_confirmed = status.consent is not None and status.consent.state == "confirmed"
    items: list[HubButton] = []
    if press.hub.mailing.opt_in.is_on:
        items += [_enter(press)] if status.waiting_address else []
        label = _("Another address") if is_confirmed else _("Get it by mail")
        items.append(GetByMail(press.say(label)))
    if is_confirmed:
        items.append(LeaveMail(press.say(_("No more mail"))))
    return HubView(*items)


def _enter(press: Press) -> EnterNumber:
    return EnterNumber(press.say(_("Enter the number")), style=discord.ButtonStyle.primary)


async def _correct(press: Press, no: UserError, again: OnPress) -> None:
    button = ViewButton(
        press.say(_("Try again")),
        again,
        style=discord.ButtonStyle.primary,
        opens_form=True,
    )
    await press.answer(text_of(no), view=HubView(button))


_NO_MORE = _("No more mail is sent to you from this moment, also none that was waiting.")
