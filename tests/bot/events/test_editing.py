"""A meeting that is changed: who is told what, once; reminders of the new date; and the line that moves."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.dates import DateInPast
from bot.events.changes import ModeInUse, NothingChanged
from bot.events.edits import NoSuchEdit
from bot.events.models import EventRow
from bot.events.rules import AlreadyOver, Choice, Event, EventWasCancelled, Mode, NoSuchEvent
from bot.outbox.carrying import Carrier
from bot.outbox.claim import COLUMNS, delivery_of
from bot.outbox.couriers import Address, ToPerson
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Notice, Receipt
from bot.outbox.pacing import Pacer
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY, Meetings, days

VENUE, ONLINE, MAYBE, DECLINED = Choice.VENUE, Choice.ONLINE, Choice.MAYBE, Choice.DECLINED
NEW_LINK = "https://meeting.example/j/another-secret-0815"


async def edit(meetings: Meetings, event: Event, **boxes: Any):
    """Begin, fill in and save a change; what became of it."""
    begun = await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", event.id)
    await meetings.hub.edits.change(COMMUNITY, begun.id, **boxes)
    return await meetings.hub.edits.save(COMMUNITY, begun.id)


async def told(meetings: Meetings) -> dict[int | None, Any]:
    return dict(await meetings.planned("event.changed"))


@pytest.fixture
async def answered(meetings: Meetings) -> tuple[Meetings, Event]:
    """A seat at the venue (11), somebody waiting (12), online (13), unsure (14), not coming (15)."""
    event = await meetings.announce(venue=1, online=5)
    for person, choice in ((11, VENUE), (12, VENUE), (13, ONLINE), (14, MAYBE), (15, DECLINED)):
        await meetings.answer(event, person, choice)
    return meetings, event


EVERYBODY = {11, 12, 13, 14}


@pytest.mark.parametrize(
    ("boxes", "people"),
    [
        ({"when": "12/24 19:00-20:30"}, EVERYBODY),
        ({"when": "12/17 18:30-20:30"}, EVERYBODY),
        ({"when": "12/17 19:00-21:00"}, EVERYBODY),
        ({"when": "12/17 19:00-20:30 開場18:30"}, {11, 12, 14}),
        ({"venue": "みなと図書館 2階 定員1"}, {11, 12, 14}),
        ({"online": f"{NEW_LINK} 定員5"}, {13}),
        ({"room": "北口から入ってください"}, {11}),
        ({"title": "情報交換会（冬）"}, set()),
        ({"description": "持ち物はありません。"}, set()),
        ({"fee": "500円"}, set()),
        ({"co_hosts": "みなと商店会"}, set()),
        ({"deadline": "2日前"}, set()),
        ({"contact": "000-0000-0000"}, set()),
    ],
)
async def test_who_is_told(answered: tuple[Meetings, Event], boxes: dict[str, str], people: set[int]):
    meetings, event = answered
    _event, changed = await edit(meetings, event, **boxes)
    assert set(await told(meetings)) == people
    assert changed.told == len(people)


async def test_small_edits_raise_the_card_and_nothing_else(answered: tuple[Meetings, Event]):
    meetings, event = answered
    before = await meetings.hub.events.show(COMMUNITY, event.id)
    after, _changed = await edit(meetings, event, description="持ち物はありません。")
    assert after.revision > before.revision
    assert after.calendar_sequence == before.calendar_sequence
    assert after.description == "持ち物はありません。"


async def test_the_notice_says_old_and_new_and_never_the_link(answered: tuple[Meetings, Event]):
    meetings, event = answered
    await edit(
        meetings, event, when="12/24 18:00-19:30", venue="みなと図書館 2階 定員1", online=f"{NEW_LINK} 定員5"
    )
    args = await told(meetings)
    assert args[11]["old"] == {
        "starts_at": "2026-12-17T10:00:00+00:00",
        "ends_at": "2026-12-17T11:30:00+00:00",
        "venue": "みなと市民センター 3階",
    }
    assert args[13].get("link") is True
    assert args[11].get("link") is None
    assert "another-secret" not in json.dumps(list(args.values()))
    text = await said(meetings, 13)
    assert "2026年12月17日（木）19:00〜20:30 → 2026年12月24日（木）18:00〜19:30" in text
    assert "みなと市民センター 3階 → みなと図書館 2階" in text
    assert "参加リンクが変わりました" in text
    assert "secret" not in text
    assert "参加リンク" not in await said(meetings, 11)
    mine = await meetings.hub.rsvps.details(COMMUNITY, 13, event.id)
    assert mine.link == NEW_LINK, "the scanner would find it where it is allowed"


async def said(meetings: Meetings, person: int, kind: str = "event.changed") -> str:
    """What the notice to somebody would say now; empty when it would not be sent."""
    notice = await composed(meetings, person, kind)
    if notice is None:
        return ""
    return "\n".join([notice.subject.to("ja"), *(line.to("ja") for line in notice.paragraphs)])


async def composed(meetings: Meetings, person: int, kind: str) -> Notice | None:
    member_id = await meetings.member_id(person)
    async with meetings.hub.db.reading() as tx:
        row = (
            await tx.execute(
                select(*COLUMNS).where(
                    DeliveryRow.kind == kind,
                    DeliveryRow.member_id == member_id,
                    DeliveryRow.state == "planned",
                )
            )
        ).one()
        found = meetings.hub.outbox.kinds.get(kind)
        assert found is not None
        return await found.compose(tx, delivery_of(row), meetings.hands())


async def test_two_edits_before_anything_left_are_one_notice(answered: tuple[Meetings, Event]):
    meetings, event = answered
    await edit(meetings, event, when="12/24 19:00-20:30")
    await edit(meetings, event, when="12/25 19:00-20:30")
    assert len(await meetings.planned("event.changed")) == len(EVERYBODY)
    assert "12月17日（木）19:00〜20:30 → 2026年12月25日（金）19:00〜20:30" in await said(meetings, 11)


async def test_changed_and_changed_back_is_no_news(answered: tuple[Meetings, Event]):
    meetings, event = answered
    await edit(meetings, event, when="12/24 19:00-20:30")
    await edit(meetings, event, when="12/17 19:00-20:30")
    assert await said(meetings, 11) == ""


async def test_whoever_said_no_meanwhile_hears_nothing_more(answered: tuple[Meetings, Event]):
    meetings, event = answered
    await edit(meetings, event, when="12/24 19:00-20:30")
    await meetings.answer(event, 14, DECLINED)
    assert await said(meetings, 14) == ""


async def test_reminders_are_planned_anew_for_the_new_date(answered: tuple[Meetings, Event]):
    meetings, event = answered
    await edit(meetings, event, when="12/24 19:00-20:30")
    reminders = await meetings.planned("event.reminder")
    assert {args["starts_at"] for _person, args in reminders} == {"2026-12-24T10:00:00+00:00"}
    assert {person for person, _args in reminders} == {11, 12, 13, 14}
    assert {args["starts_at"] for _person, args in await meetings.planned("event.reminder_post")} == {
        "2026-12-24T10:00:00+00:00"
    }
    [(waiting, _args)] = await meetings.planned("event.line_stopped")
    assert waiting == 12
    async with meetings.hub.db.reading() as tx:
        expiry = await tx.scalars(
            select(DeliveryRow.expires_at).where(
                DeliveryRow.state == "planned", DeliveryRow.expires_at.is_not(None)
            )
        )
        assert min(at for at in expiry if at) >= datetime(2026, 12, 24, 10, tzinfo=UTC)


async def test_a_change_over_the_end_of_summer_time_keeps_the_wall_time(meetings: Meetings):
    await meetings.hub.communities.change(COMMUNITY, timezone="Europe/Berlin")
    meetings.hands.set(datetime(2026, 10, 1, 9, tzinfo=UTC))
    event = await meetings.announce(when="2026-10-22 19:00-20:30")
    await meetings.answer(event, 11, VENUE)
    moved, _changed = await edit(meetings, event, when="2026-10-29 19:00-20:30")
    assert (event.starts_at.hour, moved.starts_at.hour) == (17, 18)
    assert "19:00〜20:30 → 2026年10月29日（木）19:00〜20:30" in await said(meetings, 11)


async def test_calendars_see_every_change_that_they_show(answered: tuple[Meetings, Event]):
    meetings, event = answered
    for number, boxes in enumerate(
        ({"when": "12/24 19:00"}, {"venue": "みなと図書館 定員1"}, {"title": "冬の会"}), 1
    ):
        after, _changed = await edit(meetings, event, **boxes)
        assert after.calendar_sequence == number
    cancelled, _told = await meetings.hub.events.cancel(COMMUNITY, event.id, "台風のため")
    assert cancelled.calendar_sequence == 4


async def test_a_raised_capacity_promotes_at_once_and_a_lowered_one_evicts_nobody(meetings: Meetings):
    event = await meetings.announce(venue=2, hall_only=True)
    for person in (11, 12, 13, 14):
        await meetings.answer(event, person, VENUE)
    place = "みなと市民センター 3階"
    await edit(meetings, event, venue=f"{place} 定員3")
    assert await meetings.seated(event) == [11, 12, 13]
    lowered, _changed = await edit(meetings, event, venue=f"{place} 定員1")
    assert (lowered.seats[Mode.VENUE].taken, lowered.seats[Mode.VENUE].capacity) == (3, 1)
    lines = (await meetings.hub.desk.lines(COMMUNITY)).lines
    [line] = [line for line in lines if line.key == "too_many"]
    assert "定員1人のところ3人" in line.what.to("ja")
    await meetings.answer(event, 11, DECLINED)
    await meetings.answer(event, 12, DECLINED)
    assert (await meetings.seated(event), await meetings.waiting(event)) == ([13], [14])
    lines = (await meetings.hub.desk.lines(COMMUNITY)).lines
    assert [line for line in lines if line.key == "too_many"] == []
    await meetings.answer(event, 13, DECLINED)
    assert await meetings.seated(event) == [14]


async def test_a_way_in_which_people_come_is_not_taken_away(answered: tuple[Meetings, Event]):
    meetings, event = answered
    with pytest.raises(ModeInUse) as no:
        await edit(meetings, event, online="")
    assert no.value.args_for_text["count"] == 1
    await meetings.answer(event, 13, DECLINED)
    after, _changed = await edit(meetings, event, online="")
    assert list(after.seats) == [Mode.VENUE]
    assert "オンラインでの参加はなくなり" in await said(meetings, 11)


async def test_what_cannot_be_changed_any_more_says_so(meetings: Meetings):
    event = await meetings.announce()
    with pytest.raises(NothingChanged):
        await edit(meetings, event)
    with pytest.raises(DateInPast):
        await edit(meetings, event, when="2026-11-20 19:00")
    meetings.hands.set(event.starts_at + timedelta(minutes=5))
    begun = await meetings.hub.edits.begin(COMMUNITY, 2, "もう一人", event.id)
    await meetings.hub.edits.change(COMMUNITY, begun.id, description="遅れて始めます。")
    saved, _changed = await meetings.hub.edits.save(COMMUNITY, begun.id)
    assert saved.description == "遅れて始めます。"
    meetings.hands.set(event.ends_at)
    with pytest.raises(AlreadyOver):
        await edit(meetings, event, description="終わりました。")
    other = await meetings.announce(when="2026-12-24 19:00")
    await meetings.hub.events.cancel(COMMUNITY, other.id, "台風のため")
    with pytest.raises(EventWasCancelled):
        await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", other.id)


async def test_a_change_is_put_on_top_of_what_others_saved_meanwhile(meetings: Meetings):
    event = await meetings.announce()
    mine = await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", event.id)
    await meetings.hub.edits.change(COMMUNITY, mine.id, title="冬の情報交換会")
    theirs = await meetings.hub.edits.begin(COMMUNITY, 2, "もう一人", event.id)
    await meetings.hub.edits.change(COMMUNITY, theirs.id, fee="500円")
    await meetings.hub.edits.save(COMMUNITY, theirs.id)
    again = await meetings.hub.edits.get(COMMUNITY, mine.id)
    assert (again.is_rebased, again.columns) == (True, ("title",))
    saved, _changed = await meetings.hub.edits.save(COMMUNITY, mine.id)
    assert (saved.title, saved.fee) == ("冬の情報交換会", "500円")


async def test_an_edit_survives_until_it_is_saved_or_stopped(meetings: Meetings):
    event = await meetings.announce()
    begun = await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", event.id)
    await meetings.hub.edits.change(COMMUNITY, begun.id, when="そのうち")
    again = await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", event.id)
    assert (again.id, again.form.when, again.problem is not None) == (begun.id, "そのうち", True)
    await meetings.hub.edits.stop(COMMUNITY, begun.id)
    with pytest.raises(NoSuchEdit):
        await meetings.hub.edits.get(COMMUNITY, begun.id)
    for use_case in (meetings.hub.edits.get, meetings.hub.edits.save, meetings.hub.edits.stop):
        other = await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", event.id)
        await meetings.hub.communities.set_up(
            5, name="隣町", announce_channel_id=6, staff_channel_id=7, staff_role_id=8
        )
        with pytest.raises(NoSuchEdit):
            await use_case(5, other.id)
    with pytest.raises(NoSuchEvent):
        await meetings.hub.edits.begin(5, 1, "事務局", event.id)


class Letters:
    """A courier that keeps what it was given."""

    def __init__(self) -> None:
        self.read: list[str] = []

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        if isinstance(address, ToPerson):
            self.read.append("\n".join(line.to("ja") for line in (notice.subject, *notice.paragraphs)))
        return Receipt(1, len(self.read) + 1)

    async def remove(self, place: Address, message_id: int, notice: Notice) -> None: ...

    async def edit(self, place: Address, message_id: int, notice: Notice) -> None: ...


class EditsInTheQueue(Pacer):
    """While a notice waits for its turn, the office changes the date."""

    def __init__(self, meetings: Meetings, event: Event) -> None:
        super().__init__(1000)
        self._meetings, self._event, self._done = meetings, event, False

    async def wait(self, requests: int = 1) -> None:
        if not self._done:
            self._done = True
            await edit(self._meetings, self._event, when="12/24 19:00-20:30")


class ComposesOnce(Carrier):
    """As it would be without a second look: the negative control."""

    async def carry(self, delivery: Any, courier: Any) -> None:
        ready = await self._prepare(delivery)
        await self._pacer.wait(ready.address.requests_to_send)
        receipt = await courier.send(ready.address, ready.notice, nonce=delivery.nonce)
        await self._mark_sent(delivery, ready, receipt)


async def letters_of_the_eve(meetings: Meetings, *, composes_once: bool = False) -> list[str]:
    """What leaves on the eve of the old date while the date is being changed."""
    event = await meetings.announce(venue=3)
    await meetings.answer(event, 11, VENUE)
    meetings.hands.set(datetime(2026, 12, 16, 9, tzinfo=UTC))  # 18:00, when the reminder of the eve leaves
    letters = Letters()
    carrier = meetings.hub.dispatcher._carrier
    carrier._pacer = EditsInTheQueue(meetings, event)
    if composes_once:
        carrier.__class__ = ComposesOnce
    meetings.hub.use_couriers({"discord": letters})
    async with meetings.hub.db.transaction() as tx:  # posts in channels are another story
        await tx.execute(delete(DeliveryRow).where(DeliveryRow.place.is_not(None)))
    for _ in range(2):  # the first direct messages leave one after another
        await meetings.hub.dispatcher.drain()
        meetings.hands.move(timedelta(minutes=1))
    return letters.read


@ON_BOTH_ALWAYS
async def test_a_notice_of_the_old_date_never_leaves_after_the_new_one(meetings: Meetings):
    read = await letters_of_the_eve(meetings)
    assert [text.splitlines()[0] for text in read] == ["変更のお知らせ：12月の情報交換会"]
    assert not [text for text in read if "明日" in text]


async def test_control_composed_only_once_it_does(meetings: Meetings):
    read = await letters_of_the_eve(meetings, composes_once=True)
    assert "明日" in read[0]


async def test_what_is_read_again_is_what_was_announced(meetings: Meetings):
    """The form of an announced meeting gives the same meeting, however its date was written."""
    event = await meetings.announce(when="来週木曜 19:00-20:30 開場18:30")
    meetings.hands.move(days(3))
    begun = await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", event.id)
    assert begun.problem is None
    assert begun.columns == ()
    async with meetings.hub.db.reading() as tx:
        kept = await tx.scalar(select(EventRow.starts_at))
    assert begun.plan is not None
    assert begun.plan.starts_at == kept
