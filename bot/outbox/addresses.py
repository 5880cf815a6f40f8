"""From a row to the place of a post, read at the moment of sending and stored nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from bot.db import Tx
from bot.i18n import Text, choose_language
from bot.members.models import CommunityRow, MemberRow
from bot.outbox import cards
from bot.outbox.couriers import BotRemoved, NotYet, ToPlace, WayClosed
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import STAFF, Delivery, Kind, Notice, Room
from bot.outbox.rules import MENTIONS_PER_POST, NO_CARD_YET_PAUSE, NO_THREAD

THREAD_NAME_LIMIT = 100
"""Characters of a thread's name at Discord."""


async def place(
    tx: Tx, kinds: Kinds, delivery: Delivery, kind: Kind, notice: Notice, now: datetime
) -> ToPlace:
    """Raises `WayClosed` when there is no such place (any more), `NotYet` while its card is not posted,
    `BotRemoved` while the bot is not in that server.
    """
    assert delivery.place is not None
    community = await _community(tx, delivery.community_id)
    what, _, which = delivery.place.partition(":")
    channel_id = under = thread_id = thread_name = None
    if what == STAFF:
        channel_id = community.staff_channel_id
    elif what == "channel":
        channel_id = int(which)
    elif what == "thread":
        card = await _card(tx, kinds, delivery, which)
        channel_id, under, thread_id = card.channel_id, card.message_id, card.thread_id
        if thread_id is None:
            thread_name = await _thread_name(tx, kinds, card, community.language, now)
    elif what == "room":
        room = await _room(tx, kinds, which)
        channel_id, thread_id = room.channel_id, room.thread_id
        thread_name = room.name.to(choose_language(community.language))[:THREAD_NAME_LIMIT]
        notice = replace(notice, mentions=room.member_ids)
    if channel_id is None:
        raise WayClosed("no_place")
    named = notice.mentions if delivery.member_id is None else (delivery.member_id, *notice.mentions)
    return ToPlace(
        community_id=delivery.community_id,
        community_name=community.name,
        channel_id=channel_id,
        lang=choose_language(community.language),
        timezone=community.timezone,
        staff_only=channel_id == community.staff_channel_id and not kind.even_in_public,
        under_message_id=under,
        thread_id=thread_id,
        thread_name=thread_name,
        mentions=await _accounts(tx, delivery.community_id, named),
        is_room=what == "room",
    )


async def of_card(tx: Tx, card: cards.Posting) -> ToPlace:
    """Where a posted card stands."""
    community = await _community(tx, card.community_id)
    return ToPlace(
        community_id=card.community_id,
        community_name=community.name,
        channel_id=card.channel_id,
        lang=choose_language(community.language),
        timezone=community.timezone,
        staff_only=card.channel_id == community.staff_channel_id,
        # a forum's post is a thread of its own; a thread under a card is not where the card stands
        thread_id=card.thread_id if card.thread_id == card.channel_id else None,
    )


@dataclass(frozen=True, slots=True)
class _Community:
    name: str
    language: str
    timezone: str
    staff_channel_id: int | None


async def _community(tx: Tx, community_id: int) -> _Community:
    found = await tx.execute(
        select(
            CommunityRow.name,
            CommunityRow.language,
            CommunityRow.timezone,
            CommunityRow.staff_channel_id,
            CommunityRow.removed_at,
        ).where(CommunityRow.id == community_id)
    )
    row = found.one()
    if row.removed_at is not None:
        raise BotRemoved
    return _Community(row.name, row.language, row.timezone, row.staff_channel_id)


async def _room(tx: Tx, kinds: Kinds, subject: str) -> Room:
    resolve = kinds.room(subject)
    room = await resolve(tx, subject) if resolve is not None else None
    if room is None:
        raise WayClosed("no_place")
    return room


async def _card(tx: Tx, kinds: Kinds, delivery: Delivery, subject: str) -> cards.Posting:
    card = await cards.posting_of(tx, delivery.community_id, subject)
    if card is not None and not (card.gone and card.thread_id is None):
        return card
    if card is None and await _card_is_coming(tx, kinds, delivery.community_id, subject):
        raise NotYet("no_card_yet", retry_after=NO_CARD_YET_PAUSE.total_seconds())
    raise WayClosed(NO_THREAD)


async def _card_is_coming(tx: Tx, kinds: Kinds, community_id: int, subject: str) -> bool:
    found = await tx.execute(
        select(DeliveryRow.id)
        .where(
            DeliveryRow.community_id == community_id,
            DeliveryRow.subject == subject,
            DeliveryRow.kind.in_(kinds.of_cards()),
            DeliveryRow.state.in_(("planned", "sending", "sent")),
        )
        .limit(1)
    )
    return found.first() is not None


async def _thread_name(tx: Tx, kinds: Kinds, card: cards.Posting, language: str, now: datetime) -> str | None:
    lang = choose_language(language)
    name: Text | str | None = None
    if (name_thread := kinds.thread_name(card.subject)) is not None:
        name = await name_thread(tx, card.subject)
    elif (compose := kinds.card(card.subject)) is not None:
        notice = await compose(tx, card.community_id, card.subject, now)
        name = notice.subject if notice else None
    text = name.to(lang) if isinstance(name, Text) else name
    return text[:THREAD_NAME_LIMIT] if text else None


async def _accounts(tx: Tx, community_id: int, member_ids: Iterable[int]) -> tuple[int, ...]:
    wanted = list(dict.fromkeys(member_ids))[:MENTIONS_PER_POST]
    if not wanted:
        return ()
    found = await tx.execute(
        select(MemberRow.id, MemberRow.discord_user_id).where(
            MemberRow.community_id == community_id, MemberRow.id.in_(wanted)
        )
    )
    accounts = {row.id: row.discord_user_id for row in found}
    return tuple(account for member_id in wanted if (account := accounts.get(member_id)) is not None)
