"""What stands on the page of /handover. It names no link, no token and no path, whoever reads it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.clock import Moment
from bot.desk.handover import HandoverPage
from bot.desk.view import DeskView
from bot.desk.words import heading
from bot.events.notice_lines import mode_name
from bot.events.rules import Event, ModeSeats
from bot.i18n import Raw, Text, _, _n
from cogs.desk.holders import Holders, find_holders
from cogs.shared import limits
from cogs.shared.press import Press
from cogs.shared.server_settings import more_settings

MEETINGS_SHOWN = 5
TITLE_LENGTH = 60
"""Of a meeting: five of them fit into one field."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on the page, as of now."""

    page: HandoverPage
    holders: Holders
    meetings: tuple[Event, ...]
    desk: DeskView
    newest_backup: datetime | None
    sees_backups: bool


async def read_handover(press: Press) -> Facts:
    """Read the page, and ask Discord who holds the staff role now."""
    hub, community = press.hub, press.community
    page = await hub.handover.page(community.id)
    holders = await find_holders(press, page.colleagues)
    if holders.count is not None:
        await hub.rollcall.keep_staff_count(community.id, holders.count)
    return Facts(
        page=page,
        holders=holders,
        meetings=tuple(await hub.events.upcoming(community.id, is_staff=True, limit=MEETINGS_SHOWN)),
        desk=await hub.desk.lines(community.id),
        # in a thread: the folder may be on a disk that answers slowly
        newest_backup=await asyncio.to_thread(hub.backups.newest),
        sees_backups=hub.backups.is_checked,
    )


def handover_embed(press: Press, facts: Facts) -> discord.Embed:
    """The page in the reader's language."""
    intro = _(
        "Everything needed to go on, on one page that only you see. It holds no password and no link. "
        "Whoever gets the staff role can do all of this at once; take the role away from whoever leaves."
    )
    embed = discord.Embed(
        title=press.say(_("Handing over: {community}", community=press.community.name)),
        description=press.say(intro),
    )
    for name, lines in (
        (_("Settings"), _settings(press)),
        (_("Who has the staff role"), _staff(press, facts)),
        (
            _("Next events"),
            [_meeting(event) for event in facts.meetings] or [_("No event is announced at the moment.")],
        ),
        (_("What leaves next by itself"), _scheduled(press, facts.page)),
        (_("What waits for the office"), [heading(facts.desk)]),
        (_("Last backup of the data"), [_backup(press, facts)]),
        (_("Whom to call about the machine"), [_contact(facts.page)]),
    ):
        embed.add_field(
            name=press.say(name), value="\n".join(press.say(each) for each in lines), inline=False
        )
    return embed


def _settings(press: Press) -> list[Text]:
    known = press.community
    lines = [
        _("Announcements: {channel}", channel=Raw(f"<#{known.announce_channel_id}>")),
        _("Staff channel: {channel}", channel=Raw(f"<#{known.staff_channel_id}>")),
        _("Staff role: {role}", role=Raw(f"<@&{known.staff_role_id}>")),
    ]
    lines += [_("{name}: {value}", name=name, value=value) for name, value in more_settings(known)]
    return [*lines, _("“Manage Server” is needed to change them: /setup.")]


def _staff(press: Press, facts: Facts) -> list[Text]:
    tz = press.community.tz
    lines = [_counted(facts)]
    lines += [
        _("・{name} (last active {moment})", name=each.name, moment=Moment(each.seen_at, tz))
        for each in facts.holders.certain
    ]
    lines += [_("・{name} (Discord could not be asked)", name=each.name) for each in facts.holders.unasked]
    return [*lines, _("Others may have it too. Everybody who has it: Server Settings → Roles → Members.")]


def _counted(facts: Facts) -> Text:
    count = facts.page.staff_count if facts.holders.count is None else facts.holders.count
    if count is None:
        return _("The bot may not count who has it; these used it lately:")
    return _n("{count} person has it.", "{count} people have it.", count=count)


def _meeting(event: Event) -> Text:
    return _(
        "・{moment} {title}: {seats}",
        moment=Moment(event.starts_at, event.tz),
        title=limits.clip(event.title, TITLE_LENGTH),
        seats=_seats(event),
    )


def _seats(event: Event) -> Text:
    texts = [_taken(seats) for seats in event.seats.values()]
    return texts[0] if len(texts) == 1 else _("{venue} / {online}", venue=texts[0], online=texts[1])


def _taken(seats: ModeSeats) -> Text:
    mode = mode_name(seats.mode)
    if seats.capacity is None:
        return _("{mode} {taken}", mode=mode, taken=seats.taken)
    if seats.waiting:
        return _(
            "{mode} {taken} of {capacity}, {waiting} waiting",
            mode=mode,
            taken=seats.taken,
            capacity=seats.capacity,
            waiting=seats.waiting,
        )
    return _("{mode} {taken} of {capacity}", mode=mode, taken=seats.taken, capacity=seats.capacity)


def _scheduled(press: Press, page: HandoverPage) -> list[Text]:
    tz = press.community.tz
    lines = [
        _n(
            "・{moment} {title}",
            "・{moment} {title}, {count} times",
            moment=Moment(each.due_at, tz),
            title=each.title,
            count=each.count,
        )
        for each in page.scheduled
    ]
    return [*lines, _("All of it, and how to stop one: /outbox")] if lines else [_("Nothing at the moment.")]


def _backup(press: Press, facts: Facts) -> Text:
    if not facts.sees_backups:
        return _("The bot cannot see it here. Please ask the person who looks after the machine.")
    if facts.newest_backup is None:
        return _("None yet. Please ask the person who looks after the machine.")
    return _("{moment}", moment=Moment(facts.newest_backup, press.community.tz))


def _contact(page: HandoverPage) -> Text:
    if page.machine_contact is None:
        return _("Nobody is written here yet. Please press “Write whom to call”.")
    return _("{contact}", contact=page.machine_contact)
