"""Who is the author of a seed: whoever holds its receipt key, or whose name is under it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from bot.db import Tx
from bot.errors import N_, UserError
from bot.members.models import MemberRow
from bot.seeds.models import SeedRow
from bot.seeds.queries import find, take_lock
from bot.seeds.sealing import ReceiptKey
from bot.seeds.seed import NoSuchSeed, Seed
from bot.seeds.tools import SeedTools

WRONG_KEYS = 5
"""A seed and hour."""

Proof = ReceiptKey | int
"""The receipt key, or the Discord account of somebody whose name is under the seed."""


class KeyDoesNotFit(UserError):
    """The same for a wrong key, an unknown number and a deleted seed, also in how often it can be tried."""

    sentence = N_(
        "No seed opens with this receipt key. Please compare it with your note, sign by sign. "
        "If it was deleted, there is nothing left to open."
    )


class TooManyTries(UserError):
    sentence = N_(
        "Too many wrong keys were tried for this seed, so it stays closed for up to an hour. "
        "Nothing is lost; please try again later."
    )


async def prove(tools: SeedTools, community_id: int, seed_id: int, proof: Proof, now: datetime) -> Seed:
    """The seed, if this is its author; a wrong key is counted in a transaction of its own."""
    if isinstance(proof, ReceiptKey) and proof.seed_id != seed_id:
        raise KeyDoesNotFit
    async with tools.db.transaction() as tx:
        await take_lock(tx, seed_id)
        if isinstance(proof, int):
            return await _by_name(tx, community_id, seed_id, proof)
        seed = await _by_key(tx, tools, community_id, proof, now)
    if seed is None:
        raise KeyDoesNotFit
    return seed


async def prove_again(tx: Tx, tools: SeedTools, community_id: int, seed_id: int, proof: Proof) -> Seed:
    """The locked seed, if this still is its author: the name may have been taken off since `prove`.

    No try is counted: `prove` has done it.
    """
    if isinstance(proof, int):
        return await _by_name(tx, community_id, seed_id, proof)
    which = SeedRow.id == seed_id, SeedRow.community_id == community_id
    if not tools.sealer.fits(proof, await tx.scalar(select(SeedRow.key_hash).where(*which))):
        raise KeyDoesNotFit
    return await find(tx, community_id, seed_id)


async def _by_key(tx: Tx, tools: SeedTools, community_id: int, key: ReceiptKey, now: datetime) -> Seed | None:
    columns = SeedRow.key_hash, SeedRow.wrong_keys, SeedRow.wrong_keys_hour
    which = SeedRow.id == key.seed_id, SeedRow.community_id == community_id
    row = (await tx.execute(select(*columns).where(*which))).one_or_none()
    hour = now.replace(minute=0, second=0, microsecond=0)
    if row is None or row.key_hash is None:
        if tools.tries.count(community_id, key.seed_id, hour) >= WRONG_KEYS:
            raise TooManyTries
        return None
    wrong = row.wrong_keys if row.wrong_keys_hour == hour else 0
    if wrong >= WRONG_KEYS:
        raise TooManyTries
    if tools.sealer.fits(key, row.key_hash):
        if row.wrong_keys:  # nor does an hour stay in which the author may have mistyped
            await tx.execute(update(SeedRow).where(*which).values(wrong_keys=0, wrong_keys_hour=None))
        return await find(tx, community_id, key.seed_id)
    await tx.execute(update(SeedRow).where(*which).values(wrong_keys=wrong + 1, wrong_keys_hour=hour))
    return None


async def _by_name(tx: Tx, community_id: int, seed_id: int, account_id: int) -> Seed:
    seed = await find(tx, community_id, seed_id)
    member_id = await member_id_of(tx, community_id, account_id)
    if member_id is None or seed.author_id != member_id:
        raise NoSuchSeed
    return seed


async def member_id_of(tx: Tx, community_id: int, account_id: int) -> int | None:
    return await tx.scalar(
        select(MemberRow.id).where(
            MemberRow.community_id == community_id, MemberRow.discord_user_id == account_id
        )
    )


async def wants_letters(tx: Tx, community_id: int, account_id: int) -> bool:
    """Whether somebody takes direct messages of the bot; who has no row has never switched them off."""
    wish = await tx.scalar(
        select(MemberRow.wants_dm).where(
            MemberRow.community_id == community_id, MemberRow.discord_user_id == account_id
        )
    )
    return wish is not False
