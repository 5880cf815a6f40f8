"""Use cases of hearings: which organisations the office heard, when and how; for the figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from bot.bigrams import fold
from bot.clock import to_local
from bot.db import AnyRow, tried_again
from bot.errors import N_, UserError
from bot.members.communities import load_community
from bot.members.rules import Sector
from bot.probono.models import HearingRow
from bot.probono.queries import find_need, find_offer
from bot.probono.reading import read_choice, read_past_day
from bot.probono.rules import LINE_LENGTH, NOTE_LENGTH, ConsentWay, read_optional, read_text
from bot.probono.tools import ProbonoTools

_FORMS = re.compile(
    "|".join(
        map(
            re.escape,
            sorted(
                (
                    *(
                        "株式会社",
                        "有限会社",
                        "合同会社",
                        "合資会社",
                        "合名会社",
                        "(株)",
                        "(有)",
                        "(同)",
                        "(資)",
                        "(名)",
                    ),
                    *(
                        "認定npo法人",
                        "npo法人",
                        "(npo)",
                        "認定特定非営利活動法人",
                        "特定非営利活動法人",
                        "(特非)",
                    ),
                    *(
                        "一般社団法人",
                        "公益社団法人",
                        "一般財団法人",
                        "公益財団法人",
                        "社会福祉法人",
                        "医療法人",
                    ),
                    *("学校法人", "(一社)", "(公社)", "(一財)", "(公財)", "(福)", "(医)", "(学)"),
                    *("co.,ltd.", "co.,ltd", "inc.", "ltd."),
                ),
                key=len,
                reverse=True,
            ),
        )
    )
)
_BETWEEN = re.compile(r"[\s・･,，.。「」『』]+")


class NoSuchHearing(UserError):
    sentence = N_("This note is not there any more. The list of hearings shows what there is.")


class HowHeard(UserError):
    sentence = N_("Please choose how you heard them: in person, online, by phone or by mail.")


@dataclass(frozen=True, slots=True)
class Hearing:
    """One note; ``need_id`` or ``offer_id`` is what came of it."""

    id: int
    organisation: str
    sector: Sector
    heard_on: date
    way: ConsentWay
    note: str | None
    need_id: int | None
    offer_id: int | None


@dataclass(frozen=True, slots=True)
class NewHearing:
    """What was typed and chosen; an empty ``heard_on`` is today."""

    organisation: str
    sector: str | None
    heard_on: str
    way: str | None
    note: str = ""


def hearing_key(organisation: str) -> str:
    """The name as it is counted: one way of writing, without spaces and without the legal form."""
    folded = "".join(fold(organisation).split())
    return _BETWEEN.sub("", _FORMS.sub("", folded)) or folded


class HearingRoom:
    """Notes of the office; no row names a person."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    @tried_again
    async def note(
        self,
        community_id: int,
        new: NewHearing,
        *,
        need_id: int | None = None,
        offer_id: int | None = None,
    ) -> Hearing:
        """Note one, perhaps beside the need or offer it led to.

        Raises `NothingWritten`, `TooLong`, `HowHeard`, what `read_past_day` raises, `NoSuchNeed` or
        `NoSuchOffer`.
        """
        name, note = read_text(new.organisation, LINE_LENGTH), read_optional(new.note, NOTE_LENGTH)
        way = read_choice(ConsentWay, new.way)
        if way is None:
            raise HowHeard
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            community = await load_community(tx, community_id)
            today = to_local(now, ZoneInfo(community.timezone)).date()
            if need_id is not None:
                await find_need(tx, community_id, need_id)
            if offer_id is not None:
                await find_offer(tx, community_id, offer_id)
            found = await tx.execute(
                insert(HearingRow)
                .values(
                    community_id=community_id,
                    organisation=name,
                    key=hearing_key(name),
                    sector=read_choice(Sector, new.sector) or Sector.COMPANY.value,
                    heard_on=read_past_day(new.heard_on, today),
                    way=way,
                    note=note,
                    need_id=need_id,
                    offer_id=offer_id,
                    created_at=now,
                )
                .returning(HearingRow.__table__)
            )
            return _hearing(found.one())

    async def listing(self, community_id: int) -> Sequence[Hearing]:
        """All notes, the latest day first."""
        async with self._tools.db.reading() as tx:
            found = await tx.execute(
                select(HearingRow.__table__)
                .where(HearingRow.community_id == community_id)
                .order_by(HearingRow.heard_on.desc(), HearingRow.id.desc())
            )
            return [_hearing(row) for row in found]

    async def delete(self, community_id: int, hearing_id: int) -> None:
        """Leave nothing of a note, also not in the file; `NoSuchHearing` when it is gone already."""
        async with self._tools.db.transaction() as tx:
            found = await tx.execute(
                delete(HearingRow).where(HearingRow.id == hearing_id, HearingRow.community_id == community_id)
            )
            if not found.rowcount:
                raise NoSuchHearing
        await self._tools.db.wipe()  # where others are busy, the daily tidying up does it


def _hearing(row: AnyRow) -> Hearing:
    return Hearing(
        id=row.id,
        organisation=row.organisation,
        sector=Sector(row.sector),
        heard_on=row.heard_on,
        way=ConsentWay(row.way),
        note=row.note,
        need_id=row.need_id,
        offer_id=row.offer_id,
    )
