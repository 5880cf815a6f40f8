"""What is kept of what a person wishes to be told, and of their consent to mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.db import AnyRow, Tx
from bot.i18n import C_
from bot.members.models import CommunityRow, MailSubscriptionRow, MemberWayRow, MemberWishRow
from bot.members.parts import Part, in_words, local_time
from bot.members.wish_rules import Topic, Via

TABLES = ("member_ways", "member_wishes", "mail_subscriptions")

CONSENT_STATES = {
    "asked": C_("my data", "asked, not confirmed yet"),
    "confirmed": C_("my data", "confirmed"),
    "left": C_("my data", "ended by me"),
    "suppressed": C_("my data", "ended, because the address does not exist"),
}
SOURCES = {"discord": C_("my data", "by me, in Discord"), "staff": C_("my data", "by the office, for me")}


def wishes_part() -> Part:
    """Goes before the member's own row."""
    return Part("wishes", TABLES, _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    ways = (
        await tx.execute(
            select(MemberWayRow.topic, MemberWayRow.via)
            .where(MemberWayRow.member_id == member_id)
            .order_by(MemberWayRow.topic)
        )
    ).all()
    wish = (
        await tx.execute(
            select(MemberWishRow.__table__, CommunityRow.timezone.label("zone_here"))
            .join(CommunityRow, CommunityRow.id == MemberWishRow.community_id)
            .where(MemberWishRow.member_id == member_id)
        )
    ).one_or_none()
    consent = (
        await tx.execute(
            select(MailSubscriptionRow.__table__, CommunityRow.timezone.label("zone_here"))
            .join(CommunityRow, CommunityRow.id == MailSubscriptionRow.community_id)
            .where(MailSubscriptionRow.member_id == member_id)
        )
    ).one_or_none()
    kept = (
        (C_("my data", "How I want to be told"), _ways(ways, lang)),
        (C_("my data", "My hours"), _hours(wish, lang) if wish else {}),
        (C_("my data", "My consent to mail"), _consent(consent, lang) if consent else {}),
    )
    return {heading.to(lang): facts for heading, facts in kept if facts}


def _ways(rows: Sequence[AnyRow], lang: str) -> dict[str, str]:
    return {Topic(row.topic).label.to(lang): Via(row.via).label.to(lang) for row in rows}


def _hours(row: AnyRow, lang: str) -> dict[str, str]:
    return in_words(
        lang,
        (C_("my data", "Quiet from"), row.quiet_from),
        (C_("my data", "Quiet until"), row.quiet_until),
        (C_("my data", "Time zone"), row.timezone),
        (C_("my data", "Reminders I do without"), ", ".join(row.leads_off) or None),
        (C_("my data", "Last digest until"), local_time(row.digest_until, row.zone_here, lang)),
    )


def _consent(row: AnyRow, lang: str) -> dict[str, str]:
    zone = row.zone_here
    return in_words(
        lang,
        (C_("my data", "State"), CONSENT_STATES.get(row.state, row.state)),
        (C_("my data", "Given"), SOURCES.get(row.source, row.source)),
        (C_("my data", "Version of the text"), str(row.text_version)),
        (C_("my data", "Asked at"), local_time(row.asked_at, zone, lang)),
        (C_("my data", "Confirmed at"), local_time(row.confirmed_at, zone, lang)),
        (C_("my data", "Ended at"), local_time(row.ended_at, zone, lang)),
        (C_("my data", "Why it ended"), row.reason),
        (C_("my data", "No mail before"), local_time(row.suspended_until, zone, lang)),
    )


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    for table in (MemberWayRow, MemberWishRow, MailSubscriptionRow):
        await tx.execute(delete(table).where(table.member_id == member_id))


async def _erase(tx: Tx, community_id: int) -> None:
    for table in (MemberWayRow, MemberWishRow, MailSubscriptionRow):
        await tx.execute(delete(table).where(table.community_id == community_id))
