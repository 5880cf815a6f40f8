"""What the two sides press to say yes or no, from a direct message or the panel."""

from __future__ import annotations

from typing import Any

import discord

from bot.clock import LocalDate
from bot.i18n import Text, _
from bot.probono.rules import Again
from bot.probono.states import SuggestionState
from bot.probono.suggestion_views import Suggestion
from cogs.probono.suggestion_panel import OfSuggestion, actor
from cogs.shared import screens
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.press import Press


class AnswerButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:answer:{answer}"):
    """[Yes, I can help] [Not now] [No, not this one]."""

    answer: str

    async def press(self, press: Press) -> None:
        it = await press.hub.probono.asks.answer(
            press.community_id, self.suggestion_id, actor(press), SuggestionState(self.answer)
        )
        await press.answer(
            "\n".join(press.say(line) for line in _thanks(it)), view=HubView(*_next(press, it))
        )


def _thanks(it: Suggestion) -> list[Text]:
    match it.state:
        case SuggestionState.TAKEN:
            return [
                _(
                    "Thank you. Somebody else answered a moment earlier, so this is settled. "
                    "It does not count as a request to you."
                )
            ]
        case SuggestionState.NOT_NOW:
            return [_("Thank you for answering. You may be asked about it again later."), *_rest(it)]
        case SuggestionState.NO:
            return [_("Thank you for answering. You are not asked about this one again."), *_rest(it)]
        case _:
            return [
                _(
                    "Thank you very much. The organisation is asked now; as soon as it says yes too, you are "
                    "introduced to each other. Until then it does not learn your name."
                )
            ]


def _rest(it: Suggestion) -> list[Text]:
    if it.offer.resting_until is None:
        return []
    return [
        _(
            "Shall we leave you in peace for a while? You are not asked until {day}. "
            "If you would rather be asked, please press the button.",
            day=LocalDate(it.offer.resting_until),
        )
    ]


def _next(press: Press, it: Suggestion) -> list[discord.ui.Item[Any]]:
    if it.state in (SuggestionState.NOT_NOW, SuggestionState.NO):
        if it.offer.resting_until is not None:
            return [Door(press.say(_("Go on asking me")), f"suggestion:{it.id}:rest")]
        return []
    if it.state is SuggestionState.TAKEN:
        return []
    return [Door(press.say(_("Where we are")), f"suggestion:{it.id}:panel")]


class EndRestButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:rest"):
    """[Go on asking me], after two refusals."""

    async def press(self, press: Press) -> None:
        await press.hub.probono.asks.end_rest(press.community_id, self.suggestion_id, actor(press))
        await press.answer(_("Gladly. You are asked again when something fits, as often as you chose."))


class MeetButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:meet"):
    """[Yes, please introduce us], by the organisation."""

    async def press(self, press: Press) -> None:
        it = await press.hub.probono.introductions.meet(press.community_id, self.suggestion_id, actor(press))
        said = (
            _("Thank you. A private thread is opened for you both and the office in a moment.")
            if it.both_have_accounts
            else _("Thank you. The office introduces you to each other by mail within a few days.")
        )
        await press.answer(
            said, view=HubView(Door(press.say(_("Where we are")), f"suggestion:{it.id}:panel"))
        )


class DeclineButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:decline"):
    """[Not this time], by the organisation."""

    async def press(self, press: Press) -> None:
        await press.hub.probono.introductions.decline(press.community_id, self.suggestion_id, actor(press))
        await press.answer(
            _(
                "Noted. The person is told kindly that it does not "
                "come to a meeting; the office goes on looking."
            )
        )


class AgainButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:again:{answer}"):
    """The one question at the end."""

    answer: str

    async def press(self, press: Press) -> None:
        await press.hub.probono.ends.say_again(
            press.community_id, self.suggestion_id, actor(press), Again(self.answer)
        )
        await press.answer(_("Thank you for telling us. The office reads it; the other side does not."))


class AskOfficeButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:office"):
    """[Ask the office], from a direct message too."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await screens.show(screens.ASK_OFFICE, press)


ANSWER_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    AnswerButton,
    EndRestButton,
    MeetButton,
    DeclineButton,
    AgainButton,
    AskOfficeButton,
)
