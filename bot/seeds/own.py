"""What authors do with their own seeds: read, answer, edit, withdraw, delete, be notified, take the name off.

An author is known by the receipt key, or by the name under the seed; there is no third way, and no list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.db import Tx, insert_into, tried_again
from bot.errors import N_, UserError
from bot.outbox.models import DeliveryRow
from bot.seeds import kinds, news, telling
from bot.seeds.blurring import blur
from bot.seeds.concerns import worries
from bot.seeds.deleting import delete_seed, free_joined, lock_with_joined
from bot.seeds.helping import Helper, passed_on
from bot.seeds.models import SeedEditRow, SeedLineRow, SeedRow, SeedStepRow
from bot.seeds.proving import Proof, member_id_of, prove, prove_again, wants_letters
from bot.seeds.queries import find, lines_of, load, steps_of, take_lock
from bot.seeds.rules import (
    CLOSED,
    LINE_LENGTH,
    Role,
    SeedState,
    check_move,
    next_states,
)
from bot.seeds.sealing import ReceiptKey, new_code
from bot.seeds.search_index import index_seed, unindex_seed
from bot.seeds.seed import Line, Seed, read_text, subject_of, title_of
from bot.seeds.settings import load_settings
from bot.seeds.tools import SeedTools, coarse, day_of
from bot.seeds.writing import change, move, write_step

SHOWN = 25


class ClosedForAuthor(UserError):
    sentence = N_("This seed is “{state}”, so nothing more can be sent or changed. You can still delete it.")


class NoDirectMessages(UserError):
    """A link that would never be used is not kept."""

    sentence = N_(
        "You have switched off direct messages of this bot, so nothing could reach you; nothing was stored. "
        "Switch them on under “My settings” of the home panel, or look in with your key from time to time."
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """What an anonymous author wrote anew, before it takes the place of the text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnSeed:
    """What its author sees of a seed. ``waiting``: the last edit, while it is not shown to others yet."""

    seed: Seed
    lines: tuple[Line, ...]
    next_states: tuple[SeedState, ...]
    waiting: Edit | None
    told: str | None
    helpers: tuple[Helper, ...] = ()

    @property
    def may_write(self) -> bool:
        return self.seed.state not in CLOSED


