"""The post of a question in the staff channel. Pure; it never shows the answer, which is for one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import discord

from bot.clock import Moment
from bot.i18n import C_, Raw, Text, _
from bot.outbox.notice import Notice
from bot.questions.rules import Question, QuestionState
from cogs.shared import limits
from cogs.shared.renderers import MessageParts, buttons, escape, headline, register

OPEN_COLOUR = 0xB7791F
DONE_COLOUR = 0x7A7A7A


def register_layouts() -> None:
    """Let the courier post questions."""
    register("question_card", _render)


def _render(notice: Notice, *, lang: str, timezone: str, community_name: str | None = None) -> MessageParts:
    question: Question = notice.facts
    return MessageParts(
        content=headline(notice.subject, lang, community_name),
        embed=None if question.question is None else _embed(question, question.question, lang),
        view=buttons(notice.actions, lang),
    )


def _embed(question: Question, words: str, lang: str) -> discord.Embed:
    is_open = question.state is QuestionState.OPEN
    embed = discord.Embed(description=escape(words), colour=OPEN_COLOUR if is_open else DONE_COLOUR)
    for name, value in _facts(question):
        embed.add_field(name=name.to(lang), value=value.to(lang, escape), inline=False)
    return limits.fit_embed(embed)


def _facts(question: Question) -> Iterator[tuple[Text, Text]]:
    if question.title:
        yield C_("question", "About"), _("{title}", title=question.title)
    yield C_("question", "Asked"), _when(question, question.asked_at)
    if question.closed_at is None:
        return
    moment = Moment(question.closed_at, question.tz)
    match question.state, question.answered_by:
        case QuestionState.SETTLED, _name:
            yield C_("question", "Done"), _("Settled another way, {moment}", moment=moment)
        case _state, None:
            yield C_("question", "Done"), _("Answered, {moment}", moment=moment)
        case _state, name:
            yield C_("question", "Done"), _("Answered by {name}, {moment}", name=name, moment=moment)


def _when(question: Question, at: datetime) -> Text:
    relative = Raw(discord.utils.format_dt(at, "R"))
    return _("{moment} ({relative})", moment=Moment(at, question.tz), relative=relative)
