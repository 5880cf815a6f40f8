"""A message to many as the office sees it before and after it left. Pure."""

from __future__ import annotations

import discord

from bot.clock import Moment
from bot.i18n import Text, _, _n, joined
from bot.mailing.broadcast_rules import Broadcast, BroadcastState, Counts, Progress
from cogs.shared.press import Press


def embed_of(press: Press, broadcast: Broadcast, meeting: str | None, done: Text | None) -> discord.Embed:
    """The words as they will be read, to whom they go, and how far they have come."""
    shown = press.say(_("{text}", text=broadcast.body))
    if done is not None:
        shown = f"{press.say(done)}\n\n{shown}"
    embed = discord.Embed(title=press.say(_("{title}", title=broadcast.title)), description=shown)
    facts: list[tuple[Text, str]] = [
        (_("State"), press.say(_state(broadcast))),
        (_("To"), _to(press, broadcast, meeting)),
    ]
    if broadcast.state is BroadcastState.SENT:
        for way, progress in broadcast.progress.items():
            facts.append((_WAYS[way], press.say(progress_line(progress))))
    else:
        facts.append((_("It would go out as"), press.say(counts_line(broadcast.counts))))
    if broadcast.author_name:
        facts.append((_("Written by"), press.say(_("{name}", name=broadcast.author_name))))
    for name, value in facts:
        embed.add_field(name=press.say(name), value=value, inline=False)
    return embed


def counts_line(counts: Counts) -> Text:
    """How many by which way, from the wishes of now."""
    line = _(
        "channel {channel}, mail {mail}, DM {dm}", channel=counts.channel, mail=counts.mail, dm=counts.dm
    )
    if not counts.nowhere:
        return line
    unreached = _n(
        "{count} person can be reached by no way now and sees it at the next press",
        "{count} people can be reached by no way now and see it at the next press",
        count=counts.nowhere,
    )
    return _("{line}; {more}", line=line, more=unreached)


def progress_line(progress: Progress) -> Text:
    """What was sent, waits, failed."""
    parts = [
        _("sent {count}", count=progress.sent),
        _("waiting {count}", count=progress.waiting),
        _("failed {count}", count=progress.failed),
    ]
    if progress.unknown:
        parts.append(_("unknown whether it arrived {count}", count=progress.unknown))
    if progress.dropped:
        parts.append(_("no longer wanted {count}", count=progress.dropped))
    return _("{list}", list=joined(*parts))


def _state(broadcast: Broadcast) -> Text:
    at = broadcast.sent_at or broadcast.leaves_at
    if at is None:
        return broadcast.state.label
    return _("{state}: {moment}", state=broadcast.state.label, moment=Moment(at, broadcast.tz))


def _to(press: Press, broadcast: Broadcast, meeting: str | None) -> str:
    if broadcast.event_id is not None:
        return press.say(_("The people of “{title}”, each personally", title=meeting or "?"))
    parts = []
    if broadcast.channel_id is not None:
        parts.append(f"<#{broadcast.channel_id}>")
    if broadcast.by_mail:
        parts.append(press.say(_("Mail to everybody who gets new events by mail")))
    if broadcast.by_dm:
        parts.append(press.say(_("DM to everybody who chose that for new events")))
    return "\n".join(parts) or press.say(_("Nobody yet"))


_WAYS = {"place": _("Channel"), "mail": _("Mail"), "dm": _("Direct messages")}
