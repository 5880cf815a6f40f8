"""The people of the town, as the list on the page shows them."""

from __future__ import annotations

from typing import Any

from bot.i18n import C_, Text, _
from bot.sandbox.page.residents import ABOUT_NEWCOMER, Resident
from bot.sandbox.page.views.eyes import BOT_NAME, Eyes

OFFICE, MEMBERS, NEW = C_("people", "Office"), C_("people", "Members"), C_("people", "New here")
ABOUT_BOT = _("The real bot")
HUE_STEP = 47
"""Degrees between the colours of two neighbours in the list; prime to 360, so that none comes twice soon."""

Person = dict[str, Any]


def person(eyes: Eyes, user_id: int) -> Person:
    """One author or reader, whoever it is."""
    resident = eyes.town.resident(user_id)
    if resident is not None:
        return _resident(eyes, resident)
    is_bot = user_id == eyes.backend.bot_user.id
    name = eyes.words(BOT_NAME) if is_bot else eyes.backend.get_user(user_id).name
    about = eyes.words(ABOUT_BOT) if is_bot else ""
    return _card(user_id, name, about, hue=210, is_bot=is_bot)


def groups(eyes: Eyes) -> list[dict[str, Any]]:
    """Everybody whom one can be, by group; the office first."""
    return [
        {"name": eyes.words(heading), "people": [_resident(eyes, each) for each in members]}
        for heading, members in _sorted(eyes.town.residents)
        if members
    ]


def _sorted(residents: list[Resident]) -> list[tuple[Text, list[Resident]]]:
    new = [each for each in residents if each.about is ABOUT_NEWCOMER]
    office = [each for each in residents if each.is_office]
    return [
        (OFFICE, office),
        (NEW, new),
        (MEMBERS, [each for each in residents if each not in new and each not in office]),
    ]


def _resident(eyes: Eyes, resident: Resident) -> Person:
    actor, town = resident.actor, eyes.town
    held = eyes.backend.get_guild(eyes.guild.id).members.get(actor.id)
    roles = [eyes.names.roles[each] for each in held.role_ids if each in eyes.names.roles] if held else []
    conversation = eyes.backend.dm_channels.get(actor.id)
    unread = town.reading.unread(actor.id, conversation, eyes.backend) if conversation else 0
    return _card(actor.id, resident.name, eyes.words(resident.about), hue=town.residents.index(resident)) | {
        "roles": roles,
        "unread": unread,
        "dms_closed": actor.id in town.has_closed_dms,
    }


def _card(user_id: int, name: str, about: str, *, hue: int, is_bot: bool = False) -> Person:
    return {
        "id": str(user_id),
        "name": name,
        "about": about,
        "roles": [],
        "unread": 0,
        "dms_closed": False,
        "initials": name[:1],
        "hue": hue * HUE_STEP % 360,
        "is_bot": is_bot,
    }
