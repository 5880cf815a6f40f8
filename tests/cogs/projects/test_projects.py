"""From a seed to what came of it, as people press and read it; and who may press what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.clock import Hands
from bot.members.rules import Sector
from bot.projects.rules import (
    MEMO_LENGTH,
    MOST_LINKS,
    MOST_MILESTONES,
    MOST_SEEDS,
    NAME_LENGTH,
    OUTCOME_LENGTH,
    PURPOSE_LENGTH,
    MilestoneState,
    ProjectState,
)
from bot.projects.views import Actor, LinkedSeed, Memo, Milestone, Project
from bot.settings import Settings
from cogs.projects.card import project_embed
from cogs.shared import limits
from tests.bot.projects.workshop import WORDS, plant_seed
from tests.cogs.events.scenes import STAFF_ONLY
from tests.kit.leaks import spoken
from tests.kit.meetings import NOON
from tests.kit.world import World, labels, open_world, parts_of, text_of_message

NAME, PURPOSE, STEP = WORDS
TYPED = {"name": NAME, "purpose": PURPOSE, "first_step": STEP}


async def plant(world: World, title: str | None = "夕方に行き場のない子がいます", **values: Any) -> int:
    return await plant_seed(world.hub, world.community.guild.id, title, **values)


async def propose(world: World, owner: MemberActor, seed_id: int) -> InteractionResult:
    form = await world.slash(world.staff, "project start", seed=str(seed_id))
    chosen = await world.fill(world.staff, form, **TYPED)
    return await world.choose(world.staff, chosen, None, owner)


async def start(world: World, owner: MemberActor) -> discord.Message:
    """A project that was taken on, and its card."""
    await propose(world, owner, await plant(world))
    await world.tick()
    await world.press(owner, world.dms(owner)[-1], "project:1:accept")
    await world.tick()
    return world.card()


@pytest.fixture
async def english(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    """The same community with everything in English."""
    async with open_world(settings, hands, lang="en") as made:
        yield made


async def test_from_the_seed_to_what_came_of_it(world: World) -> None:
    await world.set_up()
    haru, midori, aoi = world.people("はる", "みどり", "あおい")
    seed_id = await plant(world)

    # the office proposes; a purpose that is too short for words is given back, nothing typed is lost
    form = await world.slash(world.staff, "project start", seed=str(seed_id))
    refused = await world.fill(world.staff, form, **{**TYPED, "purpose": " "})
    assert "空欄があります" in world.read(refused)
    again = await world.press(world.staff, refused, "直す")
    chosen = await world.fill(world.staff, again, **TYPED)
    assert "引き受けるかどうかは自由に決めていただきます" in world.read(chosen)
    asked = await world.choose(world.staff, chosen, None, haru)
    assert "はるさんに、「放課後の居場所づくり」の担当を個別にお願いしています" in world.read(asked)
    await world.tick()
    assert world.read_channel(world.announcements) == [], "public nowhere"
    assert "取り組みはまだありません" in world.read(await world.slash(midori, "project list"))

    # はる says yes in the direct message
    question = world.dms(haru)[-1]
    assert "公開される取り組みの案内に、担当としてお名前が載ります" in text_of_message(question)
    assert "「放課後の居場所づくり」の担当になりました" in world.read(
        await world.press(haru, question, "引き受けます")
    )
    await world.tick()
    card = world.card()
    said = text_of_message(card)
    assert "取り組み：放課後の居場所づくり" in said
    assert "担当: はる" in said
    assert "夕方に行き場のない子がいます" in said
    assert "・公民館に見学に行く" in said
    assert labels(card) == ["参加する", "参加をやめる", "道のり", "事務局に聞く"]

    # others join, and tell their sectors
    joined = await world.press(midori, card, "project:1:join")
    assert "お名前は、参加している方と事務局だけが見られます" in world.read(joined)
    await world.choose(midori, joined, "member:0:sector", Sector.COMPANY.value)
    await world.press(aoi, card, "project:1:join")
    for person, sector in ((haru, Sector.CITIZEN), (aoi, Sector.STUDENT)):
        await world.hub.members.set_sector(world.community.guild.id, person.id, None, sector)
    await world.move(timedelta(minutes=1))
    await world.hub.plan()
    await world.tick()
    said = text_of_message(world.card())
    assert "3人が参加しています" in said
    assert "✓ 3つの立場から参加：市民・町内会、企業、学生" in said
    assert "みどり" not in said

    # the roadmap: a milestone, its versions, a comment
    roadmap = await world.press(haru, await world.slash(haru, "project show", project=NAME), "道のり")
    form = await world.press(haru, roadmap, "節目を加える")
    unread = await world.fill(haru, form, title="場所を決める", day="そのうち")
    assert "「そのうち」は、日付として読み取れませんでした" in world.read(unread)
    roadmap = await world.fill(
        haru, await world.press(haru, unread, "直す"), title="場所を決める", day="2027-01-15"
    )
    assert "・2027年1月15日　場所を決める" in world.read(roadmap)
    shown = await world.choose(midori, await world.press(midori, card, "道のり"), None, "2")
    assert "節目を直す" not in labels(shown)
    form = await world.press(midori, shown, "ひとこと書く")
    shown = await world.fill(midori, form, text="**鍵** は私が借ります。@everyone")
    assert r"\*\*鍵\*\* は私が借ります。" in world.read(shown)
    assert "@everyone" not in world.read(shown)
    shown = await world.choose(haru, roadmap, "project:1:milestone", "2")
    shown = await world.press(haru, shown, "できました")
    assert "第2版　場所を決める（2027年1月15日、できた）" in world.read(shown)
    assert "担当（はる）" in world.read(shown)

    # the month turns: the bot asks, はる writes, the memo is posted under the card
    await world.move(timedelta(days=28))
    await world.hub.plan()
    await world.move(timedelta(days=1, hours=1))
    await world.hub.plan()
    await world.tick()
    wanted = world.dms(haru)[-1]
    assert "その後はいかがですか" in text_of_message(wanted)
    form = await world.press(haru, wanted, "近況を書く")
    in_dm: Any = haru.user
    refused = await world.fill(in_dm, form, happened="見学しました。", next_steps=" ")
    form = await world.press(in_dm, refused, "直す")
    assert "近況を載せます" in world.read(
        await world.fill(in_dm, form, happened="見学しました。", next_steps="予約します。")
    )
    await world.tick()
    (thread,) = world.announcements.threads
    assert any("見学しました。" in text for text in world.read_channel(thread))

    # the end
    panel = await world.slash(haru, "project show", project=NAME)
    form = await world.press(haru, panel, "取り組みを終える")
    refused = await world.fill(haru, form, outcome="毎週火曜に開いています。", links="news.example")
    form = await world.press(haru, refused, "直す")
    ended = await world.fill(haru, form, outcome="毎週火曜に開いています。", links="https://news.example/1")
    assert "おつかれさまでした" in world.read(ended)
    await world.move(timedelta(minutes=1))
    await world.tick()
    said = text_of_message(world.card())
    assert "取り組み（終了）：放課後の居場所づくり" in said
    assert "https://news.example/1" in said
    assert labels(world.card()) == ["道のり", "事務局に聞く"]
    late = await world.press(midori, await _forge(world, "project:1:join"), "押す")
    assert "終わっているため、変えられません" in world.read(late)


async def test_who_may_press_what(world: World) -> None:
    await world.set_up()
    haru, midori, kai = world.people("はる", "みどり", "かい")
    card = await start(world, haru)
    await world.press(midori, card, "project:1:join")
    assert STAFF_ONLY in world.read(await world.slash(midori, "project start", seed="1"))
    for what in ("start", "ask", "keep", "post_again", "seed", "unseed"):
        forged = await _forge(world, f"project:{0 if what == 'start' else 1}:{what}")
        assert STAFF_ONLY in world.read(await world.press(haru, forged, "押す")), what
    for what in ("memo", "finish", "drop"):
        forged = await _forge(world, f"project:1:{what}")
        said = world.read(await world.press(midori, forged, "押す"))
        assert "担当の方と事務局のためのものです" in said, what
    for what in ("people", "finding"):
        forged = await _forge(world, f"project:1:{what}")
        assert "参加している方のためのものです" in world.read(await world.press(kai, forged, "押す"))
    people = await world.press(midori, await _forge(world, "project:1:people"), "押す")
    assert "・みどり" in world.read(people)
    comment = await _forge(world, "milestone:1:comment")
    assert "参加している方のためのものです" in world.read(await world.press(kai, comment, "押す"))
    for what in ("accept", "decline"):
        forged = await _forge(world, f"project:1:{what}")
        assert "このお願いは終わっています" in world.read(await world.press(kai, forged, "押す"))
    for custom_id in ("milestone:1:edit", f"milestone:1:mark_{MilestoneState.DONE.value}", "project:1:add"):
        forged = await _forge(world, custom_id)
        assert "担当の方と事務局のためのものです" in world.read(await world.press(midori, forged, "押す"))
    for gone in ("project:99:panel", "milestone:99:edit"):
        assert "見当たりません" in world.read(await world.press(haru, await _forge(world, gone), "押す"))
    panel = await world.slash(kai, "project show", project="1")
    assert labels(panel) == ["道のり", "参加する"]
    panel = await world.slash(haru, "project show", project="1")
    assert {"近況を書く", "取り組みを終える", "途中で終わりにする"} <= set(labels(panel))
    assert "ほかの方に担当をお願いする" not in labels(panel)
    panel = await world.slash(world.staff, "project show", project="1")
    assert {"ほかの方に担当をお願いする", "種を加える"} <= set(labels(panel))
    assert "分かったことを種にする" not in labels(panel), "staff who do not take part"


async def _forge(world: World, custom_id: str) -> discord.Message:
    """A button as somebody could bring it here."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="押す", custom_id=custom_id))
    view.stop()
    await world.bot.get_partial_messageable(world.community.lounge.id).send("カード", view=view)
    await world.env.settle()
    return world.community.lounge.history(viewer=world.staff)[-1]


