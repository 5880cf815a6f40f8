"""[Who may apply]: companions, deadline, roles, approval, and whether it is one of the regular meetings."""

from __future__ import annotations

from typing import Any

import discord

from bot.events.form import EventForm
from bot.events.terms import MOST_COMPANIONS
from bot.i18n import Text, _, _n
from cogs.events.modals import StaffForm, Then, Typed
from cogs.shared.press import Press

NEEDS_APPROVAL, IS_SPECIAL = "needs_approval", "is_special"


class TermsForm(StaffForm):
    """The terms of a draft or of an announced meeting, filled with those of now."""

    def __init__(self, press: Press, form: EventForm, then: Then) -> None:
        super().__init__(press, _("Who may apply"), then)
        self.box(
            "deadline",
            _("Deadline (empty: until it starts)"),
            form.deadline,
            100,
            hint=_("2 days before 18:00"),
        )
        self._companions = discord.ui.Select[Any](
            custom_id="max_companions",
            options=[
                discord.SelectOption(
                    label=press.say(_companions(count)),
                    value=str(count),
                    default=count == form.max_companions,
                )
                for count in range(MOST_COMPANIONS + 1)
            ],
        )
        self._roles = discord.ui.RoleSelect[Any](
            custom_id="role_ids",
            required=False,
            min_values=0,
            max_values=10,
            default_values=[
                discord.SelectDefaultValue(id=role_id, type=discord.SelectDefaultValueType.role)
                for role_id in form.role_ids
            ],
        )
        self._switches = discord.ui.CheckboxGroup[Any](
            custom_id="switches",
            required=False,
            options=[
                discord.CheckboxGroupOption(
                    label=press.say(_("The office answers each application")),
                    value=NEEDS_APPROVAL,
                    default=form.needs_approval,
                ),
                discord.CheckboxGroupOption(
                    label=press.say(_("A special meeting, not one of the regular ones")),
                    value=IS_SPECIAL,
                    default=not form.is_regular,
                ),
            ],
        )
        self.add_item(discord.ui.Label(text=press.say(_("Companions")), component=self._companions))
        self.add_item(
            discord.ui.Label(
                text=press.say(_("Only these roles may apply")),
                description=press.say(_("Choose none, and everybody may.")),
                component=self._roles,
            )
        )
        self.add_item(discord.ui.Label(text=press.say(_("Further")), component=self._switches))

    def chosen(self) -> Typed:
        everyone = self._everyone
        return {
            "max_companions": int(self._companions.values[0]),
            "role_ids": tuple(role.id for role in self._roles.values if role.id != everyone),
            "needs_approval": NEEDS_APPROVAL in self._switches.values,
            "is_regular": IS_SPECIAL not in self._switches.values,
        }

    @property
    def _everyone(self) -> int:
        """The role of everybody has the server's own id; choosing it means no choice."""
        return self._press.community_id


def _companions(count: int) -> Text:
    if not count:
        return _("No companions")
    return _n("{count} companion", "{count} companions", count=count)
