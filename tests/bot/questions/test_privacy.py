"""Handing out, forgetting and erasing questions, on both databases."""

from __future__ import annotations

import json

import pytest

from bot.events.queries import topic_of
from bot.members.parts import Part
from bot.outbox.couriers import WayClosed
from bot.questions.privacy import privacy_part
from bot.questions.rules import QuestionState, QuestionWasForgotten
from tests.bot.questions.office import HARU, MIDORI, STAFF_ONE, STRANGE, Office, text_of
from tests.kit.meetings import COMMUNITY

RARE = "藪椿"


@pytest.fixture
def part(office: Office) -> Part:
    return privacy_part(office.hub.outbox, topic_of)


async def forget(office: Office, part: Part, person: int) -> None:
    member_id = await office.member_id(person)
    async with office.hub.db.transaction() as tx:
        await part.forget(tx, member_id, office.hub.clock())


async def export(office: Office, part: Part, person: int, lang: str) -> dict[str, object]:
    member_id = await office.member_id(person)
    async with office.hub.db.reading() as tx:
        return dict(await part.export(tx, member_id, lang))


async def test_what_is_handed_out_reads_like_a_letter(office: Office, part: Part) -> None:
    event = await office.meetings.announce()
    await office.answer(await office.ask(about=event.subject))
    await office.ask("ほかの人の質問", MIDORI)
    told = await export(office, part, HARU, "ja")
    assert told == {
        "事務局への質問": [
            {
                "質問した日時": "2026年12月1日（火）12:00（日本時間）",
                "何について": "12月の情報交換会",
                "質問": "駐車場はありますか。",
                "状況": "お返事あり",
                "返事": "はい、3台分あります。",
                "返事・対応の日時": "2026年12月1日（火）12:00（日本時間）",
            }
        ]
    }
    assert await export(office, part, STAFF_ONE, "en") == {"Questions answered for the office (count)": 1}
    assert "Asked on" in json.dumps(await export(office, part, MIDORI, "en"))
    await office.hub.members.set_wants_dm(COMMUNITY, 77, "静か", True)
    assert await export(office, part, 77, "ja") == {}


async def test_forgetting_empties_the_question_and_its_post_says_so(office: Office, part: Part) -> None:
    question = await office.ask(f"{RARE} は咲きましたか。")
    other = await office.ask("ほかの人の質問", MIDORI)
    await office.tick()
    assert RARE in str(office.posted()[0].facts), "the scanner finds the word where it is allowed"
    await forget(office, part, HARU)
    await office.tick(minutes=1)
    (edited,) = [notice for _place, _id, notice in office.courier.edits]
    assert "削除" in text_of(edited)
    assert edited.actions == ()
    assert RARE not in str(edited)
    assert "はる" not in str(edited)
    row = (await office.rows())[0]
    assert (row.member_id, row.question, row.answer, row.about) == (None, None, None, None)
    assert row.closed_at is not None
    with pytest.raises(QuestionWasForgotten):
        await office.answer(question)
    assert await office.mine() == []
    waiting = await office.hub.questions.open_questions(COMMUNITY)
    assert [each.id for each in waiting] == [other.id]


async def test_an_answer_on_its_way_to_somebody_forgotten_ends_quietly(office: Office, part: Part) -> None:
    await office.answer(await office.ask(RARE))
    office.courier.always = WayClosed("dms_closed")
    await office.tick()
    office.courier.always = None
    await forget(office, part, HARU)
    assert await office.hub.outbox.unread_notices(COMMUNITY, HARU) == ()
    await office.tick(days=1)
    assert office.told() == []


async def test_the_name_of_who_answered_goes_from_the_post_and_the_answer_stays(
    office: Office, part: Part
) -> None:
    question = await office.ask()
    await office.tick()
    await office.answer(question)
    await office.tick(minutes=1)
    assert office.courier.edits[-1][2].facts.answered_by == "事務局 あおい"
    await forget(office, part, STAFF_ONE)
    await office.tick(minutes=1)
    assert office.courier.edits[-1][2].facts.answered_by is None
    (mine,) = await office.mine()
    assert (mine.answer, mine.state) == ("はい、3台分あります。", QuestionState.ANSWERED)


async def test_erasing_a_community_leaves_the_others(office: Office, part: Part) -> None:
    await office.ask()
    await office.hub.questions.ask(STRANGE, HARU, "はる", "となりの質問")
    async with office.hub.db.transaction() as tx:
        await part.erase(tx, COMMUNITY)
    assert [row.question for row in await office.rows()] == ["となりの質問"]
