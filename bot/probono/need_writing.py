"""Changing a need inside somebody's transaction: its row, and who may do it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bot.db import Tx
from bot.errors import N_, UserError
from bot.probono.chips import chips_of_need
from bot.probono.models import NeedRow
from bot.probono.queries import find_need
from bot.probono.readiness import check_ready
from bot.probono.rules import Actor, ChangedMeanwhile, Language, NotYours
from bot.probono.states import NeedState, Party
from bot.probono.strangers import check_hidden
from bot.probono.tools import ProbonoTools
from bot.probono.views import Need

TWICE = timedelta(minutes=10)
"""The same words from the same person within this time are one need: somebody pressed twice."""


class NeedIsOver(UserError):
    sentence = N_("This request is over ({state}), so it stays as it is. A new one is always welcome.")


class OfficeHasIt(UserError):
    sentence = N_(
        "The office is already working with this request. "
        "If something should be different, please tell the office; they will change it for you."
    )


def party_of_need(need: Need, who: Actor) -> Party:
    """In which role somebody acts on a need; raises `NotYours` for everybody but who asked and the office."""
    if who.is_staff:
        return Party.COORDINATOR
    if need.user_id is None or need.user_id != who.user_id:
        raise NotYours
    return Party.ORGANISATION


async def add_need(tx: Tx, tools: ProbonoTools, community_id: int, now: datetime, **values: Any) -> Need:
    """A new draft with these values, and the skills that its text seems to ask for."""
    taxonomy = await tools.lexicon.of(tx, community_id)
    chips = chips_of_need(taxonomy, values.get("title") or "", values["text"])
    found = await tx.execute(
        insert(NeedRow)
        .values(
            community_id=community_id,
            state=NeedState.DRAFT.value,
            skills=chips,
            causes=[],
            slots=[],
            languages=[Language.JA.value],
            created_at=now,
            changed_at=now,
            **values,
        )
        .returning(NeedRow.id)
    )
    return await find_need(tx, community_id, found.scalar_one())


async def asked_just_now(tx: Tx, member_id: int, text: str, now: datetime) -> int | None:
    """The same need of the same person a moment ago."""
    return await tx.scalar(
        select(NeedRow.id)
        .where(
            NeedRow.member_id == member_id,
            NeedRow.text == text,
            NeedRow.created_at > now - TWICE,
            NeedRow.state == NeedState.DRAFT.value,
        )
        .limit(1)
    )


async def need_to_change(
    tx: Tx, community_id: int, need_id: int, who: Actor, revision: int | None = None
) -> Need:
    """The locked need. Who asked can change a draft; the office everything that is not over.

    Raises `NoSuchNeed`, `NotYours`, `NeedIsOver`, `OfficeHasIt` or `ChangedMeanwhile`.
    """
    need = await find_need(tx, community_id, need_id, locked=True)
    party = party_of_need(need, who)
    if need.state.is_over:
        raise NeedIsOver(state=need.state.label)
    if party is Party.ORGANISATION and need.state is not NeedState.DRAFT:
        raise OfficeHasIt
    if revision is not None and revision != need.revision:
        raise ChangedMeanwhile
    return need


async def change_need(tx: Tx, need: Need, now: datetime, **values: Any) -> Need:
    """Write ``values`` into a locked need. What is ready stays ready: `NotReadyYet`, `NameStandsThere`."""
    await tx.execute(
        update(NeedRow)
        .where(NeedRow.id == need.id)
        .values(revision=NeedRow.revision + 1, changed_at=now, **values)
    )
    changed = await find_need(tx, need.community_id, need.id)
    if changed.state not in (NeedState.DRAFT, NeedState.CLOSED):
        check_ready(changed.brief)
        check_hidden(changed)
    return changed
