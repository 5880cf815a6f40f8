"""What may be written, and when a question still waits for an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from bot.i18n import text_of
from bot.questions.rules import (
    AlreadyAnswered,
    AlreadySettled,
    NothingWritten,
    Question,
    QuestionState,
    QuestionWasForgotten,
    TooMuchWritten,
    check_open,
    read_text,
)

THEN = datetime(2026, 12, 1, 3, tzinfo=UTC)
OPEN = Question(
    id=1,
    community_id=1,
    asker="はる",
    question="駐車場はありますか。",
    answer=None,
    answered_by=None,
    title=None,
    is_sensitive=False,
    revision=1,
    asked_at=THEN,
    closed_at=None,
    timezone="Asia/Tokyo",
)
ANSWERED = replace(OPEN, answer="はい。", answered_by="あおい", closed_at=THEN)
SETTLED = replace(OPEN, closed_at=THEN)
FORGOTTEN = replace(OPEN, asker=None, question=None, closed_at=THEN)


@given(st.text(max_size=30))
def test_what_is_read_is_what_was_written_without_its_blank_edges(typed: str) -> None:
    if typed.strip():
        assert read_text(typed, 30) == typed.strip()
    else:
        with pytest.raises(NothingWritten):
            read_text(typed, 30)


def test_one_sign_too_many_is_refused_with_the_limit() -> None:
    assert read_text("あ" * 1000, 1000)
    with pytest.raises(TooMuchWritten) as refused:
        read_text("あ" * 1001, 1000)
    assert "1000文字" in text_of(refused.value).to("ja")


@pytest.mark.parametrize(
    ("question", "state", "refusal"),
    [
        (OPEN, QuestionState.OPEN, None),
        (ANSWERED, QuestionState.ANSWERED, AlreadyAnswered),
        (replace(ANSWERED, answered_by=None), QuestionState.ANSWERED, AlreadyAnswered),
        (SETTLED, QuestionState.SETTLED, AlreadySettled),
        (FORGOTTEN, QuestionState.FORGOTTEN, QuestionWasForgotten),
    ],
)
def test_only_an_open_question_can_be_answered(
    question: Question, state: QuestionState, refusal: type[Exception] | None
) -> None:
    assert question.state is state
    if refusal is None:
        check_open(question)
    else:
        with pytest.raises(refusal):
            check_open(question)


@pytest.mark.parametrize(("name", "said"), [("あおい", "あおい さん"), (None, "事務局 さん")])
def test_the_second_one_reads_who_was_first_and_when(name: str | None, said: str) -> None:
    with pytest.raises(AlreadyAnswered) as refused:
        check_open(replace(ANSWERED, answered_by=name))
    told = text_of(refused.value).to("ja")
    assert said in told
    assert "2026年12月1日（火）12:00" in told
