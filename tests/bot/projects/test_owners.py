"""From the question to an owner's yes, and from one owner to the next."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from bot.errors import UserError
from bot.outbox.couriers import WayClosed
from bot.outbox.notice import Notice
from bot.projects.refusals import (
    AskedOnceMore,
    IsOver,
    IsOwnerAlready,
    NobodyDeclined,
    NoSuchProject,
    NoSuchSeed,
    NotAskedNow,
    NothingWritten,
    OwnerStays,
)
from bot.projects.rules import ProjectState
from bot.seeds.models import SeedRow
from tests.bot.projects.workshop import (
    AOI,
    HARU,
    MIDORI,
    STAFF,
    STRANGE,
    WORDS,
    Workshop,
    buttons_of,
    plant_seed,
    text_of,
)
from tests.kit.meetings import COMMUNITY


async def test_nothing_is_public_before_somebody_says_yes(workshop: Workshop) -> None:
    hub = workshop.hub
    project = await workshop.propose()
    assert project.state is ProjectState.PROPOSED
    await workshop.tick()
    (question,) = workshop.told()
    assert WORDS[0] in text_of(question)
    assert "案内に、担当としてお名前が載ります" in text_of(question)
    assert buttons_of(question) == ["project:1:accept", "project:1:decline"]
    assert workshop.posted() == []
    assert await hub.projects.room.listing(COMMUNITY) == []
    assert [line.id for line in await hub.projects.room.listing(COMMUNITY, is_staff=True)] == [1]
    for use_case in (hub.projects.room.panel, hub.projects.room.join, hub.projects.room.leave):
        with pytest.raises(NoSuchProject):
            await use_case(COMMUNITY, 1, MIDORI)
    for stranger in (MIDORI, STAFF):
        with pytest.raises(NotAskedNow):
            await workshop.accept(project, stranger)


async def test_a_yes_begins_it_once_and_the_seeds_hear_of_it(workshop: Workshop) -> None:
    seed_id = await workshop.seed()
    project = await workshop.propose(seed_id)
    begun = await workshop.accept(project)
    assert begun.state is ProjectState.RUNNING
    assert (begun.owner, begun.people, [step.title for step in begun.milestones]) == ("はる", 1, [WORDS[2]])
    assert await workshop.accept(project) == begun, "twice changes nothing"
    assert await workshop.seed_states() == {seed_id: "project"}
    await workshop.tick()
    (card,) = workshop.posted()
    assert (card.layout, card.facts.name) == ("project_card", WORDS[0])
    (sent,) = [sent for sent in workshop.courier.sent if sent.notice is card]
    assert sent.address.channel_id == COMMUNITY + 1  # pyright: ignore[reportAttributeAccessIssue]
    another = await workshop.seed("通学路が暗いです")
    await workshop.hub.projects.room.link_seed(COMMUNITY, project.id, another)
    await workshop.hub.projects.room.link_seed(COMMUNITY, project.id, another)
    assert await workshop.seed_states() == {seed_id: "project", another: "project"}


async def test_the_card_goes_to_the_archive_channel_where_there_is_one(workshop: Workshop) -> None:
    await workshop.hub.communities.change(COMMUNITY, archive_channel_id=4711)
    await workshop.start()
    await workshop.tick()
    (sent,) = [sent for sent in workshop.courier.sent if sent.notice.layout == "project_card"]
    assert sent.address.channel_id == 4711  # pyright: ignore[reportAttributeAccessIssue]


async def test_a_no_and_silence_are_lines_for_the_office(workshop: Workshop) -> None:
    hub = workshop.hub
    project = await workshop.propose()
    assert await workshop.desk() == []
    await workshop.tick(days=14)
    (line,) = await workshop.desk()
    assert line.key == "project_silence"
    assert "はるさんから、担当のお返事が2週間ありません" in line.what.to("ja")
    with pytest.raises(AskedOnceMore):
        await hub.projects.owners.ask(COMMUNITY, project.id, HARU)
    await hub.projects.owners.ask(COMMUNITY, project.id, MIDORI)
    assert await workshop.desk() == []
    with pytest.raises(NotAskedNow):  # somebody else is asked by now
        await workshop.accept(project, HARU)
    await hub.projects.owners.decline(COMMUNITY, project.id, MIDORI)
    (line,) = await workshop.desk()
    assert (line.key, line.action and line.action.choice) == ("project_declined", "ask")
    with pytest.raises(NobodyDeclined):  # there is no owner who could stay
        await hub.projects.owners.keep(COMMUNITY, project.id)
    with pytest.raises(NotAskedNow):
        await hub.projects.owners.decline(COMMUNITY, project.id, MIDORI)


async def test_a_question_that_was_overtaken_is_not_sent(workshop: Workshop) -> None:
    project = await workshop.propose()
    await workshop.hub.projects.owners.ask(COMMUNITY, project.id, MIDORI)
    await workshop.tick()
    assert [sent.address.discord_user_id for sent in workshop.courier.sent] == [MIDORI.user_id]  # pyright: ignore[reportAttributeAccessIssue]


async def test_who_is_asked_twice_and_could_not_be_reached_reads_one_question(workshop: Workshop) -> None:
    project = await workshop.propose()
    workshop.courier.always = WayClosed("closed")
    await workshop.tick()
    ask = workshop.hub.projects.owners.ask
    await ask(COMMUNITY, project.id, MIDORI)
    await ask(COMMUNITY, project.id, HARU)
    await workshop.tick(minutes=1)
    unread = await workshop.hub.outbox.unread_notices(COMMUNITY, HARU.user_id)
    assert [buttons_of(each.notice) for each in unread] == [["project:1:accept", "project:1:decline"]]


async def test_a_proposal_has_no_card_to_show(workshop: Workshop) -> None:
    project = await workshop.propose()
    compose = workshop.hub.outbox.kinds.card("project:1")
    assert compose is not None

    async def card() -> Notice | None:
        async with workshop.hub.db.reading() as tx:
            return await compose(tx, COMMUNITY, "project:1", workshop.meetings.hands())

    assert await card() is None
    await workshop.accept(project)
    assert await card() is not None


async def test_an_owner_hands_over_only_to_a_yes(workshop: Workshop) -> None:
    hub = workshop.hub
    project = await workshop.start(MIDORI)
    with pytest.raises(IsOwnerAlready):
        await hub.projects.owners.ask(COMMUNITY, project.id, HARU)
    with pytest.raises(OwnerStays):
        await hub.projects.room.leave(COMMUNITY, project.id, HARU)
    await hub.projects.owners.ask(COMMUNITY, project.id, AOI)
    assert (await workshop.look()).owner == "はる"
    await hub.projects.owners.decline(COMMUNITY, project.id, AOI)
    (line,) = [line for line in await workshop.desk() if line.key == "project_declined"]
    assert [action.choice for action in line.others] == ["keep"]
    await hub.projects.owners.keep(COMMUNITY, project.id)
    assert [line.key for line in await workshop.desk()] == []
    await hub.projects.owners.ask(COMMUNITY, project.id, MIDORI)
    handed = await workshop.accept(project, MIDORI)
    assert (handed.owner, handed.people, handed.state) == ("みどり", 2, ProjectState.RUNNING)
    await workshop.tick()
    assert "担当が、みどりさんに替わりました" in text_of(workshop.told()[-1])
    assert (await hub.projects.room.leave(COMMUNITY, project.id, HARU)).project.people == 1


@pytest.mark.parametrize(
    "values",
    [
        {"readers": "office"},
        {"published_at": None},
        {"state": "received"},
        {"state": "private"},
        {"state": "withdrawn"},
        {"state": "deleted", "text": None},
    ],
)
async def test_a_seed_that_is_not_public_cannot_be_linked(workshop: Workshop, values: Any) -> None:
    room = workshop.hub.projects.room
    hidden = await workshop.seed("秘密の藪椿", **values)
    project = await workshop.start()
    for refused in (
        workshop.propose(hidden),
        room.link_seed(COMMUNITY, project.id, hidden),
        room.seed(COMMUNITY, hidden),
    ):
        with pytest.raises(NoSuchSeed):
            await refused
    assert [seed.title for seed in await room.seeds_to_choose(COMMUNITY, "藪椿")] == []
    shown = await workshop.seed("見える藪椿")
    assert [seed.id for seed in await room.seeds_to_choose(COMMUNITY, "藪椿")] == [shown], "the scanner finds"


async def test_a_seed_that_is_hidden_later_leaves_the_card(workshop: Workshop) -> None:
    project = await workshop.start()
    assert [seed.id for seed in project.seeds] == [1]
    await workshop.tick()
    async with workshop.hub.db.transaction() as tx:
        await tx.execute(update(SeedRow).values(state="withdrawn"))
        await workshop.hub.projects.room.seed_changed(tx, COMMUNITY, 1, workshop.meetings.hands())
    await workshop.tick(seconds=10)
    assert workshop.courier.edits[-1][2].facts.seeds == ()
    assert (await workshop.look()).seeds == ()
    assert await workshop.hub.projects.room.refresh_cards() == 0


async def test_who_looks_from_elsewhere_finds_nothing(workshop: Workshop) -> None:
    projects = workshop.hub.projects
    project = await workshop.start()
    foreign = await plant_seed(workshop.hub, STRANGE, "となり町の種")
    for refused, error in (
        (projects.room.panel(STRANGE, project.id, STAFF), NoSuchProject),
        (projects.room.join(STRANGE, project.id, HARU), NoSuchProject),
        (projects.owners.accept(STRANGE, project.id, HARU), NoSuchProject),
        (projects.owners.ask(STRANGE, project.id, MIDORI), NoSuchProject),
        (projects.room.link_seed(COMMUNITY, project.id, foreign), NoSuchSeed),
        (projects.memos.write(STRANGE, project.id, STAFF, "a", "b"), NoSuchProject),
        (projects.endings.drop(STRANGE, project.id, STAFF, "a"), NoSuchProject),
    ):
        with pytest.raises(error):
            await refused


async def test_an_empty_form_and_an_ended_project_are_refused(workshop: Workshop) -> None:
    projects = workshop.hub.projects
    with pytest.raises(NothingWritten):
        projects.owners.check("名前", " ", "一歩")
    project = await workshop.propose()
    await projects.endings.drop(COMMUNITY, project.id, STAFF, "担当が見つかりませんでした。")
    refused: UserError
    for attempt in (
        projects.owners.ask(COMMUNITY, project.id, MIDORI),
        projects.room.link_seed(COMMUNITY, project.id, 1),
    ):
        with pytest.raises(IsOver) as caught:
            await attempt
        refused = caught.value
        assert refused.args_for_text["name"] == WORDS[0]
    with pytest.raises(NotAskedNow):
        await workshop.accept(project)
    await workshop.tick()
    assert workshop.courier.sent == [], "neither a question nor a card"