class Authors:
    """Use cases of authors. What an anonymous one does shows itself to others a random time later."""

    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    async def community_of(self, seed_id: int) -> int | None:
        """Which community a seed belongs to, for presses in a direct message; None: there is no such seed."""
        async with self._tools.db.glancing() as tx:
            return await tx.scalar(select(SeedRow.community_id).where(SeedRow.id == seed_id))

    async def named(self, community_id: int, account_id: int) -> list[Seed]:
        """The seeds under which this person's name stands, the latest first."""
        async with self._tools.db.reading() as tx:
            member_id = await member_id_of(tx, community_id, account_id)
            if member_id is None:
                return []
            return (await load(tx, SeedRow.author_id == member_id))[::-1][:SHOWN]

    async def open(self, community_id: int, seed_id: int, proof: Proof) -> OwnSeed:
        """The state, the office's questions and one's own answers.

        Raises `KeyDoesNotFit`, `TooManyTries` or, without a key, `NoSuchSeed`.
        """
        now = self._tools.clock()
        seed = await prove(self._tools, community_id, seed_id, proof, now)
        async with self._tools.db.reading() as tx:
            return await _own(tx, seed, now)

    @tried_again
    async def answer(self, community_id: int, seed_id: int, proof: Proof, text: str) -> OwnSeed:
        """Answer the office, or write to it."""
        now = self._tools.clock()
        written = read_text(text, LINE_LENGTH)
        await prove(self._tools, community_id, seed_id, proof, now)
        async with self._tools.db.transaction() as tx:
            seed = await self._locked(tx, community_id, seed_id, proof)
            words = (await load_settings(tx, community_id)).worrying_words
            shown_at = self._tools.shown_at(
                now, is_anonymous=seed.is_anonymous, is_urgent=worries(written, words)
            )
            found = await tx.execute(
                insert(SeedLineRow)
                .values(
                    seed_id=seed.id,
                    is_answer=True,
                    text=written,
                    written_on=day_of(now, seed.tz),
                    shown_at=shown_at,
                )
                .returning(SeedLineRow.id)
            )
            line_id = found.scalar_one()
            await telling.tell_staff(
                tx, self._tools, seed, kinds.ANSWERED, shown_at, now,
                mark=str(line_id), args={"line_id": line_id}, is_anonymous=seed.is_anonymous,
            )  # fmt: skip
            if not seed.is_anonymous and seed.state is SeedState.RETURNED:
                seed = await move(
                    tx, self._tools, seed, SeedState.RECEIVED, Role.AUTHOR, now, actor_id=seed.author_id
                )
            return await _own(tx, seed, now)

    @tried_again
    async def edit(self, community_id: int, seed_id: int, proof: Proof, title: str, text: str) -> OwnSeed:
        """Write it anew: freely until it is published, shown as edited afterwards."""
        now = self._tools.clock()
        written = read_text(text)
        headline = title_of(title, written)
        await prove(self._tools, community_id, seed_id, proof, now)
        async with self._tools.db.transaction() as tx:
            seed = await self._locked(tx, community_id, seed_id, proof)
            if seed.is_anonymous:
                await self._keep_for_later(tx, seed, headline, written, now)
            else:
                seed = await put_text(tx, self._tools, seed, headline, written, now)
            return await _own(tx, seed, now)

    async def _keep_for_later(self, tx: Tx, seed: Seed, title: str, text: str, now: datetime) -> None:
        words = (await load_settings(tx, seed.community_id)).worrying_words
        shown_at = self._tools.shown_at(now, is_anonymous=True, is_urgent=worries(text, words))
        edit = {"title": title, "text": text, "shown_at": shown_at}
        await tx.execute(
            insert_into(tx.dialect.name, SeedEditRow)
            .values(seed_id=seed.id, **edit)
            .on_conflict_do_update(index_elements=["seed_id"], set_=edit)
        )

    @tried_again
    async def withdraw(self, community_id: int, seed_id: int, proof: Proof) -> OwnSeed:
        """Nobody but its author reads it any more; the sealed link goes at once."""
        now = self._tools.clock()
        await prove(self._tools, community_id, seed_id, proof, now)
        async with self._tools.db.transaction() as tx:
            await lock_with_joined(tx, seed_id)
            seed = await prove_again(tx, self._tools, community_id, seed_id, proof)
            row = check_move(seed.state, SeedState.WITHDRAWN, Role.AUTHOR, None)
            at = coarse(now, seed.tz) if seed.is_anonymous else now
            await self._keep_unread(tx, seed, now, at)
            moved = await move(
                tx, self._tools, seed, SeedState.WITHDRAWN, Role.AUTHOR, at,
                actor_id=seed.author_id, sealed_link=None,
            )  # fmt: skip
            await unindex_seed(tx, seed.id)
            if seed.is_public:
                # With the true moment, for a time of today that has passed would be told of at once.
                await telling.moved(tx, self._tools, moved, SeedState.WITHDRAWN, row, now)
                await _date_news(tx, seed, now, at)
            await free_joined(tx, self._tools, seed, at)  # last, so that their supporters hear of it too
            return await _own(tx, moved, now)

    async def _keep_unread(self, tx: Tx, seed: Seed, now: datetime, at: datetime) -> None:
        """What the office has not seen by now it never sees."""
        await tx.execute(delete(SeedEditRow).where(SeedEditRow.seed_id == seed.id))
        answers = SeedLineRow.seed_id == seed.id, SeedLineRow.is_answer.is_(True)
        await tx.execute(delete(SeedLineRow).where(*answers, SeedLineRow.shown_at > now))
        await self._tools.outbox.cancel_planned(
            tx, now=at, subject=subject_of(seed.id), kinds=[kinds.ANSWERED]
        )

    @tried_again
    async def delete(self, community_id: int, seed_id: int, proof: Proof) -> None:
        """Leave nothing of it: row, index, posts, planned letters, and its traces in the files."""
        now = self._tools.clock()
        await prove(self._tools, community_id, seed_id, proof, now)
        async with self._tools.db.transaction() as tx:
            await lock_with_joined(tx, seed_id)
            seed = await prove_again(tx, self._tools, community_id, seed_id, proof)
            check_move(seed.state, SeedState.DELETED, Role.AUTHOR, None)
            await delete_seed(tx, self._tools, seed, Role.AUTHOR, now)
        await self._tools.db.wipe()  # where others are busy, the daily tidying up does it

    @tried_again
    async def notify(self, community_id: int, key: ReceiptKey, account_id: int, *, wanted: bool) -> OwnSeed:
        """Keep a link to the author, encrypted with a secret that is not in the database, or remove it.

        Raises `NoDirectMessages` for somebody who wants none.
        """
        now = self._tools.clock()
        await prove(self._tools, community_id, key.seed_id, key, now)
        sealed = self._tools.sealer.seal(key.seed_id, account_id) if wanted else None
        async with self._tools.db.transaction() as tx:
            seed = await self._locked(tx, community_id, key.seed_id, key)
            if wanted and not await wants_letters(tx, community_id, account_id):
                raise NoDirectMessages
            await tx.execute(update(SeedRow).where(SeedRow.id == seed.id).values(sealed_link=sealed))
            return await _own(tx, await find(tx, community_id, seed.id), now)

    @tried_again
    async def take_name_off(self, community_id: int, seed_id: int, account_id: int) -> ReceiptKey:
        """From now on the seed has no author but whoever holds this key. Who read the name knows it still."""
        now = self._tools.clock()
        await prove(self._tools, community_id, seed_id, account_id, now)
        async with self._tools.db.transaction() as tx:
            seed = await self._locked(tx, community_id, seed_id, account_id)
            key = ReceiptKey(seed.id, new_code())
            await tx.execute(
                delete(DeliveryRow).where(
                    DeliveryRow.subject == subject_of(seed.id), DeliveryRow.member_id == seed.author_id
                )
            )
            await tx.execute(update(SeedStepRow).where(SeedStepRow.seed_id == seed.id).values(actor_id=None))
            await blur(tx, seed, now)
            # Of somebody who is trusted it was published the moment they posted it.
            published_at = seed.published_at and coarse(seed.published_at, seed.tz)
            await change(
                tx, self._tools, seed, now, published_at=published_at,
                is_anonymous=True, author_id=None, shown_to_staff_at=coarse(seed.shown_to_staff_at, seed.tz),
                key_hash=self._tools.sealer.hash_of(key),
            )  # fmt: skip
        await self._tools.db.wipe()
        return key

    async def _locked(self, tx: Tx, community_id: int, seed_id: int, proof: Proof) -> Seed:
        await take_lock(tx, seed_id)
        seed = await prove_again(tx, self._tools, community_id, seed_id, proof)
        if seed.state in CLOSED:
            raise ClosedForAuthor(state=seed.state.label)
        return seed


