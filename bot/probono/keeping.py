"""What goes of itself: the texts of offers and needs that ended, a year later. The numbers stay."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select, update

from bot.probono.models import HearingRow, NeedRow, OfferRow, SuggestionRow
from bot.probono.privacy import EMPTY_NEED, EMPTY_OFFER, empty_suggestions
from bot.probono.tools import ProbonoTools

TEXTS_KEPT = timedelta(days=365)
HEARING_NOTES_KEPT = timedelta(days=3 * 365)


class Keeping:
    """For the tidying of the night."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def forget_texts(self) -> int:
        """Empty offers and needs that ended a year ago, and what was agreed between them; how many."""
        before = self._tools.clock() - TEXTS_KEPT
        async with self._tools.db.transaction() as tx:
            old = or_(NeedRow.ended_at <= before, OfferRow.ended_at <= before)
            ids = (
                select(SuggestionRow.id)
                .join(NeedRow, NeedRow.id == SuggestionRow.need_id)
                .join(OfferRow, OfferRow.id == SuggestionRow.offer_id)
                .where(old)
                .scalar_subquery()
            )
            await empty_suggestions(tx, ids)
            offers = await tx.execute(
                update(OfferRow).where(OfferRow.ended_at <= before, OfferRow.text != "").values(**EMPTY_OFFER)
            )
            needs = await tx.execute(
                update(NeedRow).where(NeedRow.ended_at <= before, NeedRow.text != "").values(**EMPTY_NEED)
            )
            return offers.rowcount + needs.rowcount

    async def forget_hearing_notes(self) -> int:
        """Empty the notes of hearings that are three years old; day, organisation and way stay."""
        before = (self._tools.clock() - HEARING_NOTES_KEPT).date()
        async with self._tools.db.transaction() as tx:
            old_note = (HearingRow.heard_on <= before, HearingRow.note.is_not(None))
            return (await tx.execute(update(HearingRow).where(*old_note).values(note=None))).rowcount
