"""What a mail that comes back does: once, and only where it proves whose it is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.db import Tx
from bot.events.rules import Choice
from bot.i18n import Text
from bot.mailing.inbox.reading import read
from bot.mailing.returning import Outcome
from bot.outbox import tokens
from bot.outbox.notice import Delivery, Kind, Notice
from bot.outbox.trays import Tray
from tests.bot.mailing.post import KEYS, Post
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY
from tests.kit.returned import returned_mail


async def test_a_hard_bounce_ends_the_address_and_the_notice_reached_nobody(post: Post) -> None:
    haru = await post.guest()
    sent = await post.mailed(haru)
    assert await post.comes_back("bounce_postfix_unknown", sent) is Outcome.BOUNCED
    row = await post.delivery(sent)
    assert (row.state, row.last_error, row.awaits_press) == ("failed", "bounced_5.1.1", True)
    assert await post.consent(haru) == "suppressed"
    page = await post.hub.outbox.listing(COMMUNITY, Tray.NOT_REACHED)
    assert [line.reason for line in page.lines] == ["bounced_5.1.1"]


@pytest.mark.parametrize("name", ["bounce_without_token", "bounce_postfix_unknown"])
async def test_without_a_valid_token_nothing_changes(post: Post, name: str) -> None:
    """The second one bears a token of a delivery that never was: valid, but of nobody."""
    haru = await post.guest()
    sent = await post.mailed(haru)
    assert await post.comes_back(name, sent + 1000) in (Outcome.STRANGE, Outcome.SEEN)
    assert (await post.delivery(sent)).state == "sent"
    assert (await post.consent(haru), await post.bounces()) == ("confirmed", 0)

    assert await post.comes_back("bounce_postfix_unknown", sent) is Outcome.BOUNCED
    assert await post.consent(haru) == "suppressed", "the valid one does"


async def test_a_bounce_is_counted_once_for_each_delivery(post: Post) -> None:
    haru = await post.guest()
    sent = await post.mailed(haru)
    outcomes = [await post.comes_back("bounce_mailbox_full", sent) for _ in range(6)]
    assert outcomes == [Outcome.BOUNCED, *[Outcome.SEEN] * 5]
    assert (await post.bounces(), await post.rests_until(haru)) == (1, None)


async def test_five_soft_bounces_in_a_week_give_the_address_a_rest(post: Post) -> None:
    haru = await post.guest()
    for day in range(5):
        assert await post.rests_until(haru) is None, f"after {day}"
        name = "bounce_expired" if day % 2 else "bounce_carrier_unknown_user"
        assert await post.comes_back(name, await post.mailed(haru)) is Outcome.BOUNCED
        post.later(days=1)
    now = post.hands() - timedelta(days=1)
    assert await post.rests_until(haru) == now + timedelta(days=30)
    assert await post.consent(haru) == "confirmed"


async def test_soft_bounces_far_apart_give_no_rest(post: Post) -> None:
    haru = await post.guest()
    for _ in range(8):
        await post.comes_back("bounce_mailbox_full", await post.mailed(haru))
        post.later(days=2)
    assert await post.rests_until(haru) is None


async def test_a_mail_that_is_still_tried_changes_nothing(post: Post) -> None:
    haru = await post.guest()
    sent = await post.mailed(haru)
    assert await post.comes_back("bounce_delayed", sent) is Outcome.DELAYED
    assert await post.comes_back("auto_out_of_office", sent) is Outcome.AUTOMATIC
    assert ((await post.delivery(sent)).state, await post.bounces()) == ("sent", 0)


async def test_a_refusal_on_principle_is_told_to_staff_once_a_day_and_costs_nobody_the_address(
    post: Post,
) -> None:
    haru = await post.guest()
    for _ in range(6):
        assert await post.comes_back("bounce_policy", await post.mailed(haru)) is Outcome.BOUNCED
    assert (await post.consent(haru), await post.rests_until(haru)) == ("confirmed", None)
    [told] = await post.planned("mail_refused")
    assert (told.place, told.args) == ("staff", {"status": "5.7.26"})
    post.later(days=1)
    await post.comes_back("bounce_policy", await post.mailed(haru))
    assert len(await post.planned("mail_refused")) == 2


async def test_an_old_address_does_not_cost_the_new_one(post: Post) -> None:
    haru = await post.guest()
    before = await post.mailed(haru, sent_at=post.hands() - timedelta(hours=1))
    assert await post.comes_back("bounce_postfix_unknown", before) is Outcome.BOUNCED
    assert await post.consent(haru) == "confirmed", "it was confirmed after that mail"
    assert (await post.delivery(before)).state == "failed", "but that notice reached nobody"


async def test_a_code_that_came_back_is_shown_to_nobody_at_a_press(post: Post) -> None:
    """Whoever presses need not own the mailbox that the code was to prove."""

    async def compose(_tx: Tx, delivery: Delivery, _now: datetime) -> Notice | None:
        return Notice(Text("your code" if delivery.kind == "test.code" else "another notice"))

    async def address(_tx: Tx, _delivery: Delivery) -> str | None:
        return "haru@people.example"

    post.hub.outbox.register(Kind("test.code", compose, mail_to=address), Kind("test.other", compose))
    haru = await post.guest(account=11, consent=None)
    for kind, shown in (("test.code", False), ("test.other", True)):
        sent = await post.mailed(haru, kind=kind, via="mail")
        await post.comes_back("bounce_postfix_unknown", sent)
        row = await post.delivery(sent)
        assert (row.state, row.awaits_press) == ("failed", shown)
    [unread] = await post.hub.outbox.unread_notices(post.community_id, 11)
    assert unread.notice.subject.to("en") == "another notice"


async def test_who_has_discord_too_gets_it_there(post: Post) -> None:
    haru = await post.guest(account=11)
    event = await post.meetings.announce()
    sent = await post.mailed(haru, event.subject, kind="event.promoted", args={"event_id": event.id})
    await post.comes_back("bounce_postfix_unknown", sent)
    [first, follow_up] = await post.planned("event.promoted")
    assert (first.state, first.awaits_press) == ("failed", False)
    assert (follow_up.state, follow_up.via, follow_up.parent_id) == ("planned", "dm", sent)


async def test_what_is_sent_again_or_was_ended_by_staff_stays_so(post: Post) -> None:
    haru = await post.guest()
    again = await post.mailed(haru, state="planned", sent_at=None)
    ended = await post.mailed(haru, state="cancelled")
    by_dm = await post.mailed(haru, way="dm")
    for sent in (again, ended, by_dm):
        assert await post.comes_back("bounce_mailbox_full", sent) is Outcome.BOUNCED
    states = [(await post.delivery(each)).state for each in (again, ended, by_dm)]
    assert states == ["planned", "cancelled", "sent"]


async def test_a_token_leaves_and_any_other_text_does_not(post: Post) -> None:
    haru = await post.guest("somebody@else.example")
    assert await post.comes_back("leave_by_token") is Outcome.STRANGE
    assert await post.consent(haru) == "confirmed"
    async with post.hub.db.transaction() as tx:
        token = await tokens.issue(tx, COMMUNITY, haru, post.hands())
    assert await post.comes_back("leave_by_token", token=token) is Outcome.LEFT
    assert await post.consent(haru) == "left"


async def test_a_reply_with_the_word_leaves_proven_or_by_the_one_address(post: Post) -> None:
    midori = await post.guest("midori@people.example")
    sent = await post.mailed(midori)
    assert await post.comes_back("leave_by_word", sent) is Outcome.LEFT
    assert await post.consent(midori) == "left", "the mail that is answered counts, not the From"
    haru = await post.guest("Haru@People.example")
    assert await post.comes_back("leave_by_word", 987654) is Outcome.LEFT
    assert await post.consent(haru) == "left"


async def test_two_people_with_one_address_are_not_told_apart(post: Post) -> None:
    people = [await post.guest(), await post.guest()]
    assert await post.comes_back("leave_by_word", 987654) is Outcome.STRANGE
    assert await post.comes_back("answer_unproven") is Outcome.STRANGE
    assert [await post.consent(each) for each in people] == ["confirmed"] * 2


async def test_yes_confirms_a_guest_who_was_asked_and_only_proven(post: Post) -> None:
    haru = await post.guest(consent="asked")
    sent = await post.mailed(haru)
    assert await post.comes_back("answer_yes", sent + 1000) is Outcome.ANSWERED
    assert (await post.consent(haru), await post.open_answers()) == ("asked", [(haru, None, "yes", False)])
    assert await post.comes_back("answer_yes", sent) is Outcome.CONFIRMED
    assert await post.consent(haru) == "confirmed"


async def test_yes_confirms_nobody_with_discord_who_has_a_code_for_that(post: Post) -> None:
    haru = await post.guest(consent="asked", account=11)
    assert await post.comes_back("answer_yes", await post.mailed(haru)) is Outcome.ANSWERED
    assert await post.consent(haru) == "asked"


async def test_an_answer_waits_for_the_office_with_its_meeting(post: Post) -> None:
    event = await post.meetings.announce()
    haru = await post.guest()
    sent = await post.mailed(haru, event.subject)
    assert await post.comes_back("answer_venue_phone", sent) is Outcome.ANSWERED
    assert await post.open_answers() == [(haru, event.subject, "venue", True)]
    assert await post.comes_back("answer_unproven") is Outcome.ANSWERED
    assert len(await post.open_answers()) == 2, "an unproven one does not take the place of a proven one"
    assert await post.comes_back("answer_online_iso2022jp", sent) is Outcome.ANSWERED
    assert await post.open_answers() == [(haru, event.subject, "online", True)], "the newest counts"


async def test_an_unproven_answer_means_the_next_meeting_they_were_mailed_about(post: Post) -> None:
    later = await post.meetings.announce(when="2026-12-20 19:00-20:30")
    sooner = await post.meetings.announce(when="2026-12-18 19:00-20:30")
    await post.meetings.announce(when="2026-12-10 19:00-20:30")
    haru = await post.guest()
    for event in (later, sooner):
        await post.mailed(haru, event.subject)
    await post.comes_back("answer_unproven")
    assert await post.open_answers() == [(haru, sooner.subject, "declined", False)]


async def test_mail_of_strangers_is_left_to_people(post: Post) -> None:
    await post.guest("midori@people.example")
    assert await post.comes_back("answer_unproven") is Outcome.STRANGE
    assert await post.open_answers() == []
    assert not Outcome.STRANGE.is_done_with


async def test_a_calendar_that_declines_takes_the_answer_back_and_a_mail_says_so(post: Post) -> None:
    event = await post.meetings.announce(venue=1)
    await post.set_calendar_uid(event, "event-1")
    haru = await post.guest()
    await post.seat(event, haru)
    await post.meetings.answer(event, 21, Choice.VENUE)
    assert await post.meetings.waiting(event) == [21]
    sent = await post.mailed(haru, event.subject)

    assert await post.comes_back("calendar_accepted", sent) is Outcome.AUTOMATIC
    assert await post.comes_back("calendar_declined_web", sent) is Outcome.WITHDRAWN
    assert await post.meetings.seated(event) == [21], "the seat goes to who waited"
    [told] = await post.planned("mail.calendar_declined")
    assert (told.member_id, told.via, told.state) == (haru, "mail", "planned")
    assert await post.comes_back("calendar_declined_web", sent) is Outcome.AUTOMATIC, "nothing is left"


async def test_a_calendar_without_proof_or_of_another_entry_only_asks_the_office(post: Post) -> None:
    event = await post.meetings.announce()
    haru = await post.guest()
    await post.seat(event, haru)
    sent = await post.mailed(haru, event.subject)
    assert await post.comes_back("calendar_declined_web", sent) is Outcome.AUTOMATIC, "another entry"
    assert await post.comes_back("calendar_declined_without_token") is Outcome.ANSWERED
    assert await post.open_answers() == [(haru, event.subject, "declined", False)]
    assert await post.planned("mail.calendar_declined") == []
    roster = await post.hub.rosters.people(COMMUNITY, event.id)
    assert [person.member_id for person in roster.people] == [haru]


@ON_BOTH_ALWAYS
async def test_two_readers_at_once_take_a_mail_once(post: Post) -> None:
    haru = await post.guest()
    sent = [await post.mailed(haru) for _ in range(3)]

    async def all_of_them(keys: str) -> list[Outcome]:
        return [await post.comes_back("bounce_mailbox_full", each, key=f"{keys}{each}") for each in sent]

    same = await asyncio.gather(*(all_of_them("the same ") for _ in range(4)))
    assert sum(outcome is Outcome.BOUNCED for outcomes in same for outcome in outcomes) == 3
    assert await post.bounces() == 3
    other = [await post.mailed(haru) for _ in range(2)]
    copies = await asyncio.gather(*(post.comes_back("bounce_mailbox_full", other[0]) for _ in range(4)))
    assert sorted(copies) == sorted([Outcome.BOUNCED, *[Outcome.SEEN] * 3]), "copies with other keys"
    assert await post.bounces() == 4


async def test_without_the_memory_of_what_was_read_an_answer_would_count_twice(post: Post) -> None:
    """The control of the race: other keys, and the same answer waits anew each time."""
    event = await post.meetings.announce()
    sent = await post.mailed(await post.guest(), event.subject)
    raw = returned_mail("answer_venue_phone", KEYS, sent)
    found = read(raw, KEYS)
    assert [await post.hub.returned_mail.take("a", found) for _ in range(2)] == [
        Outcome.ANSWERED,
        Outcome.SEEN,
    ]
    assert await post.hub.returned_mail.take("b", found) is Outcome.ANSWERED
