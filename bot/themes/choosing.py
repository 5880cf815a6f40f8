"""The theme of a session comes from a seed: candidates, the choice, and what becomes of it when announced."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, not_, or_, select

from bot.db import AnyRow, Tx, insert_into, tried_again
from bot.errors import UserError
from bot.events.models import EventRow
from bot.seeds.models import SeedRow
from bot.seeds.queries import IS_PUBLIC, find, load, take_lock
from bot.seeds.tools import SeedTools
from bot.series.models import SeriesSessionRow
from bot.series.queries import load_session
from bot.series.rules import Session
from bot.series.sessions import Sessions, takes_place, write_theme
from bot.themes.linking import add_link
from bot.themes.models import SessionSeedRow
from bot.themes.queries import candidates, is_candidate
from bot.themes.rules import Candidate, LinkKind, NoLongerACandidate
from bot.troubles import trouble_of

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a session can take its theme from. ``chosen``: number and title of the seed that it took."""

    session: Session
    candidates: tuple[Candidate, ...]
    chosen: tuple[int, str] | None

    @property
    def is_offered(self) -> bool:
        return bool(self.candidates) or self.chosen is not None


class ThemeChoices:
    """A chosen seed is remembered beside the session, and linked to the event once it is announced."""

    def __init__(self, tools: SeedTools, sessions: Sessions) -> None:
        self._tools = tools
        self._sessions = sessions

    async def offered(self, community_id: int, session_id: int) -> Choice:
        """Raises `NoSuchSession`."""
        now = self._tools.clock()
        async with self._tools.db.reading() as tx:
            session = await load_session(tx, community_id, session_id)
            found = await tx.execute(
                select(SeedRow.id, SeedRow.title)
                .join(SessionSeedRow, SessionSeedRow.seed_id == SeedRow.id)
                .where(SessionSeedRow.session_id == session_id, IS_PUBLIC)
            )
            row = found.one_or_none()
            offered = await candidates(tx, community_id, now, session_id=session_id)
            return Choice(session, tuple(offered), (row.id, row.title or "") if row else None)

    @tried_again
    async def choose(self, community_id: int, session_id: int, seed_id: int) -> None:
        """The seed's title becomes the theme, as if it had been typed; another seed chosen before goes.

        Raises `NoLongerACandidate` and what `Sessions.set_theme` raises.
        """
        async with self._sessions.changing(community_id, session_id) as (tx, series, session, now):
            takes_place(session)
            await take_lock(tx, seed_id)
            seeds = await load(
                tx,
                SeedRow.id == seed_id,
                SeedRow.community_id == community_id,
                is_candidate(now, but_session=session_id),
            )
            if not seeds:
                raise NoLongerACandidate
            await write_theme(tx, series, session, seeds[0].title or "", now)
            insert = insert_into(tx.dialect.name, SessionSeedRow)
            await tx.execute(
                insert.values(session_id=session_id, seed_id=seed_id).on_conflict_do_update(
                    index_elements=["session_id"], set_={"seed_id": insert.excluded.seed_id}
                )
            )

    @tried_again
    async def let_go(self, community_id: int, session_id: int) -> None:
        """The theme has nothing to do with that seed any more; its words stay. Raises `NoSuchSession`."""
        async with self._sessions.changing(community_id, session_id) as (tx, _series, _session, _now):
            await _forget_choice(tx, session_id)

    async def was_announced(self, tx: Tx, draft_id: int, event_id: int) -> None:
        """A draft became an event, and its session knows so by now: the seed is linked to the event."""
        await self._link_chosen(tx, event_id, self._tools.clock())

    async def settle(self) -> None:
        """Every minute: link what was announced without a draft (courses), and let go of what is not public.

        Words that members can no longer read do not become the title of a meeting: a session that nobody
        has been told of loses the theme that it took from such a seed. A fault in one hinders no other.
        """
        query = (
            select(SessionSeedRow.session_id, SeedRow.community_id, SeriesSessionRow.event_id)
            .join(SeedRow, SeedRow.id == SessionSeedRow.seed_id)
            .join(SeriesSessionRow, SeriesSessionRow.id == SessionSeedRow.session_id)
            .where(or_(not_(IS_PUBLIC), SeriesSessionRow.event_id.is_not(None)))
            .order_by(SessionSeedRow.session_id)
        )
        async with self._tools.db.reading() as tx:
            found = (await tx.execute(query)).all()
        for row in found:
            try:
                await self._settle(row)
            except Exception as error:
                if trouble_of(error) is not None:
                    raise
                _log.exception("the theme of session %d could not be settled", row.session_id)

    async def _settle(self, row: AnyRow) -> None:
        if row.event_id is not None:
            await self._link_announced(row.event_id)
        else:
            await self._take_theme_away(row.community_id, row.session_id)

    @tried_again
    async def _link_announced(self, event_id: int) -> None:
        async with self._tools.db.transaction() as tx:
            await self._link_chosen(tx, event_id, self._tools.clock())

    @tried_again
    async def _take_theme_away(self, community_id: int, session_id: int) -> None:
        try:
            async with self._sessions.changing(community_id, session_id) as (tx, series, session, now):
                if await _forget_choice(tx, session_id, of_the_public=False):
                    await write_theme(tx, series, session, "", now)
        except UserError:  # it is over, or gone: nothing is announced of it any more
            async with self._tools.db.transaction() as tx:
                await _forget_choice(tx, session_id, of_the_public=False)

    async def _link_chosen(self, tx: Tx, event_id: int, now: datetime) -> None:
        found = await tx.execute(
            select(
                SessionSeedRow.session_id,
                SessionSeedRow.seed_id,
                SeriesSessionRow.theme,
                EventRow.community_id,
                EventRow.is_rehearsal,
            )
            .join(SeriesSessionRow, SeriesSessionRow.id == SessionSeedRow.session_id)
            .join(EventRow, EventRow.id == SeriesSessionRow.event_id)
            .where(EventRow.id == event_id)
        )
        for row in found.all():
            await take_lock(tx, row.seed_id)
            seed = await find(tx, row.community_id, row.seed_id)
            await _forget_choice(tx, row.session_id)
            if seed.is_public and row.theme and not row.is_rehearsal:
                await add_link(tx, self._tools, seed, event_id, LinkKind.THEME, now)


async def _forget_choice(tx: Tx, session_id: int, *, of_the_public: bool = True) -> bool:
    """Whether there was a choice; ``of_the_public`` False: only one of a seed that is not public."""
    which = [SessionSeedRow.session_id == session_id]
    if not of_the_public:
        which.append(SessionSeedRow.seed_id.not_in(select(SeedRow.id).where(IS_PUBLIC)))
    gone = await tx.execute(delete(SessionSeedRow).where(*which).returning(SessionSeedRow.session_id))
    return bool(gone.all())
