"""One's own questions and their answers: private answers vanish, these are one press away at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.clock import Moment, shorten
from bot.i18n import Text, _
from bot.questions.rules import Question, QuestionState
from cogs.shared.controls import HubButton, HubView
from cogs.shared.paging import pages_of
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

LATEST_SHOWN = 3
ONE_LINE = 40
"""Characters of a question in the short list."""


class OfQuestion:
    """A control that names a question, and through it the community: it works in direct messages too."""

    question_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.questions.community_of(self.question_id)


class MyQuestions(OfQuestion, HubButton, template="question:{question_id:d}:mine"):
    """[My questions]: all of them, whichever it names."""

    async def press(self, press: Press) -> None:
        page = await _page(press, 1)
        await press.answer(page.words, embed=page.embed, view=page.view)


class TurnPage(OfQuestion, HubButton, template="question:{question_id:d}:page:{page:d}"):
    """[Previous] and [Next] under one's own questions."""

    page: int
    updates = True

    async def press(self, press: Press) -> None:
        page = await _page(press, self.page)
        await press.update(page.words, embed=page.embed, view=page.view)


@dataclass(frozen=True, slots=True)
class _Page:
    words: Text | None = None
    embed: discord.Embed | None = None
    view: HubView | None = None


async def _page(press: Press, number: int) -> _Page:
    """This person's questions with the answers, the latest first; ``number`` counts from 1."""
    questions = await press.hub.questions.mine(press.community_id, press.user_id)
    if not questions:
        return _Page(_("You have not asked the office anything yet."))
    lines = [press.say(line) for question in questions for line in (*mine_lines(question), Text(""))]
    pages = pages_of(lines)
    number = min(max(number, 1), len(pages))
    embed = discord.Embed(title=press.say(_("My questions")), description=pages[number - 1])
    if len(pages) == 1:
        return _Page(embed=embed)
    embed.set_footer(text=press.say(_("Page {page} of {pages}", page=number, pages=len(pages))))
    turns = ((_("Previous"), number - 1), (_("Next"), number + 1))
    view = HubView(
        *(
            TurnPage(
                press.say(label), disabled=not 1 <= to <= len(pages), question_id=questions[0].id, page=to
            )
            for label, to in turns
        )
    )
    return _Page(embed=embed, view=view)


async def show_latest(press: Press) -> None:
    """Below something else: where the last questions stand; nothing for somebody who never asked."""
    questions = await press.hub.questions.mine(press.community_id, press.user_id, limit=LATEST_SHOWN)
    if not questions:
        return
    lines = [_("**My questions to the office**"), *(_state_line(question) for question in questions)]
    view = HubView(MyQuestions(press.say(_("My questions")), question_id=questions[0].id))
    await press.answer("\n".join(press.say(line) for line in lines), view=view)


def mine_lines(question: Question) -> list[Text]:
    """Two blocks, so that the longest question and the longest answer each fit into one page."""
    about = _("About: {title}", title=question.title) if question.title else None
    asked = _(
        "**{moment}** ({state})\n{question}",
        moment=Moment(question.asked_at, question.tz),
        state=question.state.label,
        question=question.question,
    )
    if about is not None:
        asked = _("{asked}\n{about}", asked=asked, about=about)
    match question.state:
        case QuestionState.ANSWERED:
            return [asked, _("→ Answer from the office: {answer}", answer=question.answer)]
        case QuestionState.OPEN:
            return [asked, _("→ The office has not answered yet.")]
        case _:
            return [
                asked,
                _("→ The office has marked it as settled. If something is missing, please ask again."),
            ]


def _state_line(question: Question) -> Text:
    return _(
        "・{question} ({state})",
        question=shorten(question.question or "", ONE_LINE),
        state=question.state.label,
    )
