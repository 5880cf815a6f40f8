"""What a person is handed out of projects, and what stays when they are forgotten; no author ever shows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from bot.db import Base
from bot.members.models import MemberRow
from tests.bot.projects.workshop import HARU, MIDORI, STAFF, Workshop, plant_seed, text_of
from tests.kit.meetings import COMMUNITY

AUTHOR = "藪椿之介"


async def everything(workshop: Workshop) -> str:
    found = []
    async with workshop.hub.db.reading() as tx:
        for table in Base.metadata.sorted_tables:
            if table.name.startswith("project"):
                found += [str(row) for row in (await tx.execute(select(table))).all()]
    return "\n".join(found)


async def test_an_owner_is_handed_out_what_they_did_and_forgotten_without_the_project(
    workshop: Workshop,
) -> None:
    projects = workshop.hub.projects
    project = await workshop.start(MIDORI)
    await projects.memos.write(COMMUNITY, project.id, HARU, "見学しました。", "予約します。")
    await projects.roadmaps.add(COMMUNITY, project.id, HARU, "場所を決める", "")
    await projects.roadmaps.comment(COMMUNITY, project.milestones[0].id, HARU, "楽しみです。")
    await workshop.tick()
    told = await workshop.hub.privacy.export(COMMUNITY, HARU.user_id, "ja")
    for name in (
        "担当している取り組み",
        "参加している取り組み",
        "書いた近況",
        "書いた節目",
        "節目に書いたひとこと",
    ):
        assert name in str(told)
    assert "見学しました。" in str(told)
    assert "見学しました。" not in str(await workshop.hub.privacy.export(COMMUNITY, MIDORI.user_id, "ja"))
    assert await workshop.hub.privacy.forget(COMMUNITY, HARU.user_id)
    left = await workshop.look()
    assert (left.owner, left.has_owner, left.people) == (None, False, 1)
    assert left.last_memo is not None
    assert left.last_memo.happened == "見学しました。", "the project's own record"
    panel = await projects.roadmaps.panel(COMMUNITY, project.milestones[0].id, STAFF)
    assert [(comment.text, comment.author) for comment in panel.comments] == [("楽しみです。", None)]
    assert [line.key for line in await workshop.desk()] == ["project_owner"]
    await workshop.tick(seconds=10)
    assert workshop.courier.edits[-1][2].facts.has_owner is False


async def test_somebody_who_is_asked_is_forgotten_and_the_office_asks_another(workshop: Workshop) -> None:
    await workshop.propose()
    assert "担当をお願いされている取り組み" in str(
        await workshop.hub.privacy.export(COMMUNITY, HARU.user_id, "ja")
    )
    assert await workshop.hub.privacy.forget(COMMUNITY, HARU.user_id)
    await workshop.tick()
    assert workshop.told() == []
    (line,) = await workshop.desk()
    assert (line.key, line.action and line.action.choice) == ("project_owner", "ask")


async def test_a_linked_seed_never_shows_an_author(workshop: Workshop) -> None:
    """Neither of an anonymous seed, whose link a fault may have kept, nor of a named one."""
    async with workshop.hub.db.transaction() as tx:
        query = insert(MemberRow).values(
            community_id=COMMUNITY,
            discord_user_id=99,
            display_name=AUTHOR,
            created_at=workshop.meetings.hands(),
        )
        author_id = (await tx.execute(query.returning(MemberRow.id))).scalar_one()
    seeds: list[int] = []
    for is_anonymous in (True, False):
        values: dict[str, Any] = {"author_id": author_id, "is_anonymous": is_anonymous}
        seeds.append(await plant_seed(workshop.hub, COMMUNITY, None, **values))
    project = await workshop.propose(seeds[0])
    await workshop.accept(project)
    linked = await workshop.hub.projects.room.link_seed(COMMUNITY, project.id, seeds[1])
    assert [seed.title for seed in linked.seeds] == ["学童が終わったあと、"] * 2, (
        "the first line, and no more"
    )
    await workshop.hub.projects.memos.write(COMMUNITY, project.id, HARU, "a", "b")
    await workshop.tick()
    said = [text_of(notice) + repr(notice.facts) for notice in (*workshop.told(), *workshop.posted())]
    assert "学童が終わったあと、" in "".join(said), "the scanner reads what is sent"
    assert AUTHOR not in "".join(said) + repr(linked) + await everything(workshop)
    exported = await workshop.hub.privacy.export(COMMUNITY, HARU.user_id, "ja")
    assert AUTHOR not in str(exported)


async def test_a_community_that_is_erased_leaves_nothing(workshop: Workshop) -> None:
    project = await workshop.start(MIDORI)
    await workshop.hub.projects.memos.write(COMMUNITY, project.id, HARU, "a", "b")
    await workshop.hub.projects.roadmaps.comment(COMMUNITY, project.milestones[0].id, HARU, "c")
    assert await everything(workshop)
    part = next(part for part in workshop.hub.privacy.parts if part.name == "projects")
    async with workshop.hub.db.transaction() as tx:
        await part.erase(tx, COMMUNITY)
    assert await everything(workshop) == ""
