"""The card as an embed: everything on it, nothing over Discord's limits, nothing that is not for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import discord
import pytest

from bot.events.rules import Event, EventState, Mode, ModeSeats, NamesShown, Welcome
from bot.i18n import Text, _
from bot.outbox.notice import Notice
from cogs.events.card import register_layouts
from cogs.events.embeds import card_embed
from cogs.shared import limits
from cogs.shared.renderers import render

EVENT = Event(
    id=12,
    community_id=1,
    state=EventState.ANNOUNCED,
    title="12月の情報交換会",
    description="はじめての方も歓迎です。",
    starts_at=datetime(2026, 12, 17, 10, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 17, 11, 30, tzinfo=UTC),
    doors_at=datetime(2026, 12, 17, 9, 30, tzinfo=UTC),
    timezone="Asia/Tokyo",
    venue="みなと市民センター 3階",
    online=True,
    co_hosts="みなとNPOセンター",
    fee="無料",
    welcome=(Welcome.LISTENING,),
    names_shown=NamesShown.OFFICE,
    is_rehearsal=False,
    cancel_reason=None,
    revision=3,
    calendar_uid="uid",
    calendar_sequence=0,
    seats=MappingProxyType(
        {
            Mode.VENUE: ModeSeats(Mode.VENUE, 20, taken=20, waiting=3),
            Mode.ONLINE: ModeSeats(Mode.ONLINE, None, taken=1),
        }
    ),
)


def fields(embed: discord.Embed) -> dict[str | None, str | None]:
    return {field.name: field.value for field in embed.fields}


def test_the_card_in_both_languages() -> None:
    assert fields(card_embed(EVENT, "ja")) == {
        "日時": "2026年12月17日（木）19:00〜20:30（<t:1797501600:R>）\n開場：18:30",
        "会場": "みなと市民センター 3階\n定員 20人・申し込み 20人・キャンセル待ち 3人",
        "オンライン": "リンクは、申し込んだ方に個別に表示します\n現在 1人（定員なし）",
        "共催": "みなとNPOセンター",
        "参加費": "無料",
        "お気軽にどうぞ": "・聞くだけの参加も歓迎です",
    }
    assert fields(card_embed(EVENT, "en")) == {
        "Date and time": "Thu 17 Dec 2026, 19:00–20:30 (<t:1797501600:R>)\nDoors open: 18:30",
        "Venue": "みなと市民センター 3階\n20 of 20 seats taken, 3 people waiting",
        "Online": "The link is shown after you answer.\n1 person so far, no limit",
        "Co-hosts": "みなとNPOセンター",
        "Fee": "無料",
        "Come as you are": "・Just listening is fine",
    }


def test_typed_words_stay_plain_words() -> None:
    nasty = "**@everyone** [押す](https://bad.example) <@123456789012345678>"
    embed = card_embed(
        replace(EVENT, title=nasty, description=nasty, venue=nasty, co_hosts=nasty, fee=nasty), "ja"
    )
    everything = str(embed.to_dict())
    assert "@everyone" not in everything
    assert "<@123456789012345678>" not in everything
    assert "[押す]" in everything.replace("\\", "")
    assert everything.count("[押す]") == everything.count("\\[押す]") == 5


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_largest_card_fits_discord(lang: str) -> None:
    long = "議" * 4000
    largest = replace(
        EVENT,
        title="＿" * 100,
        description=long,
        venue=long,
        co_hosts="、".join(f"参加団体{number:03}" for number in range(200)),
        fee=long,
        welcome=tuple(Welcome),
        is_rehearsal=True,
        state=EventState.CANCELLED,
        cancel_reason=long,
    )
    embed = card_embed(largest, lang)
    assert len(embed) <= limits.EMBEDS_TOTAL
    assert len(embed.title or "") <= limits.EMBED_TITLE
    assert len(embed.fields) <= limits.EMBED_FIELDS
    assert all(len(field.value or "") <= limits.FIELD_VALUE for field in embed.fields)
    assert long not in str(embed.to_dict())


def rendered(event: Event, subject: Text, layout: str = "event_card") -> tuple[str, list[str]]:
    register_layouts()
    parts = render(Notice(subject, layout=layout, facts=event), lang="ja", timezone="Asia/Tokyo")
    assert parts.view is not None
    ids = [item.custom_id for item in parts.view.children if isinstance(item, discord.ui.Button)]
    return parts.content, [custom_id or "" for custom_id in ids]


async def test_buttons_are_those_that_make_sense() -> None:
    news = _("New event: {title}", title=EVENT.title)
    content, ids = rendered(EVENT, news)
    assert content == "イベントのご案内：12月の情報交換会\n日時：2026年12月17日（木）19:00〜20:30"
    assert ids == [
        "rsvp:12:venue",
        "rsvp:12:online",
        "rsvp:12:maybe",
        "rsvp:12:declined",
        "event:12:details",
        "ask:12:about",
    ]
    hall_only = replace(EVENT, seats={Mode.VENUE: ModeSeats(Mode.VENUE, 20)}, online=False)
    assert "rsvp:12:online" not in rendered(hall_only, news)[1]
    cancelled = replace(EVENT, state=EventState.CANCELLED, cancel_reason="台風のため")
    content, ids = rendered(cancelled, news)
    assert content.startswith("【中止】12月の情報交換会")
    assert ids == ["event:12:details", "ask:12:about"]
    assert rendered(EVENT, news, "event_card_closed")[1] == ["event:12:details", "ask:12:about"]
    assert "受付は終わりました" in fields(card_embed(EVENT, "ja", closed=True))
