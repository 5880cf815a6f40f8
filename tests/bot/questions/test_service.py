"""Asking, answering, settling, reading again, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.outbox.couriers import WayClosed
from bot.questions.notices import ANSWERED, ASKED
from bot.questions.rules import (
    AlreadyAnswered,
    AlreadySettled,
    NoSuchQuestion,
    NothingWritten,
    QuestionState,
    TooMuchWritten,
)
from tests.bot.questions.office import (
    HARU,
    MIDORI,
    STAFF_ONE,
    STAFF_TWO,
    STRANGE,
    Office,
    buttons_of,
    text_of,
)
from tests.kit.meetings import COMMUNITY, FORM


async def test_a_question_is_posted_for_the_office_and_its_answer_goes_to_one_person(office: Office) -> None:
    event = await office.meetings.announce()
    question = await office.ask(about=event.subject)
    assert (question.asker, question.title) == ("はる", "12月の情報交換会")
    await office.tick()
    (post,) = [notice for notice in office.posted() if notice.layout == "question_card"]
    assert "はる" in text_of(post)
    assert buttons_of(post) == ["question:1:answer", "question:1:close"]
    assert office.told() == []

    await office.answer(question)
    await office.tick(minutes=1)
    (letter,) = office.told()
    assert "はい、3台分あります。" in text_of(letter)
    assert "駐車場はありますか。" in text_of(letter)
    assert "「12月の情報交換会」について" in text_of(letter)
    assert "あおい" not in text_of(letter), "the office answers, not one of its people"
    assert buttons_of(letter) == ["question:1:again", "question:1:mine"]
    assert not letter.is_discreet
    edited = [notice for _place, _message, notice in office.courier.edits if notice.layout == "question_card"]
    assert (edited[-1].actions, edited[-1].facts.answered_by) == ((), "事務局 あおい")


async def test_the_answer_is_kept_and_read_again_the_latest_first(office: Office) -> None:
    await office.answer(await office.ask("一つ目"))
    await office.tick(days=1)
    await office.ask("二つ目")
    await office.ask("よその質問", MIDORI)
    assert [(each.question, each.answer, each.state) for each in await office.mine()] == [
        ("二つ目", None, QuestionState.OPEN),
        ("一つ目", "はい、3台分あります。", QuestionState.ANSWERED),
    ]
    waiting = await office.hub.questions.open_questions(COMMUNITY)
    assert [each.question for each in waiting] == ["二つ目", "よその質問"]
    assert await office.hub.questions.mine(STRANGE, HARU) == []
    assert await office.hub.questions.open_questions(STRANGE) == []


async def test_a_rehearsal_or_a_meeting_of_elsewhere_is_not_named(office: Office) -> None:
    draft = await office.hub.drafts.start(STRANGE, 1, "事務局", FORM)
    theirs = await office.hub.events.announce(STRANGE, draft.id)
    draft = await office.hub.drafts.start(COMMUNITY, 1, "事務局", FORM, is_rehearsal=True)
    rehearsed = await office.hub.events.announce(COMMUNITY, draft.id)
    for about in (theirs.subject, rehearsed.subject, "event:987654", "seed:1"):
        question = await office.ask(f"{about} のことです", about=about)
        assert question.title is None
    assert {row.about for row in await office.rows()} == {None}


@pytest.mark.parametrize("text", ["", " \n\u3000"])
async def test_nothing_written_is_refused_and_stores_nothing(office: Office, text: str) -> None:
    with pytest.raises(NothingWritten):
        await office.ask(text)
    question = await office.ask()
    with pytest.raises(NothingWritten):
        await office.answer(question, text)
    with pytest.raises(TooMuchWritten):
        await office.ask("あ" * 1001)
    with pytest.raises(TooMuchWritten):
        await office.answer(question, "あ" * 1501)
    assert [row.closed_at for row in await office.rows()] == [None]


async def test_the_same_words_within_a_minute_are_one_question(office: Office) -> None:
    asked = await asyncio.gather(*(office.ask() for _ in range(8)))
    assert {question.id for question in asked} == {1}
    assert len(await office.planned(ASKED)) == 1
    await office.ask("ほかの質問")
    await office.ask(person=MIDORI)
    event = await office.meetings.announce()
    await office.ask(about=event.subject)
    assert len(await office.rows()) == 4
    office.meetings.hands.move(timedelta(minutes=1))
    await office.ask()
    assert len(await office.rows()) == 5


async def test_what_is_settled_another_way_is_told_to_nobody(office: Office) -> None:
    question = await office.ask()
    await office.tick()
    settled = await office.hub.questions.close(COMMUNITY, question.id)
    assert settled.state is QuestionState.SETTLED
    await office.tick(minutes=1)
    assert office.told() == []
    assert office.courier.edits[-1][2].actions == ()
    for late in (office.answer(question), office.hub.questions.close(COMMUNITY, question.id)):
        with pytest.raises(AlreadySettled):
            await late
    assert await office.planned(ANSWERED) == []


async def test_who_comes_second_is_told_who_was_first(office: Office) -> None:
    question = await office.ask()
    await office.answer(question)
    with pytest.raises(AlreadyAnswered) as refused:
        await office.answer(question, "いいえ。", STAFF_TWO)
    assert refused.value.args_for_text["name"] == "事務局 あおい"
    with pytest.raises(AlreadyAnswered):
        await office.hub.questions.close(COMMUNITY, question.id)
    assert [row.answer for row in await office.rows()] == ["はい、3台分あります。"]
    assert len(await office.planned(ANSWERED)) == 1


async def test_a_question_of_elsewhere_is_as_unknown_as_one_that_never_was(office: Office) -> None:
    question = await office.ask()
    for question_id in (question.id, 987_654):
        for use in (
            office.hub.questions.get(STRANGE, question_id),
            office.hub.questions.answer(STRANGE, question_id, STAFF_ONE, "よその事務局", "はい"),
            office.hub.questions.close(STRANGE, question_id),
        ):
            with pytest.raises(NoSuchQuestion):
                await use
    assert await office.hub.questions.community_of(question.id) == COMMUNITY
    with pytest.raises(NoSuchQuestion):
        await office.hub.questions.community_of(987_654)
    assert (await office.mine())[0].state is QuestionState.OPEN


async def test_a_question_answered_before_its_post_went_out_is_not_posted(office: Office) -> None:
    await office.answer(await office.ask())
    await office.tick()
    assert office.posted() == []
    assert len(office.told()) == 1


async def test_who_takes_no_messages_reads_the_answer_at_the_next_press_once(office: Office) -> None:
    question = await office.ask()
    await office.close_the_door(HARU)
    await office.answer(question)
    await office.tick()
    assert office.told() == []
    (unread,) = await office.hub.outbox.unread_notices(COMMUNITY, HARU)
    assert "はい、3台分あります。" in text_of(unread.notice)
    await office.hub.outbox.mark_shown([unread.id])
    await office.tick(days=1)
    assert await office.hub.outbox.unread_notices(COMMUNITY, HARU) == ()
    assert (await office.mine())[0].answer == "はい、3台分あります。"


async def test_a_sensitive_meeting_is_not_named_in_the_preview_of_an_answer(office: Office) -> None:
    event = await office.meetings.announce(is_sensitive=True)
    await office.answer(await office.ask(about=event.subject))
    await office.tick()
    (letter,) = office.told()
    assert "12月の情報交換会" not in text_of(letter)
    assert "3台分" not in text_of(letter)


async def test_after_a_year_question_post_and_answer_are_gone(office: Office) -> None:
    await office.ask("古い質問")
    await office.tick(seconds=1)
    await office.ask("一日新しい質問")
    await office.tick(days=365)
    assert len(await office.postings()) == 2
    assert await office.hub.questions.forget_old() == 1
    assert [row.question for row in await office.rows()] == ["一日新しい質問"]
    assert [row.subject for row in await office.postings()] == ["question:2"]
    assert await office.hub.questions.forget_old() == 0


async def test_an_answer_that_nobody_read_for_a_year_ends_quietly(office: Office) -> None:
    question = await office.ask()
    await office.tick()
    await office.answer(question)
    office.courier.always = WayClosed("dms_closed")
    await office.tick(days=366)
    await office.hub.questions.forget_old()
    assert await office.hub.outbox.unread_notices(COMMUNITY, HARU) == ()
