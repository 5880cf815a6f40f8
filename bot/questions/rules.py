"""What a question to the office is, what may be written, and when it can still be answered. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import Moment
from bot.errors import N_, UserError
from bot.i18n import C_, Text

QUESTION_LENGTH = 1000
ANSWER_LENGTH = 1500
"""Both together, and every sign of them escaped, stay readable in one message of Discord's."""
DOUBLE_PRESS = timedelta(minutes=1)
"""The same words of the same person within this time are one question."""
KEPT = timedelta(days=365)
"""How long a question and its answer are kept, counted from when it was asked."""


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"
    FORGOTTEN = "forgotten"

    @property
    def label(self) -> Text:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    QuestionState.OPEN: C_("question", "waiting for an answer"),
    QuestionState.ANSWERED: C_("question", "answered"),
    QuestionState.SETTLED: C_("question", "settled another way"),
    QuestionState.FORGOTTEN: C_("question", "deleted"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the office and the person who asked see it.

    ``title`` is that of what it is about, if it is about something; ``is_sensitive`` if that is. Names and
    texts are None where they are not known or were deleted. Moments are aware UTC; ``timezone`` is the
    community's.
    """

    id: int
    community_id: int
    asker: str | None
    question: str | None
    answer: str | None
    answered_by: str | None
    title: str | None
    is_sensitive: bool
    revision: int
    asked_at: datetime
    closed_at: datetime | None
    timezone: str

    @property
    def state(self) -> QuestionState:
        if self.question is None:
            return QuestionState.FORGOTTEN
        if self.closed_at is None:
            return QuestionState.OPEN
        return QuestionState.SETTLED if self.answer is None else QuestionState.ANSWERED

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def subject_of(question_id: int) -> str:
    return f"question:{question_id}"


class NoSuchQuestion(UserError):
    """Unknown here, of another community, or gone after a year: all are answered alike."""

    sentence = N_(
        "This question is not here: questions are kept for one year. "
        "With “Ask the office” on the home panel you can ask anew at any time."
    )


class NothingWritten(UserError):
    sentence = N_(
        "Nothing was written, so nothing was sent. Please press the button again and write a few words."
    )


class TooMuchWritten(UserError):
    sentence = N_(
        "This is too long for one message: please write at most {most} characters. Nothing was sent."
    )


class AlreadyAnswered(UserError):
    sentence = N_(
        "{name} answered this question on {moment}, so nothing more was sent. "
        "If something is still missing, please talk to the person directly."
    )


class AlreadySettled(UserError):
    sentence = N_(
        "This question was marked as settled another way on {moment}. There is nothing left to do, "
        "and nothing was sent."
    )


class QuestionWasForgotten(UserError):
    sentence = N_(
        "This question was deleted because the person wished so. There is nothing left to do, "
        "and nothing was sent."
    )


def read_text(typed: str, most: int) -> str:
    """What somebody wrote, without blank edges; raises `NothingWritten` or `TooMuchWritten`."""
    text = typed.strip()
    if not text:
        raise NothingWritten
    if len(text) > most:
        raise TooMuchWritten(most=most)
    return text


def check_open(question: Question) -> None:
    """Raise what tells the office why this question needs nobody any more."""
    if question.closed_at is None:
        return
    moment = Moment(question.closed_at, question.tz)
    match question.state:
        case QuestionState.ANSWERED:
            raise AlreadyAnswered(
                name=question.answered_by or C_("question", "Somebody of the office"), moment=moment
            )
        case QuestionState.SETTLED:
            raise AlreadySettled(moment=moment)
        case _:
            raise QuestionWasForgotten
