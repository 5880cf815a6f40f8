"""How a community takes seeds: channel, trusted role, categories, words that worry, help lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.clock import Clock
from bot.db import Database, Tx, insert_into
from bot.errors import N_, UserError
from bot.i18n import choose_language
from bot.members.communities import load_community
from bot.seeds.defaults import CATEGORIES, OTHER, WORRYING_WORDS
from bot.seeds.models import SeedCategoryRow, SeedSettingsRow
from bot.seeds.seed import Category

MOST_CATEGORIES = 15
"""With the five states they are the twenty tags of a Discord forum."""
CATEGORY_LENGTH = 20
"""Characters of a forum tag at Discord."""
MOST_WORDS = 200
HELP_LENGTH = 1000
MOST_MONTHS = 60
MOST_DAYS = 365


class TooManyCategories(UserError):
    sentence = N_(
        "These are {count} categories; {most} are the most, because a forum takes no more tags. "
        "Please take some together. Nothing was changed."
    )


class CategoryUnusable(UserError):
    sentence = N_(
        "“{name}” cannot be a category: one to {most} characters, each name once. Nothing was changed."
    )


class NumberUnreadable(UserError):
    sentence = N_("“{written}” is not a whole number from {least} to {most}. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class SeedSettings:
    """``worrying_words``: one of them makes a text urgent. ``help_lines``: its author reads them at once."""

    channel_id: int | None = None
    trusted_role_id: int | None = None
    dormant_months: int = 6
    worrying_words: tuple[str, ...] = ()
    help_lines: str | None = None
    anonymous_closed_until: datetime | None = None

    def takes_anonymous(self, now: datetime) -> bool:
        return self.anonymous_closed_until is None or self.anonymous_closed_until <= now


def read_number(written: str, *, least: int, most: int) -> int:
    """A whole number within its limits; raises `NumberUnreadable`."""
    try:
        number = int(written.strip())
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise NumberUnreadable(written=written.strip()[:20], least=least, most=most)
    return number


def read_words(written: str) -> tuple[str, ...]:
    """One word per line or comma, each once."""
    words = (word.strip() for line in written.splitlines() for word in line.replace("、", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def read_categories(written: str) -> tuple[str, ...]:
    """One per line. Raises `TooManyCategories` or `CategoryUnusable`."""
    names = [" ".join(line.split()) for line in written.splitlines() if line.strip()]
    for name in names:
        if len(name) > CATEGORY_LENGTH or names.count(name) > 1:
            raise CategoryUnusable(name=name, most=CATEGORY_LENGTH)
    if not names:
        raise CategoryUnusable(name="", most=CATEGORY_LENGTH)
    if len(names) > MOST_CATEGORIES:
        raise TooManyCategories(count=len(names), most=MOST_CATEGORIES)
    return tuple(names)


async def load_settings(tx: Tx, community_id: int) -> SeedSettings:
    """What was set, and the defaults of the community's language for the rest."""
    community = await load_community(tx, community_id)
    usual = WORRYING_WORDS[choose_language(community.language)]
    row = (
        await tx.execute(select(SeedSettingsRow).where(SeedSettingsRow.community_id == community_id))
    ).one_or_none()
    if row is None:
        return SeedSettings(worrying_words=usual)
    return SeedSettings(
        channel_id=row.channel_id,
        trusted_role_id=row.trusted_role_id,
        dormant_months=row.dormant_months,
        worrying_words=usual if row.worrying_words is None else read_words(row.worrying_words),
        help_lines=row.help_lines,
        anonymous_closed_until=row.anonymous_closed_until,
    )


async def offered_categories(tx: Tx, community_id: int) -> list[Category]:
    """What can be given to a seed, in order; empty before anybody changed or used them."""
    found = await tx.execute(
        select(SeedCategoryRow.id, SeedCategoryRow.name, SeedCategoryRow.is_other)
        .where(SeedCategoryRow.community_id == community_id, SeedCategoryRow.is_retired.is_(False))
        .order_by(SeedCategoryRow.position, SeedCategoryRow.id)
    )
    return [Category(row.id, row.name, row.is_other) for row in found]


async def ensure_categories(tx: Tx, community_id: int) -> list[Category]:
    """The same; a community that has none gets the usual ones first, in its language."""
    offered = await offered_categories(tx, community_id)
    if offered:
        return offered
    lang = choose_language((await load_community(tx, community_id)).language)
    await _write_categories(tx, community_id, CATEGORIES[lang], OTHER)
    return await offered_categories(tx, community_id)


async def _write_categories(tx: Tx, community_id: int, names: Sequence[str], others: frozenset[str]) -> None:
    """These are offered from now on, in this order; what is left out stays on the seeds that have it."""
    await tx.execute(
        update(SeedCategoryRow)
        .where(SeedCategoryRow.community_id == community_id, SeedCategoryRow.name.not_in(names))
        .values(is_retired=True)
    )
    statement = insert_into(tx.dialect.name, SeedCategoryRow)
    new = statement.excluded
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["community_id", "name"],
            set_={"position": new.position, "is_other": new.is_other, "is_retired": new.is_retired},
        ),
        [
            {
                "community_id": community_id,
                "name": name,
                "position": position,
                "is_other": name in others,
                "is_retired": False,
            }
            for position, name in enumerate(names)
        ],
    )


class SeedRules:
    """Use cases of these settings. Each change is kept at once."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def settings(self, community_id: int) -> SeedSettings:
        async with self._db.reading() as tx:
            return await load_settings(tx, community_id)

    async def change(self, community_id: int, **changes: Any) -> SeedSettings:
        """Change single settings by the names of `SeedSettings`; words are kept one per line."""
        if "worrying_words" in changes and changes["worrying_words"] is not None:
            changes["worrying_words"] = "\n".join(changes["worrying_words"])
        async with self._db.transaction() as tx:
            await tx.execute(
                insert_into(tx.dialect.name, SeedSettingsRow)
                .values(community_id=community_id, **changes)
                .on_conflict_do_update(index_elements=["community_id"], set_=changes)
            )
            return await load_settings(tx, community_id)

    async def close_anonymous(self, community_id: int, days: int) -> SeedSettings:
        """Nobody posts without a name for so many days; 0 opens it again."""
        until = self._clock() + timedelta(days=days) if days else None
        return await self.change(community_id, anonymous_closed_until=until)

    async def categories(self, community_id: int) -> list[Category]:
        """What can be given to a seed, in order."""
        async with self._db.transaction() as tx:
            return await ensure_categories(tx, community_id)

    async def set_categories(self, community_id: int, written: str) -> list[Category]:
        """One name per line, in the order of the lines. Raises `TooManyCategories` or `CategoryUnusable`."""
        names = read_categories(written)
        async with self._db.transaction() as tx:
            before = await ensure_categories(tx, community_id)
            others = OTHER | {category.name for category in before if category.is_other}
            await _write_categories(tx, community_id, names, others)
            return await offered_categories(tx, community_id)
