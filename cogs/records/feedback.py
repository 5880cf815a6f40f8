"""Two questions to those who came, and what staff read of the answers: words and numbers, never names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import discord

from bot.i18n import Text, _, _n
from bot.records.rules import SCORES, WORDS_LENGTH, FeedbackSeen
from cogs.shared.controls import HubButton, HubModal
from cogs.shared.paging import show_pages
from cogs.shared.permissions import Right
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

SCORE_LABELS: dict[int, Text] = {
    5: _("5: I am very glad I came"),
    4: _("4: I am glad I came"),
    3: _("3: Neither good nor bad"),
    2: _("2: Not so good"),
    1: _("1: Not good at all"),
}


class GiveFeedback(HubButton, template="feedback:{event_id:d}:open"):
    """[Answer two questions] under the thanks."""

    event_id: int
    opens_form = True

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.events.community_of(self.event_id)

    async def press(self, press: Press) -> None:
        await press.hub.feedback.ask(press.community_id, press.user_id, self.event_id)
        await press.open_form(FeedbackForm(press, self.event_id))


class ReadFeedback(HubButton, template="feedback:{event_id:d}:read"):
    """[Read the feedback]."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        seen = await press.hub.feedback.read(press.community_id, self.event_id)
        title = _("Feedback: {title}", title=seen.event.title)
        await show_pages(press, title, _lines(press, seen), per_page=10, right=Right.STAFF)


FEEDBACK_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (GiveFeedback, ReadFeedback)


class FeedbackForm(HubModal):
    """How it was, from 1 to 5, and a few words if one likes."""

    def __init__(self, press: Press, event_id: int) -> None:
        super().__init__(press.say(_("Two questions")))
        self._event_id = event_id
        self._score = discord.ui.RadioGroup[Any](
            custom_id="score",
            options=[
                discord.RadioGroupOption(label=press.say(label), value=str(score))
                for score, label in SCORE_LABELS.items()
            ],
        )
        self._words = discord.ui.TextInput[Any](
            custom_id="words",
            required=False,
            max_length=WORDS_LENGTH,
            style=discord.TextStyle.paragraph,
        )
        self.add_item(discord.ui.Label(text=press.say(_("How was it?")), component=self._score))
        self.add_item(
            discord.ui.Label(
                text=press.say(_("What would you like to tell the office?")),
                description=press.say(_("May stay empty. The office reads it without your name.")),
                component=self._words,
            )
        )

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.events.community_of(self._event_id)

    async def submitted(self, press: Press) -> None:
        await press.hub.feedback.give(
            press.community_id, press.user_id, self._event_id, int(self._score.value or 0), self._words.value
        )
        await press.answer(
            _("Thank you very much. Your answer is stored without your name, and the office reads it.")
        )


def _lines(press: Press, seen: FeedbackSeen) -> list[str]:
    lines: list[Text] = [_n("{count} answer", "{count} answers", count=seen.answers)]
    if seen.scores is not None:
        average = sum(score * number for score, number in seen.scores.items()) / seen.answers
        lines.append(_("Average: {average} of 5", average=f"{average:.1f}"))
        lines += [
            _n(
                "{score} ({count} person)",
                "{score} ({count} people)",
                score=SCORE_LABELS[score],
                count=seen.scores[score],
            )
            for score in reversed(SCORES)
        ]
    elif seen.answers:
        lines.append(_("Numbers are shown from three answers on."))
    lines += [_("・{line}", line=words) for words in seen.words]
    return [press.say(line) for line in lines]
