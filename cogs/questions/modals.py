"""The two forms: a question to the office, and its answer. What was typed is never lost by a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.i18n import Text, _, text_of
from bot.questions.rules import ANSWER_LENGTH, QUESTION_LENGTH, Question
from cogs.questions.lists import MyQuestions
from cogs.shared import screens
from cogs.shared.controls import HubModal, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


SHOWN, HIDDEN = "shown", "hidden"


async def ask(press: Press, *, about: str | None = None) -> None:
    """Open the form for a question; ``about`` is a subject such as ``event:12``."""
    await press.open_form(AskForm(press, about))


class AskForm(HubModal):
    """One box, and whether the office may know who asks. Without a name it is answered through a key."""

    is_anonymous = True

    def __init__(self, press: Press, about: str | None) -> None:
        super().__init__(press.say(_("Ask the office")))
        self._about = about
        self._community_id = press.community_id
        self._box = _box("question", QUESTION_LENGTH)
        self.add_item(
            discord.ui.Label(
                text=press.say(_("Your question")),
                description=press.say(_("It is read by the office only.")),
                component=self._box,
            )
        )
        self._name = discord.ui.RadioGroup[Any](
            custom_id="name",
            options=[
                discord.RadioGroupOption(
                    label=press.say(_("The office may know my name")),
                    value=SHOWN,
                    description=press.say(_("The answer comes as a direct message")),
                    default=True,
                ),
                discord.RadioGroupOption(
                    label=press.say(_("Without my name")),
                    value=HIDDEN,
                    description=press.say(_("You get a key, with which you read the answer")),
                ),
            ],
        )
        self.add_item(discord.ui.Label(text=press.say(_("My name")), component=self._name))

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id

    async def submitted(self, press: Press) -> None:
        typed = self._box.value
        if self._name.value == HIDDEN:
            await screens.show(screens.ANONYMOUS_QUESTION, press, typed)
            return
        try:
            question = await press.hub.questions.ask(
                press.community_id, press.user_id, press.display_name, typed, self._about
            )
        except UserError as no:
            await give_back(press, no, typed)
            return
        mine = MyQuestions(press.say(_("My questions")), question_id=question.id)
        await press.answer(_said(press, asked_lines(press, question)), view=HubView(mine))


class AnswerForm(HubModal):
    """The whole question above the box, so that it can be answered from the desk too."""

    right = Right.STAFF

    def __init__(self, press: Press, question: Question) -> None:
        super().__init__(press.say(_("Write an answer")))
        self._question_id = question.id
        self._box = _box("answer", ANSWER_LENGTH)
        self.add_item(discord.ui.TextDisplay(_said(press, question_lines(question))))
        self.add_item(
            discord.ui.Label(
                text=press.say(_("Your answer")),
                description=press.say(
                    _("Only the person who asked reads it. It is sent as soon as you submit.")
                ),
                component=self._box,
            )
        )

    async def submitted(self, press: Press) -> None:
        typed = self._box.value
        try:
            question = await press.hub.questions.answer(
                press.community_id, self._question_id, press.user_id, press.display_name, typed
            )
        except UserError as no:
            await give_back(press, no, typed)
            return
        await press.answer(_said(press, answered_lines(question)))


def asked_lines(press: Press, question: Question) -> list[Text]:
    """What happens next, in exact words, and what the office reads."""
    takes_dm = press.member is None or press.member.wants_dm
    lines = [_("Your question has reached the office."), ASKED_DM if takes_dm else ASKED_NO_DM]
    lines.append(_("“My questions” shows your questions and the answers at any time."))
    return [*lines, Text(""), *question_lines(question)]


ASKED_DM: Text = _(
    "The answer comes as a direct message from this bot. If your direct messages are closed, "
    "you read it here, alone, the next time you press one of the bot's buttons."
)
ASKED_NO_DM: Text = _(
    "You have chosen not to get direct messages: you read the answer here, alone, the next time you press "
    "one of the bot's buttons."
)


def answered_lines(question: Question) -> list[Text]:
    """To whom the answer goes, how, and what was sent."""
    return [
        _("Your answer is on its way to {name}.", name=question.asker or _("(name unknown)")),
        _(
            "It goes out as a direct message. If that is not possible, the person reads it at the next press "
            "of a button, and until then it stands in /outbox under “Not reached”."
        ),
        Text(""),
        _("Sent: {answer}", answer=question.answer),
    ]


def question_lines(question: Question) -> list[Text]:
    """What it is about, and the question itself."""
    about = [_("About: {title}", title=question.title)] if question.title else []
    return [*about, _("Question: {question}", question=question.question)]


async def give_back(press: Press, no: UserError, typed: str) -> None:
    """A refusal, and what had been written, so that nothing has to be typed twice."""
    lines = [text_of(no)]
    if typed.strip():
        lines += [Text(""), _("You had written: {typed}", typed=typed)]
    await press.answer(_said(press, lines))


def _said(press: Press, lines: list[Text]) -> str:
    return "\n".join(press.say(line) for line in lines)


def _box(name: str, most: int) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(custom_id=name, max_length=most, style=discord.TextStyle.paragraph)
