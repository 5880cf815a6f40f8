"""What staff press on a question: write an answer, or say that it was settled another way."""

from __future__ import annotations

from typing import ClassVar

from bot.i18n import _
from bot.questions.rules import check_open
from cogs.questions.modals import AnswerForm, question_lines
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press


class AnswerButton(HubButton, template="question:{question_id:d}:answer"):
    """[Write an answer]: says at once, before anything is typed, when somebody else was faster."""

    question_id: int
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        question = await press.hub.questions.get(press.community_id, self.question_id)
        check_open(question)
        await press.open_form(AnswerForm(press, question))


class SettledButton(HubButton, template="question:{question_id:d}:close"):
    """[Settled another way]: asks once, because nobody is told and it cannot be taken back."""

    question_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        question = await press.hub.questions.get(press.community_id, self.question_id)
        check_open(question)

        async def close(press: Press) -> None:
            needs_staff(press)
            await press.hub.questions.close(press.community_id, question.id)
            await press.update(_("Marked as settled. Nobody was told."))

        lines = [
            _("Mark this question as settled another way? The person who asked is not told anything."),
            *question_lines(question),
        ]
        view = ConfirmView(press, _("It is settled"), _("Go back"), close)
        await press.answer("\n".join(press.say(line) for line in lines), view=view)
