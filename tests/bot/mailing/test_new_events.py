"""A new meeting is told to those who asked for it, and to nobody else."""

from __future__ import annotations

from sqlalchemy import update

from bot.events.models import EventRow
from bot.events.new_event_notices import NEW
from bot.events.rules import Choice
from bot.members.wish_rules import Topic
from tests.bot.mailing.post_office import PostOffice
from tests.bot.mailing.readers import choose, reader
from tests.kit.meetings import FORM, LINK, days

NEW_EVENT = "新しいイベント"


async def test_each_hears_of_it_once_by_the_way_they_chose_and_others_do_not(many: PostOffice) -> None:
    meetings = many.meetings
    await reader(meetings, 11, Topic.NEW_EVENTS, "dm")
    await reader(meetings, 12, Topic.NEW_EVENTS, "mail", consent="confirmed")
    await reader(meetings, 13)
    await reader(meetings, 14, Topic.NEW_EVENTS, "off", consent="confirmed")
    await reader(meetings, 15, Topic.NEW_EVENTS, "dm", wants_dm=False)
    event = await meetings.announce(description="お茶を飲みながら話しましょう。")
    letters = await many.leaves(NEW_EVENT)
    assert {(letter.way, letter.to) for letter in letters} == {("dm", 11), ("mail", "reader12@mail.example")}
    for letter in letters:
        assert "12月の情報交換会" in letter.text
        assert "12月17日" in letter.text
        assert "みなと市民センター 3階" in letter.text
        assert "お茶を飲みながら" in letter.text
        assert LINK not in letter.text
    assert LINK in FORM.online  # the scanner would find it
    by_mail = next(letter for letter in letters if letter.way == "mail")
    assert by_mail.notice.mail is not None
    assert by_mail.notice.mail.answers == ("venue", "online", "declined")
    by_dm = next(letter for letter in letters if letter.way == "dm")
    assert [(action.kind, action.row_id, action.choice) for action in by_dm.notice.actions] == [
        ("rsvp", event.id, choice) for choice in ("venue", "online", "declined")
    ]
    assert await many.leaves(NEW_EVENT) == []


async def test_whoever_answered_or_changed_their_mind_before_it_left_is_left_alone(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.NEW_EVENTS, "dm")
    changed = await reader(many.meetings, 12, Topic.NEW_EVENTS, "dm")
    await reader(many.meetings, 13, Topic.NEW_EVENTS, "dm")
    event = await many.meetings.announce()
    await many.meetings.answer(event, 11, Choice.DECLINED)
    await choose(many.meetings, changed, Topic.NEW_EVENTS, "off")
    assert [letter.to for letter in await many.leaves(NEW_EVENT)] == [13]


async def test_nothing_is_told_of_one_that_was_called_off_meanwhile(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.NEW_EVENTS, "dm")
    event = await many.meetings.announce()
    await many.hub.events.cancel(many.community_id, event.id, "会場の都合")
    assert await many.leaves(NEW_EVENT) == []
    assert len(await many.meetings.planned(NEW, state="cancelled")) == 1


async def test_a_rehearsal_is_told_to_nobody(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.NEW_EVENTS, "dm")
    draft = await many.hub.drafts.start(many.community_id, 1, "事務局", FORM, is_rehearsal=True)
    await many.hub.events.announce(many.community_id, draft.id)
    assert await many.meetings.planned(NEW) == []
    assert await many.leaves(NEW_EVENT) == []


async def test_in_the_night_it_waits_for_the_morning(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.NEW_EVENTS, "dm")
    many.hands.move(days(11 / 24))  # 23:00
    await many.meetings.announce()
    assert await many.leaves(NEW_EVENT) == []
    many.hands.move(days(10 / 24))
    assert [letter.to for letter in await many.leaves(NEW_EVENT)] == [11]


async def test_a_sensitive_one_says_nothing_in_a_preview(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.NEW_EVENTS, "dm")
    await reader(many.meetings, 12, Topic.NEW_EVENTS, "mail", consent="confirmed")
    event = await many.meetings.announce()
    async with many.hub.db.transaction() as tx:
        await tx.execute(update(EventRow).where(EventRow.id == event.id).values(is_sensitive=True))
    letters = [letter for letter in await many.leaves() if letter.way != "place"]
    by_dm = next(letter for letter in letters if letter.way == "dm")
    assert "情報交換会" not in by_dm.text
    assert many.mail.sent[0][0].hides_subject
