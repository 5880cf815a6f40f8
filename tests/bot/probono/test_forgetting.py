"""What is left of people who are forgotten, of texts that are old, and of a whole community."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.probono.models import NeedRow, OfferRow, PairMilestoneRow, SuggestionRow
from bot.probono.states import SuggestionState
from tests.bot.probono.agency import (
    KITCHEN,
    ORGANISATION,
    STAFF,
    VOLUNTEER_NAME,
    Agency,
    read,
    volunteer,
)
from tests.kit.meetings import COMMUNITY

DAY = timedelta(days=1)


async def everything(agency: Agency) -> str:
    async with agency.hub.db.reading() as tx:
        rows = [
            row
            for table in (OfferRow, NeedRow, SuggestionRow, PairMilestoneRow)
            for row in await tx.execute(select(*table.__table__.c))
        ]
    return str(rows)


async def running(agency: Agency) -> int:
    """Both sides agreed on a goal with a milestone."""
    suggestion = await agency.introduced()
    agreements = agency.hub.probono.agreements
    typed = ("決算書を作る", "月2回", "12/20 決算書の案")
    await agreements.put_on_the_table(COMMUNITY, suggestion.id, STAFF, typed)
    await agreements.agree(COMMUNITY, suggestion.id, volunteer())
    await agreements.agree(COMMUNITY, suggestion.id, ORGANISATION)
    await agency.tick()
    return suggestion.id


async def test_a_forgotten_volunteer_leaves_numbers_and_the_organisation_is_told(agency: Agency) -> None:
    suggestion_id = await running(agency)
    assert "帳簿" in await everything(agency), "the scanner finds what is there"
    assert await agency.hub.privacy.forget(COMMUNITY, volunteer().user_id)
    left = await everything(agency)
    for word in ("帳簿", "決算書を作る", "決算書の案", VOLUNTEER_NAME):
        assert word not in left
    assert (await agency.suggestion(suggestion_id)).state == "dropped"
    assert await agency.need_state(1) == "open"
    await agency.tick()
    assert "終了" in read(agency.told(ORGANISATION)[-1])


async def test_a_forgotten_asker_closes_their_need_and_the_volunteer_is_told(agency: Agency) -> None:
    await running(agency)
    assert await agency.hub.privacy.forget(COMMUNITY, ORGANISATION.user_id)
    left = await everything(agency)
    for word in (KITCHEN, "年度末の決算", "通帳と領収書"):
        assert word not in left
    assert await agency.need_state(1) == "closed"
    await agency.tick()
    assert "終了" in read(agency.told(volunteer())[-1])


async def test_whoever_was_only_asked_is_forgotten_and_somebody_else_can_be_asked(agency: Agency) -> None:
    await agency.offer(1)
    await agency.offer(2)
    need = await agency.need()
    await agency.ask(need, 1)
    await agency.hub.privacy.forget(COMMUNITY, volunteer(1).user_id)
    assert (await agency.ask(need, 2)).state is SuggestionState.ASKED
    await agency.tick()
    assert not agency.told(volunteer(1))


async def test_people_read_what_is_kept_of_them_without_the_words_of_the_other_side(agency: Agency) -> None:
    await running(agency)
    told = str(await agency.hub.privacy.export(COMMUNITY, volunteer().user_id, "ja"))
    assert "帳簿" in told
    assert KITCHEN not in told
    asked = str(await agency.hub.privacy.export(COMMUNITY, ORGANISATION.user_id, "ja"))
    assert KITCHEN in asked
    assert "帳簿" not in asked


async def test_a_year_after_the_end_the_texts_go_and_the_numbers_stay(agency: Agency) -> None:
    suggestion_id = await running(agency)
    await agency.hub.probono.agreements.begin(COMMUNITY, suggestion_id, volunteer())
    await agency.hub.probono.ends.finish(COMMUNITY, suggestion_id, STAFF, "12")
    agency.meetings.hands.move(364 * DAY)
    assert await agency.hub.probono.keeping.forget_texts() == 0
    agency.meetings.hands.move(2 * DAY)
    assert await agency.hub.probono.keeping.forget_texts() == 1, "the need; the offer is still open"
    left = await everything(agency)
    assert "通帳と領収書" not in left
    assert "決算書の案" not in left
    assert "帳簿" in left
    row = await agency.suggestion(suggestion_id)
    assert (row.state, row.hours, row.goal) == ("done", 12, None)
    assert await agency.hub.probono.keeping.forget_texts() == 0, "once"


async def test_hourly_work_twice_changes_nothing(agency: Agency) -> None:
    await agency.offer()
    await agency.ask(await agency.need())
    agency.meetings.hands.move(4 * DAY)
    for _time in range(2):
        await agency.hub.probono.plan()
    await agency.tick()
    assert len(agency.told(volunteer())) == 1, "released, and told so once; what came too late is not sent"
