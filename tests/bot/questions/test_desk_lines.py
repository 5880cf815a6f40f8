"""Open questions on the desk."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.lines import DeskLine
from tests.bot.questions.office import HARU, MIDORI, STRANGE, Office
from tests.kit.meetings import COMMUNITY, NOON


async def lines_of(office: Office, community_id: int = COMMUNITY) -> list[DeskLine]:
    view = await office.hub.desk.lines(community_id)
    return [line for line in view.lines if line.key == "question"]


def what(line: DeskLine) -> str:
    return line.what.to("ja")


async def test_a_line_comes_with_a_question_and_goes_with_its_answer(office: Office) -> None:
    assert await lines_of(office) == []
    question = await office.ask(
        "駐車場はありますか。\n何台まで停められるかも、あわせて教えていただけると助かります。"
    )
    await office.ask("ほかの質問", MIDORI)
    await office.hub.questions.ask(STRANGE, HARU, "はる", "となりの質問")
    first, second = await lines_of(office)
    assert what(first).startswith("はる さんからの質問：駐車場はありますか。 何台まで")
    assert "\n" not in what(first)
    assert len(what(first)) < 60
    assert (first.minutes, first.due_at) == (5, NOON + timedelta(days=3))
    assert first.action is not None
    assert (first.action.kind, first.action.row_id, first.action.choice) == (
        "question",
        question.id,
        "answer",
    )
    assert [what(line) for line in await lines_of(office, STRANGE)] == ["はる さんからの質問：となりの質問"]

    await office.answer(question)
    assert await lines_of(office) == [second]
    await office.hub.questions.close(COMMUNITY, 2)
    assert await lines_of(office) == []


async def test_beyond_ten_one_line_counts_the_others(office: Office) -> None:
    for number in range(13):
        await office.ask(f"質問{number}")
        office.meetings.hands.move(timedelta(hours=1))
    lines = await lines_of(office)
    assert [what(line)[-1] for line in lines[:10]] == list("0123456789")
    (others,) = lines[10:]
    assert "3件" in what(others)
    assert (others.minutes, others.action) == (15, None)
    assert others.due_at == NOON + timedelta(days=3, hours=10)
