"""People who can help or know something: seen by the office first, named only if they ticked it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.db import Tx, tried_again
from bot.errors import N_, UserError
from bot.members.models import MemberRow
from bot.outbox.notice import thread_of
from bot.seeds import kinds, telling
from bot.seeds.models import SeedRow, SeedSupportRow
from bot.seeds.queries import find, find_for_staff
from bot.seeds.rules import SupportKind
from bot.seeds.seed import Seed, subject_of
from bot.seeds.tools import SeedTools


class NothingToSee(UserError):
    sentence = N_("Somebody of the office has seen to this already, or it was taken back. Nothing was sent.")


class NotToBeNamed(UserError):
    sentence = N_(
        "This person does not want to be named to the author yet. Please ask them first; nothing was sent."
    )


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who can help or knows something, for the office."""

    id: int
    seed_id: int
    name: str | None
    kind: SupportKind
    what: str | None
    how: str | None
    may_be_named: bool
    handled_at: datetime | None = None

    def is_as_passed_on(self, args: Mapping[str, Any]) -> bool:
        """Whether these still are the words that the office has read: whoever writes anew waits anew."""
        passed_at = args.get("handled_at")
        return passed_at is not None and self.handled_at == datetime.fromisoformat(passed_at)


@dataclass(frozen=True, slots=True)
class PassedOn:
    """``waits_for_key``: nobody can be told; the author reads it when they open the seed."""

    helper: Helper
    waits_for_key: bool


class Helpers:
    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    async def helpers(self, community_id: int, seed_id: int) -> list[Helper]:
        """Who offered help or knowledge and waits for the office."""
        async with self._tools.db.reading() as tx:
            seed = await find_for_staff(tx, community_id, seed_id, self._tools.clock())
            return await helpers_of(tx, seed.id)

    @tried_again
    async def pass_on(self, community_id: int, support_id: int) -> PassedOn:
        """Tell the author who can help, or post what somebody knows under the seed; then it is done.

        Raises `NothingToSee` if somebody was faster, `NotToBeNamed` without the tick of the helper.
        """
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            helper, seed = await self._take(tx, community_id, support_id, now)
            args = {"support_id": helper.id, "handled_at": now.isoformat()}
            if helper.kind is SupportKind.CAN_HELP:
                if not helper.may_be_named:
                    raise NotToBeNamed
                await tx.execute(
                    update(SeedSupportRow).where(SeedSupportRow.id == helper.id).values(was_passed_on=True)
                )
                await telling.tell_author(
                    tx, self._tools, seed, kinds.HELPER, now, mark=f"{helper.id}:{now.isoformat()}", args=args
                )
            else:
                await self._tools.outbox.enqueue(
                    tx, community_id=community_id, kind=kinds.KNOWN, subject=subject_of(seed.id),
                    to_place=thread_of(subject_of(seed.id)), due_at=now, args=args, now=now,
                    dedupe_key=f"{kinds.KNOWN}:{helper.id}:{now.isoformat()}",
                )  # fmt: skip
            return PassedOn(helper, waits_for_key=seed.is_anonymous and not seed.is_notified)

    @tried_again
    async def settle(self, community_id: int, support_id: int) -> Helper:
        """Seen to in another way; nobody is told."""
        async with self._tools.db.transaction() as tx:
            return (await self._take(tx, community_id, support_id, self._tools.clock()))[0]

    async def _take(self, tx: Tx, community_id: int, support_id: int, now: datetime) -> tuple[Helper, Seed]:
        """One that nobody has seen to; it is marked, unless the caller refuses in the same transaction."""
        seed_id = await tx.scalar(
            update(SeedSupportRow)
            .where(
                SeedSupportRow.id == support_id,
                SeedSupportRow.handled_at.is_(None),
                SeedSupportRow.seed_id.in_(select(SeedRow.id).where(SeedRow.community_id == community_id)),
            )
            .values(handled_at=now)
            .returning(SeedSupportRow.seed_id)
        )
        if seed_id is None:
            raise NothingToSee
        helper = (await helpers_of(tx, seed_id, support_id=support_id))[0]
        return helper, await find(tx, community_id, seed_id)


async def passed_on(tx: Tx, seed_id: int) -> list[Helper]:
    """Whom the author knows of, because both the helper and the office wanted it."""
    named = SeedSupportRow.was_passed_on.is_(True), SeedSupportRow.may_be_named.is_(True)
    ids = await tx.scalars(select(SeedSupportRow.id).where(SeedSupportRow.seed_id == seed_id, *named))
    return [helper for each in sorted(ids) for helper in await helpers_of(tx, seed_id, support_id=each)]


async def helpers_of(tx: Tx, seed_id: int, *, support_id: int | None = None) -> list[Helper]:
    """Those who wait for the office, or that one whatever its state."""
    query = (
        select(SeedSupportRow, MemberRow.display_name)
        .join(MemberRow, MemberRow.id == SeedSupportRow.member_id)
        .where(
            SeedSupportRow.seed_id == seed_id,
            SeedSupportRow.kind.in_((SupportKind.CAN_HELP.value, SupportKind.KNOWS.value)),
            SeedSupportRow.handled_at.is_(None) if support_id is None else SeedSupportRow.id == support_id,
        )
        .order_by(SeedSupportRow.id)
    )
    return [
        Helper(
            row.id,
            row.seed_id,
            row.display_name,
            SupportKind(row.kind),
            row.what,
            row.how,
            row.may_be_named,
            row.handled_at,
        )
        for row in await tx.execute(query)
    ]
