"""Needs: from one sentence, through the talk with the office, to the search and the end."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import insert

from bot.bigrams import fold
from bot.matching.rules import NeedMode, Slot
from bot.matching.taxonomy import shipped
from bot.members.rules import Sector
from bot.probono.models import SuggestionRow
from bot.probono.need_moves import PeopleAreAsked
from bot.probono.need_writing import NeedIsOver, OfficeHasIt
from bot.probono.needs import NewNeed
from bot.probono.offers import Guest
from bot.probono.readiness import Missing, NotReadyYet
from bot.probono.rules import (
    LINE_LENGTH,
    NOTE_LENGTH,
    Actor,
    ChangedMeanwhile,
    NeedKind,
    NoSuchNeed,
    NothingWritten,
    NotYours,
    NumberUnreadable,
    is_small,
)
from bot.probono.states import CannotMove, NeedState, Party, SuggestionState
from bot.probono.strangers import NameStandsThere
from bot.probono.templates import TEMPLATES
from bot.seeds.seed import NoSuchSeed
from tests.bot.probono.workroom import COMMUNITY, HARU, MIDORI, NEED, STAFF, STRANGE, Workroom
from tests.bot.projects.workshop import buttons_of, plant_seed, text_of


async def test_one_sentence_is_a_draft_and_a_line_for_the_office(workroom: Workroom) -> None:
    need = await workroom.need()
    assert (need.state, need.text, need.name, need.title) == (NeedState.DRAFT, NEED, "みどり", NEED)
    assert "bookkeeping" in need.skills
    assert set(need.missing) >= {Missing.ORGANISATION, Missing.KIND, Missing.GOAL, Missing.HOURS}
    assert await workroom.need() == need, "a second press of the same form"
    called = await workroom.need(text="電話で話したいです", wants_call=True, contact="090-0000-0000")
    call, new = await workroom.desk()
    assert (call.key, new.key) == ("probono_need_call", "probono_need_new")
    assert call.action
    assert (call.action.row_id, call.action.choice) == (called.id, "panel")
    for line in (call, new):
        assert "090" not in line.what.to("ja"), "what is posted cannot be taken back"
        assert NEED not in line.what.to("ja")
    assert new.due_at == datetime.fromisoformat("2026-12-04T18:00+09:00"), "three working days"
    with pytest.raises(NothingWritten):
        await workroom.need(text=" ")
    assert await workroom.probono.needs.mine(COMMUNITY, MIDORI.user_id) == [need, called]
    assert await workroom.probono.needs.mine(COMMUNITY, HARU.user_id) == []
    assert await workroom.probono.needs.mine(STRANGE, MIDORI.user_id) == []


async def test_who_asked_changes_a_draft_and_the_office_the_rest(workroom: Workroom) -> None:
    edits, need = workroom.probono.need_edits, await workroom.need()
    words = {"title": "決算", "text": "会計の手伝い", "needed_by": "3月まで"}
    need = await edits.edit_words(COMMUNITY, need.id, MIDORI, need.revision, **words)
    assert (need.written_title, need.needed_by) == ("決算", "3月まで")
    need = await edits.edit_contact(
        *(COMMUNITY, need.id, MIDORI, need.revision),
        contact="mail@group.example",
        wants_call=True,
        sector="nonprofit",
    )
    assert (need.contact, need.wants_call, need.sector) == ("mail@group.example", True, Sector.NONPROFIT)
    with pytest.raises(NotYours):
        await edits.edit_words(COMMUNITY, need.id, HARU, need.revision, **words)
    with pytest.raises(ChangedMeanwhile):
        await edits.edit_words(COMMUNITY, need.id, MIDORI, 1, **words)
    for unknown in ((STRANGE, need.id), (COMMUNITY, 4711)):
        with pytest.raises(NoSuchNeed):
            await edits.edit_words(*unknown, STAFF, need.revision, **words)
        with pytest.raises(NoSuchNeed):
            await workroom.probono.needs.open(*unknown, STAFF)
    need = await workroom.fill_in(need)
    assert need.missing == ()
    need = await workroom.probono.need_moves.ready(COMMUNITY, need.id, STAFF)
    with pytest.raises(OfficeHasIt):
        await edits.edit_words(COMMUNITY, need.id, MIDORI, need.revision, **words)
    with pytest.raises(NotReadyYet):  # what is ready stays ready
        await edits.edit_aim(
            *(COMMUNITY, need.id, STAFF, need.revision), kind="advice", goal="", deliverable="", first_step=""
        )
    assert (await workroom.probono.needs.open(COMMUNITY, need.id, STAFF)).goal == need.goal


async def test_time_and_place(workroom: Workroom) -> None:
    edits, need = workroom.probono.need_edits, await workroom.need()
    need = await edits.edit_time(
        *(COMMUNITY, need.id, STAFF, need.revision),
        hours="4",
        people="２人",
        slots=["weekend", "weekday_evening"],
        first="2026-12-10",
        last="2027/2/28",
    )
    assert (need.hours, need.people, need.slots) == (4, 2, (Slot.WEEKDAY_EVENING, Slot.WEEKEND))
    assert (need.starts_on, need.ends_on) == (date(2026, 12, 10), date(2027, 2, 28))
    workroom.meetings.hands.set(datetime.fromisoformat("2026-12-20T09:00+09:00"))
    need = await edits.edit_time(  # the first day has passed, and stands there already
        *(COMMUNITY, need.id, STAFF, need.revision),
        hours="",
        people="",
        slots=[],
        first="2026-12-10",
        last="2027-02-28",
    )
    assert (need.hours, need.people, need.starts_on) == (None, 1, date(2026, 12, 10))
    with pytest.raises(NumberUnreadable):
        await edits.edit_time(
            *(COMMUNITY, need.id, STAFF, need.revision), hours="", people="0", slots=[], first="", last=""
        )
    need = await edits.edit_place(
        *(COMMUNITY, need.id, STAFF, need.revision),
        mode="onsite",
        area="みなと市",
        languages=["ja", "vi"],
        causes=["food", "children"],
    )
    assert (need.mode, need.area) == (NeedMode.ONSITE, "みなと市")
    assert [each.value for each in need.causes] == ["children", "food"]


async def test_the_search_begins_when_everything_is_there(workroom: Workroom) -> None:
    moves, need = workroom.probono.need_moves, await workroom.need()
    with pytest.raises(NotReadyYet):
        await moves.ready(COMMUNITY, need.id, STAFF)
    with pytest.raises(CannotMove):
        await moves.look(COMMUNITY, need.id, STAFF)
    need = await workroom.fill_in(need)
    with pytest.raises(CannotMove):  # the office says when it is ready
        await moves.ready(COMMUNITY, need.id, MIDORI)
    need = await moves.ready(COMMUNITY, need.id, STAFF)
    assert await moves.ready(COMMUNITY, need.id, STAFF) == need, "twice changes nothing"
    assert [line.key for line in await workroom.desk()] == ["probono_need_ready"]
    assert await workroom.probono.needs.looking(COMMUNITY) == []
    with pytest.raises(NoSuchNeed):
        await workroom.probono.needs.look_at(COMMUNITY, need.id)
    need = await moves.look(COMMUNITY, need.id, STAFF)
    assert await moves.look(COMMUNITY, need.id, STAFF) == need
    assert need.opened_at == workroom.meetings.hands()
    assert workroom.heard.needs_opened == [need.id]
    await workroom.tick()
    (told,) = workroom.told()
    assert need.title in text_of(told)
    assert buttons_of(told) == [f"need:{need.id}:panel"]
    assert await workroom.desk() == []
    (shown,) = await workroom.probono.needs.looking(COMMUNITY)
    assert shown == await workroom.probono.needs.look_at(COMMUNITY, need.id)
    assert (shown.organisation, shown.goal) == ("みなと子ども食堂", "総会までに決算の形が分かる")
    with pytest.raises(NoSuchNeed):
        await workroom.probono.needs.look_at(STRANGE, need.id)


async def test_a_step_back_while_nobody_is_asked(workroom: Workroom) -> None:
    moves, need = workroom.probono.need_moves, await workroom.open_need()
    with pytest.raises(CannotMove):
        await moves.back(COMMUNITY, need.id, MIDORI, NeedState.READY)
    with pytest.raises(CannotMove):  # one step after the other
        await moves.back(COMMUNITY, need.id, STAFF, NeedState.DRAFT)
    await moves.back(COMMUNITY, need.id, STAFF, NeedState.READY)
    await workroom.tick()
    assert workroom.told() == [], "nobody is told of what was taken back"
    back = await moves.back(COMMUNITY, need.id, STAFF, NeedState.DRAFT)
    assert back.state is NeedState.DRAFT
    await moves.ready(COMMUNITY, need.id, STAFF)
    await moves.look(COMMUNITY, need.id, STAFF)
    await _suggest(workroom, need.id, SuggestionState.ASKED)
    with pytest.raises(PeopleAreAsked):
        await moves.back(COMMUNITY, need.id, STAFF, NeedState.READY)


async def test_members_read_only_what_has_a_place_left(workroom: Workroom) -> None:
    need = await workroom.open_need()
    await _suggest(workroom, need.id, SuggestionState.ASKED)
    assert len(await workroom.probono.needs.looking(COMMUNITY)) == 1
    await _suggest(workroom, need.id, SuggestionState.YES, "送迎ができます")
    assert await workroom.probono.needs.looking(COMMUNITY) == []
    with pytest.raises(NoSuchNeed):
        await workroom.probono.needs.look_at(COMMUNITY, need.id)


async def test_a_hidden_name_stands_nowhere(workroom: Workroom) -> None:
    edits, moves = workroom.probono.need_edits, workroom.probono.need_moves
    need = await workroom.fill_in(await workroom.need(text="みなと子ども食堂の会計"))
    hidden = {"organisation": "みなと子ども食堂", "about": "", "hides": True, "size": "10人ほど"}
    need = await edits.edit_organisation(
        *(COMMUNITY, need.id, STAFF, need.revision), **hidden, field="みなと　子ども食堂です"
    )
    with pytest.raises(NameStandsThere):
        await moves.ready(COMMUNITY, need.id, STAFF)
    need = await edits.edit_organisation(
        *(COMMUNITY, need.id, STAFF, need.revision), **hidden, field="子どもの食の支援"
    )
    await moves.ready(COMMUNITY, need.id, STAFF)
    await moves.look(COMMUNITY, need.id, STAFF)
    (shown,) = await workroom.probono.needs.looking(COMMUNITY)
    assert fold("みなと子ども食堂") not in fold(repr(shown))
    assert (shown.field, shown.size) == ("子どもの食の支援", "10人ほど")


async def test_closing_by_the_office_is_told_with_its_reason(workroom: Workroom) -> None:
    moves, need = workroom.probono.need_moves, await workroom.open_need()
    with pytest.raises(NothingWritten):
        await moves.close(COMMUNITY, need.id, STAFF, " ")
    with pytest.raises(NotYours):
        await moves.close(COMMUNITY, need.id, HARU, "")
    with pytest.raises(ChangedMeanwhile):
        await moves.close(COMMUNITY, need.id, STAFF, "別の形で解決しました", 1)
    closed = await moves.close(COMMUNITY, need.id, STAFF, "別の形で解決しました", need.revision)
    assert (closed.state, closed.closed_reason) == (NeedState.CLOSED, "別の形で解決しました")
    assert await moves.close(COMMUNITY, need.id, STAFF, "もう一度") == closed
    assert workroom.heard.needs_ended == [(need.id, Party.COORDINATOR)]
    await workroom.tick()
    (told,) = workroom.told()
    assert "別の形で解決しました" in text_of(told)
    with pytest.raises(NeedIsOver):
        await workroom.probono.need_edits.confirm_skills(COMMUNITY, need.id, STAFF)
    assert await workroom.probono.needs.mine(COMMUNITY, MIDORI.user_id) == []


async def test_who_asked_can_withdraw_it_at_any_time(workroom: Workroom) -> None:
    need = await workroom.open_need()
    closed = await workroom.probono.need_moves.close(COMMUNITY, need.id, MIDORI, "")
    assert (closed.state, closed.closed_reason) == (NeedState.CLOSED, None)
    assert workroom.heard.needs_ended == [(need.id, Party.ORGANISATION)]
    await workroom.tick()
    assert workroom.told() == []


async def test_an_inquiry_of_somebody_without_discord(workroom: Workroom) -> None:
    need = await workroom.probono.needs.write_for(
        COMMUNITY,
        Guest("なぎさ", "nagisa@mail.example"),
        NewNeed("社員向けの勉強会の講師を探しています", organisation="みなと商会"),
        sector="company",
    )
    assert (need.name, need.organisation, need.sector) == ("なぎさ", "みなと商会", Sector.COMPANY)
    assert not need.has_account
    assert Missing.CONTACT not in need.missing, "there is a mail address"
    need = await workroom.probono.need_moves.close(COMMUNITY, need.id, STAFF, "見送り")
    await workroom.tick()
    assert workroom.told() == []


async def test_a_seed_becomes_a_need_without_its_author(workroom: Workroom) -> None:
    needs = workroom.probono.needs
    seed_id = await plant_seed(workroom.hub, COMMUNITY, "夕方に行き場のない子がいます")
    hidden = await plant_seed(workroom.hub, COMMUNITY, "内緒", readers="office")
    strange = await plant_seed(workroom.hub, STRANGE, "となり町")
    for unknown in (hidden, strange, 4711):
        with pytest.raises(NoSuchSeed):
            await needs.from_seed(COMMUNITY, unknown)
    need = await needs.from_seed(COMMUNITY, seed_id)
    assert (need.seed_id, need.member_id, need.title) == (seed_id, None, "夕方に行き場のない子がいます")
    assert await needs.from_seed(COMMUNITY, seed_id) == need
    with pytest.raises(NotYours):
        await needs.open(COMMUNITY, need.id, HARU)
    assert [seed.id for seed in await needs.seeds_to_choose(COMMUNITY, "行き場")] == [seed_id]
    owned = await needs.belongs_to(COMMUNITY, need.id, STAFF, Actor(12, "みどり"))
    assert owned.name == "みどり"
    assert (await needs.open(COMMUNITY, need.id, MIDORI)).id == need.id


async def test_a_template_fills_only_what_is_empty(workroom: Workroom) -> None:
    edits, need = workroom.probono.need_edits, await workroom.need(text="ちょっと困っています")
    assert need.skills == ()
    need = await edits.edit_aim(
        *(COMMUNITY, need.id, MIDORI, need.revision),
        kind=None,
        goal="わたしたちの目標",
        deliverable="",
        first_step="",
    )
    need = await edits.use_template(COMMUNITY, need.id, MIDORI, "leaflet")
    assert need.goal == "わたしたちの目標"
    assert need.skills == ("graphic_design",)
    assert (need.kind, need.hours, need.mode) == (NeedKind.ONE_OFF, 6, NeedMode.ONLINE)
    assert need.deliverable == TEMPLATES["leaflet"].deliverable.to("ja")  # pyright: ignore[reportOptionalMemberAccess]
    same = await edits.use_template(COMMUNITY, need.id, MIDORI, "survey")
    assert (same.kind, same.skills, same.goal) == (need.kind, need.skills, need.goal)


async def test_skills_of_a_need(workroom: Workroom) -> None:
    edits, need = workroom.probono.need_edits, await workroom.need()
    assert (await edits.confirm_skills(COMMUNITY, need.id, MIDORI)).skills_confirmed
    chosen = await edits.choose_skills(COMMUNITY, need.id, STAFF, "money", ["tax"])
    assert "tax" in chosen.skills
    assert "bookkeeping" not in chosen.skills
    assert "photography" in (await edits.add_skills(COMMUNITY, need.id, STAFF, "写真撮影")).skills


@pytest.mark.parametrize("key", TEMPLATES)
def test_templates_fit(key: str) -> None:
    template = TEMPLATES[key]
    assert set(template.skills) <= set(shipped().skills)
    for lang in ("ja", "en"):
        assert len(template.label.to(lang)) <= LINE_LENGTH
        for text in (template.goal, template.deliverable, template.first_step):
            assert text is None or len(text.to(lang)) <= NOTE_LENGTH
    if template.kind is not NeedKind.ADVICE:
        assert template.deliverable
        assert template.first_step
    else:
        assert is_small(template.kind, template.hours)


async def _suggest(
    workroom: Workroom, need_id: int, state: SuggestionState, text: str = "会計ができます"
) -> None:
    offer, now = await workroom.offer(text=text), workroom.meetings.hands()
    async with workroom.hub.db.transaction() as tx:
        await tx.execute(
            insert(SuggestionRow).values(
                community_id=COMMUNITY,
                need_id=need_id,
                offer_id=offer.id,
                state=state.value,
                is_small=True,
                created_at=now,
                changed_at=now,
            )
        )