async def test_a_finding_goes_to_the_office_with_its_author(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    await start(world, haru)
    panel = await world.slash(haru, "project show", project="1")
    form = await world.press(haru, panel, "分かったことを種にする")
    answer = await world.fill(haru, form, title="鍵の係がいない", text="夕方は人がいません。", parent=["1"])
    assert "種 #2 として受け取り" in world.read(answer)
    (waiting,) = await world.hub.seeds.reviews.waiting(world.community.guild.id)
    assert (waiting.title, waiting.parent_id, waiting.author_name) == ("鍵の係がいない", 1, "はる")


async def test_a_refusal_in_the_memo_keeps_the_words(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    await start(world, haru)
    panel = await world.slash(haru, "project show", project="1")
    form = await world.press(haru, panel, "近況を書く")
    actor = Actor(haru.id, "はる")
    await world.hub.projects.endings.finish(world.community.guild.id, 1, actor, "done", "")
    refused = await world.fill(haru, form, happened="見学しました。", next_steps="予約します。")
    assert "は終わっているため" in world.read(refused)
    again = await world.press(haru, refused, "直す")
    assert "見学しました。" in str(again.modal)


async def test_a_no_reaches_the_desk_and_the_next_one_says_yes(english: World) -> None:
    world = english
    await world.set_up()
    await world.hub.communities.change(world.community.guild.id, language="en")
    haru, midori = world.people("はる", "みどり")
    secret = await plant(world, "秘密の藪椿", readers="office")
    seed_id = await plant(world)
    refused = await world.slash(world.staff, "project start", seed=str(secret))
    assert "There is no published seed under that name" in world.read(refused)
    offered = await world.press(world.staff, await world.slash(world.staff, "home"), "Projects")
    menu = await world.press(world.staff, offered, "Start a project")
    assert [option["value"] for option in parts_of(menu.response)[0]["options"]] == [str(seed_id)]  # pyright: ignore[reportArgumentType]
    form = await world.choose(world.staff, menu, None, str(seed_id))
    await world.choose(world.staff, await world.fill(world.staff, form, **TYPED), None, haru)
    await world.tick()
    answer = await world.press(haru, world.dms(haru)[-1], "Not now")
    assert "nobody else is told" in world.read(answer)
    desk = await world.slash(world.staff, "desk")
    assert "the person you asked cannot take it on now" in world.read(desk)
    menu = await world.press(world.staff, desk, "project:1:ask")
    await world.choose(world.staff, menu, None, midori)
    await world.move(timedelta(minutes=1))  # new direct messages leave one after another
    await world.tick()
    await world.press(midori, world.dms(midori)[-1], "I take it on")
    await world.tick()
    said = text_of_message(world.card())
    assert f"Project: {NAME}" in said
    assert "1 person takes part" in said
    assert "Owner: みどり" in said
    assert spoken(world.env).holding("秘密の藪椿") == {"public": [], "private": [], "direct": []}
    assert spoken(world.env).holding("夕方に行き場のない子")["public"], "the scanner finds what is public"


def test_the_fullest_card_fits_and_says_what_is_left_out() -> None:
    sign = "*"
    project = Project(
        id=1,
        community_id=1,
        state=ProjectState.FINISHED,
        name=sign * NAME_LENGTH,
        purpose=sign * PURPOSE_LENGTH,
        owner=sign * 32,
        has_owner=True,
        asked=None,
        is_asking=False,
        declined_at=None,
        people=300,
        sectors=tuple(Sector),
        seeds=tuple(LinkedSeed(number, sign * 60) for number in range(MOST_SEEDS)),
        milestones=tuple(
            Milestone(
                number,
                f"{number}{sign * 90}",
                None,
                MilestoneState.OPEN if number else MilestoneState.DONE,
                1,
            )
            for number in range(MOST_MILESTONES)
        ),
        last_memo=Memo(sign * MEMO_LENGTH, sign * MEMO_LENGTH, NOON),
        outcome=sign * OUTCOME_LENGTH,
        links=tuple(f"https://news.example/{number}/{'x' * 150}" for number in range(MOST_LINKS)),
        reason=None,
        revision=1,
        started_at=NOON,
        ended_at=NOON,
        timezone="Asia/Tokyo",
    )
    embed = project_embed(project, "ja")
    assert len(embed) <= limits.EMBEDS_TOTAL
    fields = {field.name: field.value or "" for field in embed.fields}
    assert all(len(value) <= limits.FIELD_VALUE for value in fields.values())
    assert f"/{MOST_LINKS - 1}/" in fields["リンク"]
    assert "→ これから：" in fields["近況"]
    short = replace(
        project, milestones=tuple(replace(each, title="節目") for each in project.milestones), outcome=None
    )
    roadmap = next(field.value or "" for field in project_embed(short, "ja").fields if field.name == "道のり")
    assert roadmap.splitlines()[-1] == "ほか12件は「道のり」で見られます"
    assert len(roadmap.splitlines()) == 9
