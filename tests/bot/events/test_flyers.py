"""A flyer goes wherever its form goes, is sent once to each card, and is forgotten soon after the meeting."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete, select

from bot.events.flyers import FLYERS_KEPT, UNUSED_KEPT
from bot.events.models import EventFlyerRow
from bot.events.rules import Event, NoSuchDraft
from bot.outbox.couriers import TryLater
from bot.outbox.notice import Picture
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import COMMUNITY, FORM, Meetings, days


def picture(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(made, "PNG")
    return made.getvalue()


async def kept(meetings: Meetings, colour: str = "red") -> int:
    return await meetings.hub.flyers.keep(COMMUNITY, picture(colour))


async def edit(meetings: Meetings, event: Event, **boxes: Any) -> int:
    begun = await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", event.id)
    await meetings.hub.edits.change(COMMUNITY, begun.id, **boxes)
    _event, changed = await meetings.hub.edits.save(COMMUNITY, begun.id)
    return changed.told


async def flyers(meetings: Meetings) -> set[int]:
    async with meetings.hub.db.reading() as tx:
        return set(await tx.scalars(select(EventFlyerRow.id)))


def courier_of(meetings: Meetings) -> RecordingCourier:
    courier = RecordingCourier()
    meetings.hub.use_couriers({"discord": courier})
    return courier


async def shown_on(meetings: Meetings, courier: RecordingCourier) -> Picture | None:
    """Bring the card up to date; what the last send or edit was asked to show."""
    before = len(courier.sent) + len(courier.edits)
    meetings.hands.move(days(1 / 1440))
    await meetings.hub.dispatcher.tick()
    assert len(courier.sent) + len(courier.edits) > before
    cards = [sent.notice for sent in courier.sent if sent.notice.layout == "event_card"]
    return (courier.edits[-1][2] if courier.edits else cards[-1]).picture


async def test_a_card_gets_the_bytes_once_and_again_only_when_they_change(meetings: Meetings) -> None:
    courier = courier_of(meetings)
    event = await meetings.announce(venue=5, flyer_id=await kept(meetings))
    first = await shown_on(meetings, courier)
    assert first is not None
    assert first.content
    assert first.alt.to("ja") == "「12月の情報交換会」のチラシ"
    await edit(meetings, event, fee="500円")
    same = await shown_on(meetings, courier)
    assert same is not None
    assert (same.name, same.content) == (first.name, None), "it stands there already"
    assert await edit(meetings, event, flyer_id=await kept(meetings, "blue")) == 0, "nobody is written to"
    courier.troubles = [TryLater("server_error")]
    meetings.hands.move(days(1 / 24))
    await meetings.hub.dispatcher.tick()
    assert courier.troubles == []
    meetings.hands.move(days(1 / 24))
    other = await shown_on(meetings, courier)
    assert other is not None
    assert other.content, "an edit that did not arrive is made again with the bytes"
    assert other.name != first.name
    await edit(meetings, event, fee="無料")
    still = await shown_on(meetings, courier)
    assert still is not None
    assert (still.name, still.content) == (other.name, None), "a replaced one stands there too"
    await edit(meetings, event, flyer_id=None)
    assert await shown_on(meetings, courier) is None
    await edit(meetings, event, flyer_id=await kept(meetings, "blue"))
    again = await shown_on(meetings, courier)
    assert again is not None
    assert again.content, "what was taken away is sent anew"


async def test_a_flyer_belongs_to_one_community(meetings: Meetings) -> None:
    flyer_id = await kept(meetings)
    assert await meetings.hub.flyers.get(COMMUNITY, flyer_id, "題名") is not None
    assert await meetings.hub.flyers.get(COMMUNITY + 9, flyer_id, "題名") is None
    assert await meetings.hub.flyers.get(COMMUNITY, None, "題名") is None


async def test_the_next_meeting_does_not_begin_with_the_last_ones_flyer(meetings: Meetings) -> None:
    await meetings.announce(flyer_id=await kept(meetings), fee="500円")
    last = await meetings.hub.drafts.last_form(COMMUNITY)
    assert last is not None
    assert (last.fee, last.flyer_id) == ("500円", None)


async def test_flyers_go_when_nothing_names_them_or_their_meeting_is_long_over(meetings: Meetings) -> None:
    event = await meetings.announce(flyer_id=await kept(meetings))
    [announced] = await flyers(meetings)
    drafted, changed, _unused = [await kept(meetings, colour) for colour in ("blue", "green", "white")]
    draft = await meetings.hub.drafts.start(COMMUNITY, 1, "事務局", FORM)
    await meetings.hub.drafts.change(COMMUNITY, draft.id, flyer_id=drafted)
    begun = await meetings.hub.edits.begin(COMMUNITY, 1, "事務局", event.id)
    await meetings.hub.edits.change(COMMUNITY, begun.id, flyer_id=changed)
    meetings.hands.move(UNUSED_KEPT)
    assert await meetings.hub.flyers.forget_old() == 0, "a form may still be open"
    meetings.hands.move(days(0.001))
    assert await meetings.hub.flyers.forget_old() == 1
    assert await flyers(meetings) == {announced, drafted, changed}
    await meetings.hub.drafts.stop(COMMUNITY, draft.id)
    await meetings.hub.edits.stop(COMMUNITY, begun.id)
    assert await meetings.hub.flyers.forget_old() == 2
    with pytest.raises(NoSuchDraft):
        await meetings.hub.drafts.get(COMMUNITY, draft.id)
    meetings.hands.move(event.ends_at + FLYERS_KEPT - meetings.hands())
    assert await meetings.hub.flyers.forget_old() == 0
    meetings.hands.move(days(0.001))
    assert await meetings.hub.flyers.forget_old() == 1
    assert await flyers(meetings) == set()


async def test_a_card_goes_on_showing_what_is_forgotten_here(meetings: Meetings) -> None:
    courier = courier_of(meetings)
    event = await meetings.announce(flyer_id=await kept(meetings))
    posted = await shown_on(meetings, courier)
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(delete(EventFlyerRow))
    await edit(meetings, event, fee="500円")
    assert posted is not None
    assert await shown_on(meetings, courier) == Picture(posted.name, posted.alt)
