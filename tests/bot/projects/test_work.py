"""What happens while a project goes on: people, roadmap, memos, the end, findings."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from bot.links import LinkNotHttps
from bot.members.rules import Sector
from bot.outbox.models import DeliveryRow, PostingRow
from bot.projects.refusals import (
    DayUnreadable,
    IsOver,
    JoinFirst,
    LeadersOnly,
    NoSuchMilestone,
    NoSuchSeed,
    TooLong,
    TooManyMilestones,
)
from bot.projects.rules import MEMO_LENGTH, MOST_MILESTONES, MilestoneState, ProjectRole, ProjectState
from bot.projects.telling import MEMO_WANTED
from bot.seeds.queries import find
from bot.seeds.rules import Origin, SeedState
from tests.bot.projects.workshop import (
    AOI,
    HARU,
    KAI,
    MIDORI,
    STAFF,
    STRANGE,
    Workshop,
    buttons_of,
    text_of,
)
from tests.kit.meetings import COMMUNITY


async def test_people_and_their_sectors_are_counted_never_claimed(workshop: Workshop) -> None:
    room = workshop.hub.projects.room
    project = await workshop.start(MIDORI, AOI, AOI)
    assert (await workshop.look()).people == 3
    assert (await workshop.look()).sectors == ()
    for who, sector in ((HARU, Sector.CITIZEN), (MIDORI, Sector.COMPANY), (AOI, Sector.COMPANY)):
        await workshop.tell_sector(who, sector)
    assert (await workshop.look()).sectors == (Sector.CITIZEN, Sector.COMPANY)
    await workshop.tell_sector(KAI, Sector.STUDENT)
    assert len((await workshop.look()).sectors) == 2, "who does not take part is not counted"
    await room.join(COMMUNITY, project.id, KAI)
    assert len((await workshop.look()).sectors) == 3
    await workshop.leave_server(KAI)
    assert (await workshop.look()).sectors == (Sector.CITIZEN, Sector.COMPANY)
    assert await room.people(COMMUNITY, project.id, MIDORI) == ("はる", "みどり", "あおい")
    assert len(await room.people(COMMUNITY, project.id, STAFF)) == 3
    await room.leave(COMMUNITY, project.id, MIDORI)
    with pytest.raises(JoinFirst):
        await room.people(COMMUNITY, project.id, MIDORI)


async def test_the_card_follows_a_sector_that_is_told_later(workshop: Workshop) -> None:
    await workshop.start()
    await workshop.tick()
    await workshop.tell_sector(HARU, Sector.ASSEMBLY)
    await workshop.tick(minutes=1)
    assert workshop.courier.edits[-1][2].facts.sectors == (Sector.ASSEMBLY,)
    before = len(workshop.courier.edits)
    await workshop.tick(minutes=1)
    assert len(workshop.courier.edits) == before, "nothing changed, nothing is edited"


async def test_every_edit_of_a_milestone_is_a_version(workshop: Workshop) -> None:
    roadmaps = workshop.hub.projects.roadmaps
    project = await workshop.start(MIDORI)
    project = await roadmaps.add(COMMUNITY, project.id, STAFF, "場所を決める", "2027-01-15")
    assert [(step.title, step.due_on) for step in project.milestones] == [
        ("場所を決める", date(2027, 1, 15)),
        ("公民館に見学に行く", None),
    ]
    milestone = project.milestones[0]
    await roadmaps.edit(COMMUNITY, milestone.id, HARU, "場所を二つ決める", "")
    await roadmaps.mark(COMMUNITY, milestone.id, HARU, MilestoneState.DONE)
    panel = await roadmaps.mark(COMMUNITY, milestone.id, HARU, MilestoneState.DONE)
    assert [(v.number, v.title, v.state, v.role, v.author) for v in panel.versions] == [
        (3, "場所を二つ決める", MilestoneState.DONE, ProjectRole.OWNER, "はる"),
        (2, "場所を二つ決める", MilestoneState.OPEN, ProjectRole.OWNER, "はる"),
        (1, "場所を決める", MilestoneState.OPEN, ProjectRole.OFFICE, "事務局 いつき"),
    ]
    outside = await roadmaps.panel(COMMUNITY, milestone.id, AOI)
    assert [(v.role, v.author) for v in outside.versions][-1] == (ProjectRole.OFFICE, None)
    for who in (MIDORI, AOI):
        with pytest.raises(LeadersOnly):
            await roadmaps.edit(COMMUNITY, milestone.id, who, "x", "")
        with pytest.raises(LeadersOnly):
            await roadmaps.add(COMMUNITY, project.id, who, "x", "")
    with pytest.raises(DayUnreadable):
        await roadmaps.edit(COMMUNITY, milestone.id, HARU, "x", "そのうち")
    with pytest.raises(NoSuchMilestone):
        await roadmaps.panel(STRANGE, milestone.id, STAFF)


async def test_comments_are_for_those_who_take_part(workshop: Workshop) -> None:
    roadmaps = workshop.hub.projects.roadmaps
    project = await workshop.start(MIDORI)
    milestone = project.milestones[0]
    await roadmaps.comment(COMMUNITY, milestone.id, MIDORI, "鍵は私が借ります。")
    panel = await roadmaps.comment(COMMUNITY, milestone.id, STAFF, "ありがとうございます。")
    assert [(comment.author, comment.text) for comment in panel.comments] == [
        ("みどり", "鍵は私が借ります。"),
        ("事務局 いつき", "ありがとうございます。"),
    ]
    assert (await roadmaps.panel(COMMUNITY, milestone.id, AOI)).comments == ()
    with pytest.raises(JoinFirst):
        await roadmaps.comment(COMMUNITY, milestone.id, AOI, "x")
    with pytest.raises(TooLong):
        await roadmaps.comment(COMMUNITY, milestone.id, MIDORI, "x" * 401)


async def test_a_roadmap_has_an_end(workshop: Workshop) -> None:
    project = await workshop.start()
    for number in range(1, MOST_MILESTONES):
        await workshop.hub.projects.roadmaps.add(COMMUNITY, project.id, HARU, f"節目{number}", "")
    with pytest.raises(TooManyMilestones):
        await workshop.hub.projects.roadmaps.add(COMMUNITY, project.id, HARU, "もう一つ", "")


async def test_the_owner_is_asked_each_month_and_the_memo_is_posted(workshop: Workshop) -> None:
    memos = workshop.hub.projects.memos
    project = await workshop.start(MIDORI)  # 1 December, 12:00 in Tokyo
    await workshop.tick()
    already = len(workshop.told())
    assert await memos.plan() == 0, "the first of the month in which it began is over"
    workshop.meetings.hands.set(datetime(2026, 12, 31, 2, tzinfo=UTC))
    assert [await memos.plan(), await memos.plan()] == [1, 0]
    workshop.meetings.hands.set(datetime(2027, 1, 1, 0, 59, tzinfo=UTC))
    await workshop.tick()
    assert len(workshop.told()) == already
    await workshop.tick(minutes=1)
    question = workshop.told()[-1]
    assert "「放課後の居場所づくり」のその後はいかがですか。" in text_of(question)
    assert buttons_of(question) == ["project:1:memo"]
    for who in (MIDORI, AOI):
        with pytest.raises(LeadersOnly):
            await memos.write(COMMUNITY, project.id, who, "a", "b")
    with pytest.raises(TooLong):
        await memos.write(COMMUNITY, project.id, HARU, "x" * (MEMO_LENGTH + 1), "b")
    await memos.write(COMMUNITY, project.id, HARU, "見学しました。", "予約します。")
    await workshop.tick(seconds=10)
    memo = workshop.posted()[-1]
    assert "見学しました。" in text_of(memo)
    assert "予約します。" in text_of(memo)
    assert "はる" not in text_of(memo)
    assert workshop.courier.sent[-1].address.thread_id == 88_000  # pyright: ignore[reportAttributeAccessIssue]
    assert workshop.courier.edits[-1][2].facts.last_memo.happened == "見学しました。"


async def test_who_has_just_written_or_handed_over_is_not_asked(workshop: Workshop) -> None:
    project = await workshop.start(MIDORI)
    workshop.meetings.hands.set(datetime(2026, 12, 31, 2, tzinfo=UTC))
    await workshop.hub.projects.memos.write(COMMUNITY, project.id, HARU, "a", "b")
    await workshop.tick()
    told = len(workshop.told())
    await workshop.tick(days=1)
    assert len(workshop.told()) == told, "there is a fresh memo"
    workshop.meetings.hands.set(datetime(2027, 1, 31, 2, tzinfo=UTC))
    await workshop.tick()
    await workshop.hub.projects.owners.ask(COMMUNITY, project.id, MIDORI)
    await workshop.accept(project, MIDORI)
    await workshop.tick(days=1)
    await workshop.tick(minutes=1)  # new direct messages leave one after another
    last = [sent for sent in workshop.courier.sent if sent.notice.subject.msgid.startswith("How is")]
    assert [sent.address.discord_user_id for sent in last] == [MIDORI.user_id]  # pyright: ignore[reportAttributeAccessIssue]


async def test_a_month_in_a_zone_with_summer_time(workshop: Workshop) -> None:
    await workshop.start()
    await workshop.hub.communities.change(COMMUNITY, timezone="Europe/Berlin")
    for planned_at in (datetime(2027, 3, 1, 5, tzinfo=UTC), datetime(2027, 4, 1, 5, tzinfo=UTC)):
        workshop.meetings.hands.set(planned_at)
        await workshop.hub.projects.memos.plan()
    async with workshop.hub.db.reading() as tx:
        query = select(DeliveryRow.due_at).where(DeliveryRow.kind == MEMO_WANTED).order_by(DeliveryRow.id)
        hours = [(due_at.month, due_at.hour) for due_at in (await tx.scalars(query)).all()]
    assert hours == [(3, 9), (4, 8)]


async def test_two_months_of_silence_are_a_line(workshop: Workshop) -> None:
    project = await workshop.start()
    await workshop.tick()
    await workshop.tick(days=60)
    assert await workshop.desk() == []
    await workshop.tick(days=1)
    (line,) = await workshop.desk()
    assert line.key == "project_memo"
    assert "はるさんに様子を聞いてください" in line.what.to("ja")
    await workshop.hub.projects.memos.write(COMMUNITY, project.id, STAFF, "a", "b")
    assert await workshop.desk() == []


async def test_an_owner_who_left_and_a_lost_card_are_lines(workshop: Workshop) -> None:
    class Gone:
        async def is_here(self, community_id: int, discord_user_id: int) -> bool | None:
            return discord_user_id != HARU.user_id

        async def count_role(self, community_id: int, role_id: int) -> int | None:
            return None

    project = await workshop.start(MIDORI)
    await workshop.tick()
    assert await workshop.desk() == []
    await workshop.hub.projects.look_around(Gone())
    (line,) = await workshop.desk()
    assert (line.key, line.action and line.action.choice) == ("project_owner", "ask")
    await workshop.hub.projects.owners.ask(COMMUNITY, project.id, HARU)  # back again, perhaps
    await workshop.hub.projects.owners.ask(COMMUNITY, project.id, MIDORI)
    await workshop.accept(project, MIDORI)
    assert await workshop.desk() == []
    async with workshop.hub.db.transaction() as tx:
        await tx.execute(update(PostingRow).values(gone_at=workshop.meetings.hands()))
    (line,) = await workshop.desk()
    assert (line.key, line.action and line.action.choice) == ("project_nowhere", "post_again")
    await workshop.hub.projects.owners.post_again(COMMUNITY, project.id)
    await workshop.hub.projects.owners.post_again(COMMUNITY, project.id)
    assert await workshop.desk() == []
    await workshop.tick()
    assert len([notice for notice in workshop.posted() if notice.layout == "project_card"]) == 2


async def test_what_came_of_it_stands_on_the_card_and_the_seeds_hear(workshop: Workshop) -> None:
    endings = workshop.hub.projects.endings
    project = await workshop.start(MIDORI)
    await workshop.tick()
    with pytest.raises(LeadersOnly):
        await endings.finish(COMMUNITY, project.id, MIDORI, "a", "")
    with pytest.raises(LinkNotHttps):
        await endings.finish(COMMUNITY, project.id, HARU, "a", "javascript:alert(1)")
    ended = await endings.finish(
        COMMUNITY, project.id, HARU, "毎週火曜に開いています。", "https://news.example/1"
    )
    assert (ended.state, ended.outcome, ended.links) == (
        ProjectState.FINISHED,
        "毎週火曜に開いています。",
        ("https://news.example/1",),
    )
    await workshop.tick(seconds=10)
    assert workshop.courier.edits[-1][2].facts.outcome == "毎週火曜に開いています。"
    for attempt in (
        endings.finish(COMMUNITY, project.id, HARU, "a", ""),
        workshop.hub.projects.room.join(COMMUNITY, project.id, AOI),
        workshop.hub.projects.memos.write(COMMUNITY, project.id, HARU, "a", "b"),
        workshop.hub.projects.roadmaps.comment(COMMUNITY, project.milestones[0].id, HARU, "a"),
    ):
        with pytest.raises(IsOver):
            await attempt
    await workshop.hub.projects.room.leave(COMMUNITY, project.id, HARU)  # one may still go
    assert await workshop.seed_states() == {1: "archived"}


async def test_seeds_go_back_only_when_nobody_works_on_them(workshop: Workshop) -> None:
    endings = workshop.hub.projects.endings
    first = await workshop.start()
    seed_id = first.seeds[0].id
    second = await workshop.accept(await workshop.propose(seed_id))
    await endings.drop(COMMUNITY, first.id, STAFF, "人手が足りませんでした。")
    assert await workshop.seed_states() == {seed_id: "project"}, "the other one goes on"
    await endings.drop(COMMUNITY, second.id, HARU, "時間がとれませんでした。")
    assert await workshop.seed_states() == {seed_id: "digging"}
    proposal = await workshop.propose(seed_id)
    await endings.drop(COMMUNITY, proposal.id, STAFF, "担当が見つかりませんでした。")
    assert await workshop.seed_states() == {seed_id: "digging"}


async def test_a_finding_becomes_a_seed_below_a_seed_of_the_project(workshop: Workshop) -> None:
    room = workshop.hub.projects.room
    project = await workshop.start(MIDORI)
    typed = ("鍵の開け閉めを頼める人がいない", "夕方は公民館に人がいません。")
    seed_id = await room.plant(COMMUNITY, project.id, 1, MIDORI, typed)
    async with workshop.hub.db.reading() as tx:
        finding = await find(tx, COMMUNITY, seed_id)
    assert (finding.title, finding.parent_id, finding.origin) == (typed[0], 1, Origin.FINDING)
    assert (finding.author_name, finding.state) == ("みどり", SeedState.RECEIVED)
    with pytest.raises(NoSuchSeed):
        await room.plant(COMMUNITY, project.id, seed_id, MIDORI, typed)
    with pytest.raises(JoinFirst):
        await room.plant(COMMUNITY, project.id, 1, AOI, typed)


async def test_a_seed_can_be_taken_out_but_not_the_last_one(workshop: Workshop) -> None:
    room = workshop.hub.projects.room
    project = await workshop.start()
    with pytest.raises(NoSuchSeed):
        await room.unlink_seed(COMMUNITY, project.id, 1)
    second = await workshop.seed("通学路が暗いです")
    await room.link_seed(COMMUNITY, project.id, second)
    left = await room.unlink_seed(COMMUNITY, project.id, 1)
    assert [seed.id for seed in left.seeds] == [second]
