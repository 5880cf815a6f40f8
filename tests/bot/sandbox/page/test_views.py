"""What the page shows of SimCord's world, to whom."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.page.town import Town
from bot.sandbox.page.views.commands import commands
from tests.bot.sandbox.page.conftest import Visitor

VENUE = "会場で参加する"


def places(seen: dict[str, Any]) -> list[dict[str, Any]]:
    return [place for group in seen["groups"] for place in group["places"]]


async def test_the_card_with_its_buttons_and_its_thread(town: Town, member: Visitor):
    card = next(message for message in member.messages() if message["embeds"])
    assert card["author"]["is_bot"]
    assert card["embeds"][0]["title"] == ["9月の情報交換会"]
    _message, button = member.button(VENUE)
    assert (button["style"], button["disabled"]) == ("primary", False)
    assert card["thread"]["id"] == card["id"]
    thread = next(place for place in places(member.sees()) if place["id"] == card["id"])
    assert (thread["kind"], thread["depth"]) == ("thread", 1)
    assert [message["system"] for message in member.messages() if message["system"]] == [
        "ハブのボットがスレッド「9月の情報交換会」を始めました。"
    ]


async def test_a_private_answer_is_there_for_one_person_only(town: Town, member: Visitor, other: Visitor):
    answer = await member.presses(VENUE)
    mine = next(message for message in member.messages() if message["id"] == answer["go"]["message"])
    assert mine["private"]
    assert not mine["menu"]
    assert answer["go"]["message"] not in [message["id"] for message in other.messages()]
    date = mine["files"][0]["date"]
    assert (date["title"], date["when"]) == ("9月の情報交換会", "2026年9月17日（木）19:00〜20:30")
    member.acts.dismiss(int(mine["id"]))
    assert mine["id"] not in [message["id"] for message in member.messages()]


async def test_who_may_not_read_a_channel_does_not_see_it(town: Town, member: Visitor, staff: Visitor):
    office = str(town.sim.community.office.id)
    assert office not in [place["id"] for place in places(member.sees())]
    assert office in [place["id"] for place in places(staff.sees())]
    assert member.eyes.find(int(office)) is None


async def test_direct_messages_are_unread_until_they_are_looked_at(town: Town, member: Visitor):
    await member.presses(VENUE)
    assert "dm" not in [place["kind"] for place in places(member.sees())]
    await town.passes(lambda: town.passing.to(town.passing.now + timedelta(days=4)))
    conversation = next(place for place in places(member.sees()) if place["kind"] == "dm")
    assert conversation["unread"] == 1
    me = next(
        each
        for group in member.sees()["people"]
        for each in group["people"]
        if each["id"] == str(member.person.id)
    )
    assert me["unread"] == 1
    there = member.at(member.person.user.dm_channel)
    there.looks()
    assert next(place for place in places(there.sees()) if place["kind"] == "dm")["unread"] == 0
    assert there.sees()["place"]["can_write"]


async def test_a_forum_is_a_list_of_posts_with_tags(town: Town, member: Visitor):
    from bot.sandbox.page.opening import _seed
    from bot.sandbox.scenes_seeds import choose_forum

    await choose_forum(town.stage, town.forum)
    await _seed(town)
    forum = member.at(town.forum).sees()["place"]
    assert (forum["kind"], forum["can_write"]) == ("forum", False)
    assert forum["hint"]
    post = forum["posts"][0]
    assert post["name"].startswith("#1 ")
    assert post["tags"] == ["公開中"]
    opened = member.at(next(each for each in town.forum.threads if str(each.id) == post["id"]))
    assert opened.sees()["place"]["kind"] == "post"
    assert opened.button("わたしも感じています")[1]["disabled"] is False


async def test_commands_are_listed_in_the_readers_language(town: Town, member: Visitor, staff: Visitor):
    offered = commands(staff.eyes, staff.place)
    by_name = {command["name"]: command for command in offered["commands"]}
    assert by_name["event create"]["label"] == "イベント 作る"
    assert by_name["event create"]["description"]
    rsvp = {option["name"]: option for option in by_name["rsvp"]["options"]}
    assert (rsvp["event"]["kind"], rsvp["event"]["label"]) == ("suggest", "イベント名")
    assert rsvp["choice"]["kind"] == "choice"
    assert VENUE in [choice["label"] for choice in rsvp["choice"]["choices"]]
    assert [menu["label"] for menu in offered["menus"]] == ["課題の種にする", "事務局に知らせる"]
    mine = {command["name"] for command in commands(member.eyes, member.place)["commands"]}
    assert "rsvp" in mine


async def test_suggestions_come_from_the_bot(town: Town, member: Visitor):
    offered = await town.glance(lambda: member.acts.suggestions("rsvp", "event", "情報", {}))
    assert ["9月の情報交換会" in choice["label"] for choice in offered] == [True]


async def test_the_servers_own_events(town: Town, member: Visitor, other: Visitor):
    await town.passes(town.passing.moment)
    [event] = member.sees()["events"]
    assert (event["name"], event["interested"]) == ("9月の情報交換会", False)
    assert event["when"] == "2026年9月17日（木）19:00〜20:30"
    await town.deed(lambda: member.acts.interested(int(event["id"]), is_interested=True))
    assert member.sees()["events"][0]["interested"]
    assert not other.sees()["events"][0]["interested"]
    assert other.sees()["events"][0]["count"] == "1人が興味あり"


async def test_what_the_bot_will_do_next_is_in_order_and_does_come(town: Town, member: Visitor):
    await member.presses(VENUE)
    coming = member.sees()["outlook"]
    assert coming[0]["what"] == "開催前のお知らせ"
    due = town.passing.next_due()
    assert due is not None
    assert member.sees()["clock"]["next"] == coming[0]["when"] == "2026年9月10日（木）12:00"
    await town.passes(lambda: town.passing.to(due))
    assert town.passing.now == due
    assert member.sees()["outlook"][0]["when"] != coming[0]["when"]


async def test_people_are_grouped_and_marked(town: Town, member: Visitor):
    newcomer = town.joins()
    town.sets_dms(member.person, closed=True)
    groups = {group["name"]: group["people"] for group in member.sees()["people"]}
    assert [each["name"] for each in groups["事務局"]] == ["代表 みどり", "事務局 はるか"]
    assert groups["事務局"][1]["roles"] == ["事務局"]
    assert [each["name"] for each in groups["新しく来た人"]] == [newcomer.name]
    assert next(each for each in groups["参加している人"] if each["id"] == str(member.person.id))[
        "dms_closed"
    ]
    assert member.sees()["me"]["dms_closed"]


async def test_who_wrote_without_a_name_is_nowhere_on_the_offices_screens(town: Town, staff: Visitor):
    from bot.sandbox.page.guide_steps import _no_name
    from bot.sandbox.page.opening import quiet_story
    from bot.sandbox.scenes_seeds import choose_forum

    await choose_forum(town.stage, town.forum)
    await _no_name(town, quiet_story(town))
    author = town.cast.author
    name, account = town.cast.name(author.id), str(author.id)
    office = json.dumps(staff.at(town.sim.community.office).sees()["place"], ensure_ascii=False)
    assert "どのあたり" in office or "つづき" in office or "北門" in office
    assert name not in office
    assert account not in office
    forum = [staff.at(each).sees()["place"] for each in town.forum.threads]
    assert name not in json.dumps(forum, ensure_ascii=False)
    everything = json.dumps(Visitor(town, author).sees(), ensure_ascii=False)
    assert name in everything
    assert account in everything


@pytest.mark.parametrize("lang", ["ja"])
async def test_the_state_can_be_sent(town: Town, member: Visitor, lang: str):
    assert json.loads(json.dumps(member.sees()))["lang"] == lang
