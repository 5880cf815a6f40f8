"""A line of the outbox in words. Pure; shows a name only where `Subjects` gives one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import discord

from bot.clock import Moment
from bot.i18n import Text, _, _n
from bot.outbox.trays import Line
from cogs.admin.reasons import reason_text
from cogs.admin.subjects import Subjects
from cogs.shared.press import Press


def line_text(line: Line, subjects: Subjects, tz: ZoneInfo) -> Text:
    """One line of a list: what, about what, to whom, when or why not."""
    return _(
        "・{title} / {about}{who} / {state}",
        title=line.title,
        about=_about(line, subjects),
        who=who(line, subjects),
        state=_state(line, tz),
    )


def detail_of(press: Press, line: Line, subjects: Subjects) -> discord.Embed:
    """Everything staff may know of one line."""
    tz = press.community.tz
    embed = discord.Embed(
        title=press.say(_("{title}", title=line.title)),
        description=press.say(_("{about}{who}", about=_about(line, subjects), who=who(line, subjects))),
    )
    facts: list[tuple[Text, Text]] = [
        (_("Planned for"), _("{moment}", moment=Moment(line.due_at, tz))),
        (_("Tries so far"), _n("{count} time", "{count} times", count=line.attempts)),
    ]
    if line.reason:
        facts.append((_("What happened"), reason_text(line.reason)))
    if line.is_doubtful:
        facts.append(
            (_("Please note"), _("It may have arrived after all. Sent again, it could arrive twice."))
        )
    for name, value in facts:
        embed.add_field(name=press.say(name), value=press.say(value), inline=False)
    return embed


def who(line: Line, subjects: Subjects) -> Text:
    """To whom. A post without a mention is posted, it tells nobody in particular."""
    if line.is_post and line.member_id is None:
        return _("posted in the channel")
    name = subjects.name_for(line)
    if line.is_post:
        return (
            _("mention of {name} in the thread", name=name)
            if name
            else _("mention of one person in the thread")
        )
    return _("to {name}", name=name) if name else _("to one person")


def _about(line: Line, subjects: Subjects) -> Text:
    title = subjects.titles.get(line.subject)
    return _("“{event}”, ", event=title) if title else Text("")


def _state(line: Line, tz: ZoneInfo) -> Text:
    moment = Moment(line.due_at, tz)
    if line.is_being_sent:
        return _("being sent now")
    if line.reason is None:
        return _("due {moment}", moment=moment)
    return _("{moment}: {reason}", moment=moment, reason=reason_text(line.reason))
