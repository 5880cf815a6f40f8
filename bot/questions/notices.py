"""What the office reads of a question, and what the person who asked reads, composed when it is sent."""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.i18n import Text, _
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Action, Delivery, Kind, Notice
from bot.questions.queries import TopicOf, find
from bot.questions.rules import NoSuchQuestion, Question, QuestionState

ASKED = "question.asked"
ANSWERED = "question.answered"


def register(kinds: Kinds, topic_of: TopicOf) -> None:
    """Make the outbox able to carry questions to the office and answers to those who asked."""
    letters = _Letters(topic_of)
    kinds.register(
        Kind(ASKED, letters.post, title=_("Question to the office"), card=True),
        Kind(ANSWERED, letters.answer, title=_("Answer from the office")),
    )
    kinds.register_card("question", letters.card)


def card_of(question: Question) -> Notice:
    """The post in the staff channel as it is now; its buttons go when there is nothing left to do."""
    is_open = question.state is QuestionState.OPEN
    return Notice(
        _headline(question),
        layout="question_card",
        facts=question,
        actions=_todo(question) if is_open else (),
    )


def answer_action(question_id: int) -> Action:
    """[Write an answer]."""
    return Action("question", question_id, "answer", _("Write an answer"), "primary")


def _todo(question: Question) -> tuple[Action, ...]:
    settled = Action("question", question.id, "close", _("Settled another way"))
    return answer_action(question.id), settled


def _headline(question: Question) -> Text:
    match question.state:
        case QuestionState.FORGOTTEN:
            return _("This question was deleted because the person wished so.")
        case QuestionState.OPEN:
            return _("A question to the office from {name}", name=_asker(question))
        case _:
            return _("Done: a question from {name}", name=_asker(question))


def _asker(question: Question) -> str | Text:
    return question.asker or _("(name unknown)")


class _Letters:
    def __init__(self, topic_of: TopicOf) -> None:
        self._topic_of = topic_of

    async def card(self, tx: Tx, community_id: int, subject: str, now: datetime) -> Notice | None:
        try:
            return card_of(await find(tx, self._topic_of, community_id, int(subject.partition(":")[2])))
        except NoSuchQuestion:  # kept for a year; its post stays as it was
            return None

    async def post(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """The first posting, if the question still waits for somebody."""
        question = await self._find(tx, delivery)
        return card_of(question) if question.state is QuestionState.OPEN else None

    async def answer(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """The answer first: it is what the person waits for, and what must not be cut."""
        question = await self._find(tx, delivery)
        if question.state is not QuestionState.ANSWERED:
            return None
        about = (_("About: {title}", title=question.title),) if question.title else ()
        return Notice(
            _("The office has answered your question."),
            (
                _("{answer}", answer=question.answer),
                Text(""),
                *about,
                _("Your question was: {question}", question=question.question),
                _("You can read this again at any time with the button “My questions”."),
            ),
            actions=(
                Action("question", question.id, "again", _("Ask again")),
                Action("question", question.id, "mine", _("My questions")),
            ),
            is_discreet=question.is_sensitive,
        )

    async def _find(self, tx: Tx, delivery: Delivery) -> Question:
        question_id = int(delivery.subject.partition(":")[2])
        return await find(tx, self._topic_of, delivery.community_id, question_id)
