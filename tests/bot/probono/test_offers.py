"""Offers: one box to begin with, everything else by steps; resting, and the end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.bigrams import fold
from bot.errors import UserError
from bot.matching.rules import OfferMode, Slot
from bot.members.rules import MailAddressUnreadable
from bot.probono.asking import Rhythm
from bot.probono.chips import WordsUnknown
from bot.probono.offer_writing import OfferIsWithdrawn
from bot.probono.offers import Guest
from bot.probono.reading import AreaMissing, DateUnreadable, EndsBeforeItStarts, TooManyAreas
from bot.probono.rules import (
    ChangedMeanwhile,
    Language,
    NoSuchOffer,
    NothingWritten,
    NotYours,
    NumberUnreadable,
    OfferKind,
    TooLong,
)
from bot.probono.states import OfferState, Party
from tests.bot.probono.workroom import COMMUNITY, HARU, MIDORI, OFFER, STAFF, STRANGE, Workroom
from tests.bot.projects.workshop import buttons_of, text_of

HALF_A_YEAR = timedelta(days=183)


async def test_one_box_is_an_open_offer_with_defaults(workroom: Workroom) -> None:
    offer = await workroom.offer(text=f"  {OFFER} ")
    assert (offer.text, offer.state, offer.name) == (OFFER, OfferState.OPEN, "はる")
    assert (offer.mode, offer.slots, offer.hours, offer.capacity) == (OfferMode.ONLINE, (), 1, 1)
    assert (offer.languages, offer.rhythm, offer.kind) == (
        (Language.JA,),
        Rhythm.MONTHLY,
        OfferKind.INDIVIDUAL,
    )
    assert "bookkeeping" in offer.skills
    assert not offer.skills_confirmed
    assert workroom.heard.offers_changed == [offer.id]
    assert await workroom.offer() == offer, "a second press of the same form"
    second = await workroom.offer(text="チラシのデザインができます", small_only=True)
    assert second.small_only
    assert await workroom.probono.offers.mine(COMMUNITY, HARU.user_id) == [offer, second]
    assert await workroom.probono.offers.mine(COMMUNITY, MIDORI.user_id) == []
    assert await workroom.probono.offers.mine(STRANGE, HARU.user_id) == []


@pytest.mark.parametrize(("text", "refusal"), [("  \n", NothingWritten), ("あ" * 1001, TooLong)])
async def test_an_empty_or_endless_text_is_refused(
    workroom: Workroom, text: str, refusal: type[UserError]
) -> None:
    with pytest.raises(refusal):
        await workroom.offer(text=text)


async def test_every_step_is_kept(workroom: Workroom) -> None:
    edits = workroom.probono.offer_edits
    offer = await workroom.offer()
    offer = await edits.edit_times(
        COMMUNITY, offer.id, HARU, offer.revision, ["weekend", "nonsense"], "12/17", "2027年3月31日"
    )
    assert offer.slots == (Slot.WEEKEND,)
    assert (offer.available_from, offer.available_until) == (date(2026, 12, 17), date(2027, 3, 31))
    offer = await edits.edit_places(
        COMMUNITY, offer.id, HARU, offer.revision, "both", "みなと市、中央区\n ひがし町"
    )
    assert (offer.mode, offer.areas) == (OfferMode.BOTH, ("みなと市", "中央区", "ひがし町"))
    offer = await edits.edit_load(COMMUNITY, offer.id, HARU, offer.revision, "５時間", "2人", "quarterly")
    assert (offer.hours, offer.capacity, offer.rhythm) == (5, 2, Rhythm.QUARTERLY)
    offer = await edits.edit_about(
        *(COMMUNITY, offer.id, HARU, offer.revision),
        kind="company",
        organisation="みなと商会",
        languages=["en", "ja"],
        causes=["food"],
    )
    assert (offer.kind, offer.organisation) == (OfferKind.COMPANY, "みなと商会")
    assert offer.languages == (Language.JA, Language.EN)
    offer = await edits.edit_text(
        COMMUNITY, offer.id, HARU, offer.revision, "チラシのデザインができます", small_only=True
    )
    assert "graphic_design" in offer.skills
    assert "bookkeeping" not in offer.skills, "nobody had confirmed it"
    assert offer.revision == 6
    assert await workroom.probono.offers.open(COMMUNITY, offer.id, STAFF) == offer


async def test_what_does_not_fit_is_told_and_nothing_changes(workroom: Workroom) -> None:
    edits, offer = workroom.probono.offer_edits, await workroom.offer()
    which = (COMMUNITY, offer.id, HARU, offer.revision)
    with pytest.raises(DateUnreadable):
        await edits.edit_times(*which, [], "そのうち", "")
    with pytest.raises(EndsBeforeItStarts):
        await edits.edit_times(*which, [], "2027-03-31", "2027-03-01")
    with pytest.raises(TooManyAreas):
        await edits.edit_places(*which, "onsite", "、".join(f"{number}区" for number in range(11)))
    for mode in ("onsite", "both"):
        with pytest.raises(AreaMissing):
            await edits.edit_places(*which, mode, " ")
    for hours in ("", "たくさん", "0", "161", "-1"):
        with pytest.raises(NumberUnreadable):
            await edits.edit_load(*which, hours, "1", "monthly")
    assert await workroom.probono.offers.open(COMMUNITY, offer.id, HARU) == offer


async def test_a_form_that_somebody_overtook_is_refused(workroom: Workroom) -> None:
    edits, offer = workroom.probono.offer_edits, await workroom.offer()
    await edits.edit_places(COMMUNITY, offer.id, STAFF, offer.revision, "both", "みなと市")
    with pytest.raises(ChangedMeanwhile):
        await edits.edit_places(COMMUNITY, offer.id, HARU, offer.revision, "onsite", "中央区")


async def test_skills_by_shelf_and_by_words(workroom: Workroom) -> None:
    edits, offer = workroom.probono.offer_edits, await workroom.offer()
    confirmed = await edits.confirm_skills(COMMUNITY, offer.id, HARU)
    assert confirmed.skills_confirmed
    assert confirmed.skills == offer.skills
    more = await edits.choose_skills(COMMUNITY, offer.id, HARU, "design", ["graphic_design", "pr"])
    assert more.skills == (*offer.skills, "graphic_design"), "only what stands on that shelf"
    less = await edits.choose_skills(COMMUNITY, offer.id, HARU, "money", [])
    assert "bookkeeping" not in less.skills
    words = await edits.add_skills(COMMUNITY, offer.id, HARU, "経理、写真撮影\n")
    assert {"bookkeeping", "photography", "graphic_design"} <= set(words.skills)
    with pytest.raises(WordsUnknown):
        await edits.add_skills(COMMUNITY, offer.id, HARU, "税務、ふにゃふにゃ")
    assert (await workroom.probono.offers.open(COMMUNITY, offer.id, HARU)).skills == words.skills
    rewritten = await edits.edit_text(
        COMMUNITY, offer.id, HARU, words.revision, "べつのこと", small_only=False
    )
    assert rewritten.skills == words.skills, "what somebody chose stays"


async def test_an_offer_is_its_owners_and_the_offices(workroom: Workroom) -> None:
    probono, offer = workroom.probono, await workroom.offer()
    for use_case in (probono.offers.open, probono.offers.pause, probono.offers.resume, probono.offers.hold):
        with pytest.raises(NotYours):
            await use_case(COMMUNITY, offer.id, MIDORI)
        for unknown in ((STRANGE, offer.id), (COMMUNITY, 4711)):
            with pytest.raises(NoSuchOffer):
                await use_case(*unknown, STAFF)
    with pytest.raises(NotYours):
        await probono.offers.withdraw(COMMUNITY, offer.id, MIDORI)
    with pytest.raises(NoSuchOffer):
        await probono.offers.withdraw(STRANGE, offer.id, HARU)
    with pytest.raises(NotYours):
        await probono.offer_edits.confirm_skills(COMMUNITY, offer.id, MIDORI)
    with pytest.raises(NoSuchOffer):
        await probono.offers.community_of(4711)
    assert await probono.offers.community_of(offer.id) == COMMUNITY
    assert workroom.heard.offers_ended == []


async def test_pause_and_withdraw(workroom: Workroom) -> None:
    offers, offer = workroom.probono.offers, await workroom.offer()
    paused = await offers.pause(COMMUNITY, offer.id, HARU)
    assert paused.state is OfferState.PAUSED
    assert await offers.pause(COMMUNITY, offer.id, HARU) == paused, "twice changes nothing"
    assert (await offers.resume(COMMUNITY, offer.id, HARU)).state is OfferState.OPEN
    assert await offers.listing(COMMUNITY, [OfferState.PAUSED]) == []
    gone = await offers.withdraw(COMMUNITY, offer.id, HARU)
    assert await offers.withdraw(COMMUNITY, offer.id, HARU) == gone
    assert workroom.heard.offers_ended == [(offer.id, Party.VOLUNTEER)]
    for use_case in (offers.pause, offers.resume, offers.hold):
        with pytest.raises(OfferIsWithdrawn):
            await use_case(COMMUNITY, offer.id, HARU)
    second = await workroom.offer(text="送迎ができます")
    await offers.withdraw(COMMUNITY, second.id, STAFF)
    assert workroom.heard.offers_ended[-1] == (second.id, Party.COORDINATOR)


async def test_twice_a_year_the_bot_asks_once_whether_it_holds(workroom: Workroom) -> None:
    offer = await workroom.offer()
    await workroom.tick(days=181)
    assert workroom.told() == []
    await workroom.tick(days=2)
    assert await workroom.probono.offer_holds.plan() == 0, "planned already"
    await workroom.tick(days=1)
    (question,) = workroom.told()
    assert OFFER in text_of(question)
    assert buttons_of(question) == [f"offer:{offer.id}:{what}" for what in ("holds", "panel", "withdraw")]
    await workroom.probono.offers.hold(COMMUNITY, offer.id, HARU)
    await workroom.tick(days=150)
    assert len(workroom.told()) == 1
    await workroom.tick(days=40)
    await workroom.tick(days=1)
    assert len(workroom.told()) == 2
    await workroom.tick(days=183)  # nobody answered: asked again half a year later
    await workroom.tick(days=1)
    assert len(workroom.told()) == 3


async def test_what_was_said_meanwhile_is_not_asked(workroom: Workroom) -> None:
    offer = await workroom.offer()
    workroom.meetings.hands.move(HALF_A_YEAR)
    await workroom.probono.plan()
    await workroom.probono.offers.pause(COMMUNITY, offer.id, HARU)
    await workroom.tick(days=1)
    assert workroom.told() == []
    other = await workroom.offer(text="送迎ができます")
    workroom.meetings.hands.move(HALF_A_YEAR)
    await workroom.probono.plan()
    for each in (offer, other):
        await workroom.probono.offers.withdraw(COMMUNITY, each.id, HARU)
    await workroom.tick(days=1)
    assert workroom.told() == []


async def test_somebody_without_discord_is_asked_by_the_office(workroom: Workroom) -> None:
    offers = workroom.probono.offers
    with pytest.raises(MailAddressUnreadable):
        await offers.write_for(COMMUNITY, Guest("なぎさ", "なし"), OFFER)
    with pytest.raises(NothingWritten):
        await offers.write_for(COMMUNITY, Guest(" "), OFFER)
    offer = await offers.write_for(
        COMMUNITY, Guest("なぎさ", "nagisa@mail.example"), OFFER, organisation="みなと商会"
    )
    assert (offer.name, offer.mail_address, offer.has_account) == ("なぎさ", "nagisa@mail.example", False)
    assert (offer.kind, offer.organisation) == (OfferKind.COMPANY, "みなと商会")
    with pytest.raises(NotYours):
        await offers.open(COMMUNITY, offer.id, HARU)
    assert await workroom.desk() == []
    await workroom.tick(days=184)
    assert workroom.told() == []
    (line,) = await workroom.desk()
    assert (line.key, line.action and line.action.choice) == ("probono_offer_holds", "panel")
    assert fold("なぎさ") not in line.what.to("ja")
    await offers.hold(COMMUNITY, offer.id, STAFF)
    assert await workroom.desk() == []
