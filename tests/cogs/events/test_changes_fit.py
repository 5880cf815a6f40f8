"""Whatever was typed: a notice of a change and a card with all its terms stay within Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings, strategies as st

from bot.events.changes import facts_of, told_lines
from bot.events.rules import ModeSeats
from bot.events.terms import Terms
from bot.i18n import _
from bot.outbox.notice import Notice
from cogs.events.embeds import card_embed
from cogs.shared import limits
from cogs.shared.renderers import letter
from tests.cogs.events.test_card import EVENT

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
LONG = st.text(min_size=1, max_size=200) | st.sampled_from(["みなと市民センター" * 22, "*_[`@everyone" * 15])
MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: EPOCH + timedelta(minutes=minutes))
LANGUAGES = st.sampled_from(["ja", "en"])


@settings(max_examples=25)
@given(LONG, LONG, LONG, MOMENTS, MOMENTS, st.booleans(), LANGUAGES)
def test_a_notice_of_a_change_fits(
    title: str, old: str, new: str, start: datetime, moved: datetime, online: bool, lang: str
):
    now = replace(EVENT, title=title, venue=new, starts_at=moved, online=online)
    was = {"venue": old, "starts_at": start.isoformat(), "online": not online}
    lines = told_lines(was, facts_of(now), EVENT.tz, link=True, room=True)
    notice = Notice(_("Changed: {title}", title=title), tuple(lines))
    parts = letter(notice, lang=lang, timezone="Asia/Tokyo", community_name="みなと市民ハブ" * 12)
    assert len(parts.content) <= limits.CONTENT
    if parts.embed is not None:
        assert len(parts.embed.description or "") <= limits.EMBED_DESCRIPTION
    assert "@everyone" not in parts.content


@settings(max_examples=25)
@given(
    st.lists(st.integers(10**17, 10**19 - 1), max_size=10),
    MOMENTS,
    st.integers(0, 5),
    st.booleans(),
    st.integers(1, 10_000),
    st.integers(0, 20_000),
    LANGUAGES,
)
def test_a_card_with_all_its_terms_fits(
    roles: list[int], deadline: datetime, most: int, approval: bool, capacity: int, taken: int, lang: str
):
    terms = Terms(most, deadline, tuple(roles), approval)
    seats = {mode: ModeSeats(mode, capacity, taken=taken) for mode in EVENT.seats}
    event = replace(EVENT, terms=terms, seats=seats, description="あ" * 2000)
    for late in (False, True):
        embed = card_embed(event, lang, late=late)
        assert all(len(field.value or "") <= limits.FIELD_VALUE for field in embed.fields)
        assert len(embed) <= limits.EMBEDS_TOTAL
        if taken > capacity:
            assert str(taken) in str(embed.to_dict()), "more people than seats is said, not hidden"
