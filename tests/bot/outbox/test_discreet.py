"""A discreet notice: a cover is sent, and only its own reader opens it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.db import Tx
from bot.errors import UserError
from bot.events.rules import NoSuchEvent
from bot.i18n import _
from bot.members.models import MemberRow
from bot.outbox.discreet import NoSuchNotice, NoticeIsOver
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import STAFF, Action, Attachment, Delivery, Kind, Notice
from tests.bot.outbox.stage import HUB, OTHER, Stage, typed

PLANTED = "相談会かきつばた"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """With a kind of notice that is full of things to see; the facts say whether it is discreet."""

    async def compose(_tx: Tx, delivery: Delivery, _now: datetime) -> Notice | None:
        if stage.facts.get("gone"):
            raise NoSuchEvent
        if not stage.facts["true"]:
            return None
        return Notice(
            typed(PLANTED),
            (typed(f"{PLANTED} {delivery.args['event_id']}"),),
            actions=(Action("event", 12, "details", typed(PLANTED)),),
            attachments=(Attachment(f"{PLANTED}.ics", PLANTED.encode(), "text/calendar"),),
            is_discreet=stage.facts.get("discreet", False),
        )

    async def to_anna(_tx: Tx, _sealed: str) -> int | None:
        return 1  # the account, not the member

    stage.outbox.register(Kind("meeting", compose, title=_("Reminder")))
    stage.outbox.register_sealed("seed", to_anna)
    return stage


async def sent(stage: Stage, **values) -> tuple[int, Notice]:
    delivery_id = await stage.plan("meeting", **values)
    await stage.dispatcher.drain()
    return delivery_id, stage.courier.sent[-1].notice


def is_cover(notice: Notice, delivery_id: int) -> bool:
    return (
        PLANTED not in repr(notice)
        and notice.attachments == ()
        and notice.paragraphs == ()
        and [(each.kind, each.row_id, each.choice) for each in notice.actions]
        == [("notice", delivery_id, "show")]
    )


async def test_only_a_cover_leaves_for_a_sensitive_meeting(stage: Stage) -> None:
    delivery_id, open_ = await sent(stage)
    assert repr(open_).count(PLANTED) > 3, "the scanner finds it where it may stand"
    stage.facts["discreet"] = True
    delivery_id, covered = await sent(stage)
    assert is_cover(covered, delivery_id)
    notice = await stage.outbox.open_notice(HUB, 1, delivery_id)
    assert (notice.subject.to("ja"), len(notice.attachments)) == (PLANTED, 1)


async def test_a_person_may_wish_it_for_everything(stage: Stage) -> None:
    async with stage.db.transaction() as tx:
        await tx.execute(update(MemberRow).where(MemberRow.id == stage.anna).values(hides_subjects=True))
    ben = await stage.member(HUB, 2)
    delivery_id, covered = await sent(stage)
    assert is_cover(covered, delivery_id)
    _id, open_ = await sent(stage, to_member=ben)
    assert PLANTED in repr(open_)
    delivery_id, covered = await sent(stage, to_member=None, to_sealed="seed:1:author")
    assert is_cover(covered, delivery_id)
    assert PLANTED in repr(await stage.outbox.open_notice(HUB, 1, delivery_id))


async def test_posts_are_as_public_as_ever(stage: Stage) -> None:
    stage.facts["discreet"] = True
    delivery_id, post = await sent(stage, to_place=STAFF)
    assert PLANTED in repr(post)
    with pytest.raises(NoSuchNotice):  # it was sent to nobody in person
        await stage.outbox.open_notice(HUB, 1, delivery_id)


async def test_nobody_else_opens_it(stage: Stage) -> None:
    await stage.member(HUB, 2)
    delivery_id, _notice = await sent(stage)
    assert await stage.outbox.open_notice(HUB, 1, delivery_id)
    for community_id, user, which in ((HUB, 2, delivery_id), (OTHER, 1, delivery_id), (HUB, 1, 987_654)):
        with pytest.raises(NoSuchNotice):
            await stage.outbox.open_notice(community_id, user, which)
    assert await stage.outbox.community_of(delivery_id) == HUB
    with pytest.raises(NoSuchNotice):
        await stage.outbox.community_of(987_654)


async def test_after_forgetting_it_is_unknown(stage: Stage) -> None:
    delivery_id, _notice = await sent(stage)
    async with stage.db.transaction() as tx:
        await tx.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(member_id=None))
    with pytest.raises(NoSuchNotice):
        await stage.outbox.open_notice(HUB, 1, delivery_id)


@pytest.mark.parametrize("change", [{"true": False}, {"gone": True}])
async def test_what_is_no_longer_true_is_said_in_a_sentence(stage: Stage, change: dict[str, bool]) -> None:
    delivery_id, _notice = await sent(stage)
    stage.facts |= change
    with pytest.raises(NoticeIsOver):
        await stage.outbox.open_notice(HUB, 1, delivery_id)


async def test_ninety_days_later_it_cannot_be_composed_any_more(stage: Stage) -> None:
    delivery_id, _notice = await sent(stage)
    stage.later(days=90)
    assert await stage.outbox.open_notice(HUB, 1, delivery_id)
    stage.later(seconds=1)
    with pytest.raises(UserError) as refused:
        await stage.outbox.open_notice(HUB, 1, delivery_id)
    assert refused.type in (NoticeIsOver, NoSuchNotice)


async def test_it_is_sent_like_any_other(stage: Stage) -> None:
    """Covered or not: one message, marked as sent, never shown as unread."""
    stage.facts["discreet"] = True
    delivery_id, _notice = await sent(stage)
    row = await stage.row(delivery_id)
    assert (row.state, row.way, row.ended_at) == ("sent", "dm", stage.clock())
    stage.later(minutes=1)
    assert await stage.outbox.unread_notices(HUB, 1) == ()
    assert stage.clock() - row.ended_at == timedelta(minutes=1)
