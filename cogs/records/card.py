"""The public post of a record. Pure; no names are in it."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.attendance.rules import UNKNOWN, UNKNOWN_LABEL
from bot.i18n import Joined, Text, _, _n, joined
from bot.members.rules import Sector
from bot.outbox.notice import Notice
from bot.records.rules import EventRecord
from cogs.shared import limits
from cogs.shared.renderers import MessageParts, escape, fitted, headline, register

RECORD_COLOUR = 0x4A6FA5


def register_layouts() -> None:
    """Let the courier post records."""
    register("record_card", _render)


def _render(notice: Notice, *, lang: str, timezone: str, community_name: str | None = None) -> MessageParts:
    lines = [headline(notice.subject, lang, community_name)]
    lines += [paragraph.to(lang, escape) for paragraph in notice.paragraphs]
    return fitted(MessageParts(content="\n".join(lines), embed=record_embed(notice.facts, lang)))


def record_embed(record: EventRecord, lang: str) -> discord.Embed:
    """Summary, numbers, links; long summaries give way, links are never cut."""
    embed = discord.Embed(
        title=escape(record.event.title), description=escape(record.summary), colour=RECORD_COLOUR
    )
    for name, value in _numbers(record):
        embed.add_field(name=name.to(lang), value=value.to(lang), inline=False)
    for number, link in enumerate(record.article_urls, 1):
        embed.add_field(name=_("Article {number}", number=number).to(lang), value=link, inline=False)
    return limits.fit_embed(embed)


def _numbers(record: EventRecord) -> Iterator[tuple[Text, Text | Joined]]:
    if not record.total:
        return
    yield _("Participants"), _n("{count} person", "{count} people", count=record.total)
    groups: dict[str, Text] = {sector.value: sector.label for sector in Sector}
    groups[UNKNOWN] = UNKNOWN_LABEL
    told = [
        _("{group}: {people}", group=label, people=record.headcount[group])
        for group, label in groups.items()
        if record.headcount.get(group)
    ]
    if record.from_elsewhere:
        told.append(_("{group}: {people}", group=_("From other prefectures"), people=record.from_elsewhere))
    yield _("Where they come from"), joined(*told)
