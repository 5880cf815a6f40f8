"""Passing buttons and menus for the office; the right is checked again at each press."""

from __future__ import annotations

from bot.seeds.tools import Actor
from cogs.shared.controls import ViewButton, ViewSelect
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class StaffButton(ViewButton):
    right = Right.STAFF


class StaffMenu(ViewSelect):
    right = Right.STAFF


def actor_of(press: Press) -> Actor:
    return Actor(press.user_id, press.display_name)