async def _date_news(tx: Tx, seed: Seed, now: datetime, at: datetime) -> None:
    """What was planned just now is said to be planned at ``at``."""
    new = DeliveryRow.kind.in_((news.NEWS, news.DIGEST)), DeliveryRow.created_at == now
    await tx.execute(
        update(DeliveryRow).where(DeliveryRow.community_id == seed.community_id, *new).values(created_at=at)
    )


async def put_text(tx: Tx, tools: SeedTools, seed: Seed, title: str, text: str, now: datetime) -> Seed:
    """The new words of a locked seed; what was public is shown as edited, and its supporters hear of it."""
    words = (await load_settings(tx, seed.community_id)).worrying_words
    is_public = seed.is_public
    edited = await change(
        tx,
        tools,
        seed,
        now,
        title=title,
        text=text,
        is_urgent=worries(f"{title}\n{text}", words),
        edited_on=day_of(now, seed.tz) if is_public else None,
    )
    await index_seed(tx, seed.id, title, text)
    await write_step(tx, seed, "edited", Role.AUTHOR, now, actor_id=seed.author_id)
    if is_public or edited.is_urgent:
        await telling.tell_staff(tx, tools, edited, kinds.EDITED, now, now, mark=str(edited.revision))
    if is_public:
        await news.changed(tx, tools, edited, now, but=[seed.author_id] if seed.author_id else [])
    return edited


async def _own(tx: Tx, seed: Seed, now: datetime) -> OwnSeed:
    found = await tx.execute(
        select(SeedEditRow.title, SeedEditRow.text).where(SeedEditRow.seed_id == seed.id)
    )
    waiting = found.one_or_none()
    steps = await steps_of(tx, seed.id) if seed.state is SeedState.DELETED else []
    return OwnSeed(
        seed,
        tuple(await lines_of(tx, seed.id, now, for_author=True)),
        tuple(state for state in next_states(seed.state, Role.AUTHOR) if state is not SeedState.RECEIVED),
        Edit(waiting.title, waiting.text) if waiting else None,
        seed.reason or next((step.note for step in steps if step.note), None),
        tuple(await passed_on(tx, seed.id)),
    )
