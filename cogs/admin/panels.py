"""Controls of /setup: their right is checked at every press, and they work before the server is set up."""

from __future__ import annotations

from typing import Any

import discord

from cogs.shared.controls import HubModal, ViewButton, ViewChannelSelect, ViewRoleSelect, ViewSelect
from cogs.shared.permissions import Right


class Chosen(discord.SelectDefaultValue):
    """What a menu shows as chosen. discord.py 2.7 sends the id as a number; Discord documents a string."""

    def to_dict(self) -> Any:
        return {**super().to_dict(), "id": str(self.id)}


def chosen_channel(channel_id: int | None) -> list[discord.SelectDefaultValue]:
    """What a channel menu shows at first; nothing for None."""
    return [Chosen(id=channel_id, type=discord.SelectDefaultValueType.channel)] if channel_id else []


def chosen_role(role_id: int | None) -> list[discord.SelectDefaultValue]:
    """What a role menu shows at first; nothing for None."""
    return [Chosen(id=role_id, type=discord.SelectDefaultValueType.role)] if role_id else []


class ManagerButton(ViewButton):
    right = Right.MANAGER
    before_setup = True


class ManagerSelect(ViewSelect):
    right = Right.MANAGER
    before_setup = True


class ManagerChannelSelect(ViewChannelSelect):
    right = Right.MANAGER
    before_setup = True


class ManagerRoleSelect(ViewRoleSelect):
    right = Right.MANAGER
    before_setup = True


class ManagerForm(HubModal):
    right = Right.MANAGER
    before_setup = True


class StaffButton(ViewButton):
    right = Right.STAFF


class StaffSelect(ViewSelect):
    right = Right.STAFF
