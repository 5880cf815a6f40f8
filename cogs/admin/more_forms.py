"""The forms of [More settings]. What cannot be read is told, and the form opens again as filled."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any, ClassVar, Protocol, Self

import discord

from bot.clock import to_local
from bot.errors import UserError
from bot.i18n import Text, _, text_of
from bot.members.rules import Community, Leads, read_mail_address
from bot.members.schedule import (
    read_closed_days,
    read_draft_days,
    read_hour,
    read_hours,
    read_minutes,
    read_zone,
)
from cogs.admin.panels import ManagerButton, ManagerForm
from cogs.shared.controls import HubView
from cogs.shared.press import Press

Typed = Mapping[str, str]


class Keep(Protocol):
    def __call__(self, press: Press, **changes: Any) -> Awaitable[None]: ...


class _SettingsForm(ManagerForm):
    """A form whose boxes keep what was typed, right or wrong."""

    updates = True
    title_text: ClassVar[Text]
    boxes: ClassVar[Mapping[str, Text]]
    long_boxes: ClassVar[frozenset[str]] = frozenset()
    optional_boxes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, press: Press, keep: Keep, typed: Typed) -> None:
        super().__init__(press.say(self.title_text))
        self._keep = keep
        self._inputs: dict[str, discord.ui.TextInput[Self]] = {}
        for name, label in self.boxes.items():
            is_long = name in self.long_boxes
            self._inputs[name] = discord.ui.TextInput(
                style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
                default=typed.get(name),
                required=not is_long and name not in self.optional_boxes,
                max_length=4000 if is_long else 100,
                custom_id=name,
            )
            self.add_item(discord.ui.Label(text=press.say(label), component=self._inputs[name]))

    def read(self, typed: Typed, press: Press) -> dict[str, Any]:
        """What was typed as settings; raises the `UserError` of the first box that cannot be read."""
        raise NotImplementedError

    async def submitted(self, press: Press) -> None:
        typed = {name: box.value for name, box in self._inputs.items()}
        try:
            changes = self.read(typed, press)
        except UserError as problem:
            await self._offer_again(press, typed, problem)
        else:
            await self._keep(press, **changes)

    async def _offer_again(self, press: Press, typed: Typed, problem: UserError) -> None:
        async def reopen(press: Press) -> None:
            await press.open_form(type(self)(press, self._keep, typed))

        again = ManagerButton(
            press.say(_("Correct it")), reopen, style=discord.ButtonStyle.primary, opens_form=True
        )
        await press.update(text_of(problem), view=HubView(again))


class TimesForm(_SettingsForm):
    title_text = _("Times of reminders")
    boxes = {  # noqa: RUF012  (declared as ClassVar by the base)
        "week": _("7 days before, at"),
        "eve": _("The day before, at"),
        "venue": _("At the venue: how long before the start"),
        "online": _("Online: how long before the start"),
        "promotion": _("The waiting list stops: hours before"),
    }

    @staticmethod
    def typed_for(community: Community) -> Typed:
        leads = community.leads
        return {
            "week": leads.week,
            "eve": leads.eve,
            "venue": str(leads.venue_minutes),
            "online": str(leads.online_minutes),
            "promotion": str(community.promotion_stops_hours),
        }

    def read(self, typed: Typed, press: Press) -> dict[str, Any]:
        return {
            "leads": Leads(
                week=read_hour(typed["week"]),
                eve=read_hour(typed["eve"]),
                venue_minutes=read_minutes(typed["venue"]),
                online_minutes=read_minutes(typed["online"]),
            ),
            "promotion_stops_hours": read_hours(typed["promotion"]),
        }


class DraftDaysForm(_SettingsForm):
    title_text = _("Drafts of series")
    boxes = {  # noqa: RUF012  (declared as ClassVar by the base)
        "days": _("Drafted how many days before"),
    }

    @staticmethod
    def typed_for(community: Community) -> Typed:
        return {"days": str(community.draft_days)}

    def read(self, typed: Typed, press: Press) -> dict[str, Any]:
        return {"draft_days": read_draft_days(typed["days"])}


class OfficeForm(_SettingsForm):
    title_text = _("Office's addresses")
    boxes = {  # noqa: RUF012  (declared as ClassVar by the base)
        "mail": _("Mail address of the office"),
        "post": _("Postal address of the office"),
    }
    optional_boxes = frozenset({"mail", "post"})

    @staticmethod
    def typed_for(community: Community) -> Typed:
        return {"mail": community.office_mail or "", "post": community.postal_address or ""}

    def read(self, typed: Typed, press: Press) -> dict[str, Any]:
        return {
            "office_mail": read_mail_address(typed["mail"]),
            "postal_address": " ".join(typed["post"].split()) or None,
        }


class PlaceForm(_SettingsForm):
    title_text = _("Time zone and closed days")
    boxes = {  # noqa: RUF012  (declared as ClassVar by the base)
        "zone": _("Time zone"),
        "closed": _("Closed days, one per line"),
    }
    long_boxes = frozenset({"closed"})

    @staticmethod
    def typed_for(community: Community) -> Typed:
        closed = "\n".join(day.isoformat() for day in community.closed_days)
        return {"zone": community.timezone, "closed": closed}

    def read(self, typed: Typed, press: Press) -> dict[str, Any]:
        community = press.community_or_none
        assert community is not None  # the panel has remembered it
        today = to_local(press.hub.clock(), community.tz).date()
        return {
            "timezone": read_zone(typed["zone"]),
            "closed_days": read_closed_days(typed["closed"], today=today),
        }
