"""People who chose how they are told, for tests of what goes to many."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, update

from bot.members.models import MailSubscriptionRow, MemberRow, MemberWayRow
from bot.members.wish_rules import Topic
from tests.kit.meetings import Meetings


async def reader(
    meetings: Meetings, number: int, topic: Topic | None = None, via: str | None = None, **values: Any
) -> int:
    """A member with an account; ``consent`` (of a mail subscription) gives them an address too."""
    consent = values.pop("consent", None)
    async with meetings.hub.db.transaction() as tx:
        member = await meetings.hub.members.ensure(tx, meetings.community_id, number, f"会員{number}")
        if consent is not None:
            values["mail_address"] = f"reader{number}@mail.example"
            await tx.execute(
                insert(MailSubscriptionRow).values(
                    member_id=member.id,
                    community_id=meetings.community_id,
                    state=consent,
                    source="discord",
                    text_version=1,
                    asked_at=meetings.hands(),
                )
            )
        if values:
            await tx.execute(update(MemberRow).where(MemberRow.id == member.id).values(**values))
    if topic is not None and via is not None:
        await choose(meetings, member.id, topic, via)
    return member.id


async def choose(meetings: Meetings, member_id: int, topic: Topic, via: str) -> None:
    """Another way for this topic, from now on."""
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(
            delete(MemberWayRow).where(MemberWayRow.member_id == member_id, MemberWayRow.topic == topic.value)
        )
        await tx.execute(
            insert(MemberWayRow).values(
                member_id=member_id, topic=topic.value, via=via, community_id=meetings.community_id
            )
        )
