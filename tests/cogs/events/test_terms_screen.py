"""Terms of a meeting as people see and press them: deadline, approval, companions, notes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from simcord import MemberActor

from bot.events.rules import Mode
from tests.cogs.events.scenes import announce, boxes_of, write
from tests.kit.world import World, labels, parts_of, text_of_message


def ids(message) -> list[str]:
    return [part["custom_id"] for part in parts_of(message) if "custom_id" in part]


async def test_staff_write_the_terms_and_the_card_says_them(world: World):
    await world.set_up()
    preview = await write(world, world.staff)
    shown = await world.press(world.staff, preview, "draft:1:terms")
    wrong = await world.fill(
        world.staff,
        shown,
        deadline="そのうち",
        max_companions=["2"],
        switches=["needs_approval"],
        role_ids=[],
    )
    assert "締め切り「そのうち」を読み取れませんでした" in world.read(wrong)
    again = await world.press(world.staff, wrong, "draft:1:terms")
    assert boxes_of(again)["deadline"] == "そのうち", "nothing typed is lost"
    right = await world.fill(
        world.staff,
        again,
        deadline="2日前 18:00",
        max_companions=["2"],
        switches=["needs_approval", "is_special"],
        role_ids=[world.community.staff_role],
    )
    text = world.read(right)
    assert "2026年12月15日（火）18:00までにお申し込みください" in text
    await world.press(world.staff, right, "draft:1:announce")
    await world.tick()
    card = text_of_message(world.card())
    assert "事務局から一件ずつお返事します" in card
    assert "同伴の方は2人まで" in card
    refused = await world.press(world.person("はる"), world.card(), "rsvp:1:venue")
    assert "対象のロールを持つ方だけ" in world.read(refused)
    event = await world.hub.events.show(world.community.guild.id, 1)
    assert not event.is_regular


async def test_after_the_deadline_the_card_changes_by_itself(world: World):
    await world.set_up()
    await announce(world, deadline="2日前 18:00")
    await world.press(world.person("はる"), world.card(), "rsvp:1:venue")
    before = ids(world.card())
    deadline = datetime(2026, 12, 15, 9, tzinfo=UTC)
    await world.move(deadline - world.hub.clock())
    await world.tick()
    after = ids(world.card())
    assert "rsvp:1:venue" in before
    assert [custom_id for custom_id in after if custom_id.startswith("rsvp:")] == ["rsvp:1:declined"]
    assert "締め切りました" in text_of_message(world.card())
    left = await world.press(world.person("はる"), world.card(), "rsvp:1:declined")
    assert "お知らせくださり、ありがとうございます" in world.read(left)


async def test_companions_and_notes_are_told_in_one_form_and_read_by_staff_alone(world: World):
    await world.set_up()
    await announce(world, venue="みなと市民センター 3階 / 定員4", max_companions=2)
    haru = world.person("はる")
    answer = await world.press(haru, world.card(), "rsvp:1:venue")
    shown = await world.press(haru, answer, "event:1:notes")
    said = await world.fill(
        haru,
        shown,
        companions=["2"],
        **_boxes(shown, needs="車いすで行きます", name="みなと", affiliation="みなと商店会"),
    )
    text = world.read(said)
    assert "ご本人を含めて3人分" in text
    assert "30日後に消えます" in text
    again = await world.press(haru, answer, "event:1:notes")
    assert "車いすで行きます" in str(boxes_of(again))
    people = await world.slash(world.staff, "event people", event="1")
    assert "連絡あり" in world.read(people)
    person = await world.choose(world.staff, people, None, str(await _member(world, haru.id)))
    assert "車いすで行きます" in world.read(person)
    assert "みなと商店会" in world.read(person)
    assert "車いす" not in "".join(world.read_channel(world.announcements))


def _boxes(shown, *, needs: str, name: str, affiliation: str) -> dict[str, str]:
    fields = [row["component"] for row in shown.modal["components"] if row["component"]["type"] == 4]
    return {
        field["custom_id"]: value for field, value in zip(fields, (needs, name, affiliation), strict=True)
    }


async def _member(world: World, user_id: int) -> int:
    _community, member = await world.hub.members.who(world.community.guild.id, user_id)
    assert member is not None
    return member.id


async def test_a_party_too_big_is_offered_fewer_and_takes_it_in_the_direct_message(world: World):
    await world.set_up()
    await announce(world, venue="みなと市民センター 3階 / 定員2", online="", max_companions=2)
    haru, natsu, aki = world.people("はる", "なつ", "あき")
    for person in (haru, natsu, aki):
        answer = await world.press(person, world.card(), "rsvp:1:venue")
    shown = await world.press(aki, answer, "event:1:notes")
    await world.fill(aki, shown, companions=["1"])
    await _give_up(world, haru)
    await world.tick()
    [dm] = world.dms(aki)
    assert "人数を減らせば参加できます" in dm.content
    taken = await world.press(aki, dm, "rsvp:1:venue:fewer")
    assert "会場" in world.read(taken)
    event = await world.hub.events.show(world.community.guild.id, 1)
    assert (event.seats[Mode.VENUE].taken, event.seats[Mode.VENUE].waiting) == (2, 0)


async def _give_up(world: World, person: MemberActor) -> None:
    """Somebody with a seat for which others wait leaves: asked once, then it is given."""
    asked = await world.press(person, world.card(), "rsvp:1:declined")
    await world.press(person, asked, "rsvp:1:declined:sure")


async def test_whoever_waits_when_the_line_stands_still_takes_the_free_seat_by_a_press(world: World):
    await world.set_up()
    event = await announce(world, venue="みなと市民センター 3階 / 定員1", online="")
    haru, natsu = world.people("はる", "なつ")
    await world.press(haru, world.card(), "rsvp:1:venue")
    waiting = await world.press(natsu, world.card(), "rsvp:1:venue")
    details = await world.press(natsu, world.card(), "event:1:details")
    assert "キャンセル待ちをやめる" in labels(details)
    assert "キャンセル待ち" in world.read(waiting)
    await world.move(event.starts_at - world.hub.clock() - timedelta(hours=2, minutes=59))
    for _ in range(3):  # the first direct messages to people leave one after another
        await world.tick()
        await world.move(timedelta(minutes=1))
    stopped = [dm for dm in world.dms(natsu) if "自動のご案内を終わりました" in dm.content]
    assert len(stopped) == 1
    await _give_up(world, haru)
    assert not [dm for dm in world.dms(natsu) if "席が空き" in dm.content], "nobody moves up any more"
    taken = await world.press(natsu, stopped[0], "rsvp:1:venue")
    assert "会場の席" in world.read(taken)
    assert (await world.hub.events.show(world.community.guild.id, 1)).seats[Mode.VENUE].taken == 1


async def test_a_promoted_person_declines_with_one_press_and_the_next_moves_up(world: World):
    await world.set_up()
    await announce(world, venue="みなと市民センター 3階 / 定員1", online="")
    haru, natsu, aki = world.people("はる", "なつ", "あき")
    for person in (haru, natsu, aki):
        await world.press(person, world.card(), "rsvp:1:venue")
    await _give_up(world, haru)
    await world.tick()
    [promoted] = [dm for dm in world.dms(natsu) if "席が空き" in dm.content]
    await world.press(natsu, promoted, "行けません・取り消す")
    assert "ほかの方におまわしします" in world.read_dms(natsu)[-1], "the notice itself says so now"
    await world.move(timedelta(minutes=1))
    await world.tick()
    assert [dm for dm in world.dms(aki) if "席が空き" in dm.content], "the next moved up without a question"
