"""With which one press or one mail somebody leaves: a random token in each mail, stored as a hash only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import insert, select

from bot.db import Tx
from bot.outbox.models import MailTokenRow

TOKEN_BYTES = 18
"""144 random bits: 24 characters, which no mail program breaks in two."""


async def issue(tx: Tx, community_id: int, member_id: int, now: datetime) -> str:
    """A new token for one mail to this member; only its hash stays here."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await tx.execute(
        insert(MailTokenRow).values(
            token_hash=_hash(token), community_id=community_id, member_id=member_id, issued_at=now
        )
    )
    return token


async def owner_of(tx: Tx, token: str) -> tuple[int, int] | None:
    """``(community_id, member_id)`` of the mail that held this token; None for any other text."""
    found = await tx.execute(
        select(MailTokenRow.community_id, MailTokenRow.member_id).where(
            MailTokenRow.token_hash == _hash(token)
        )
    )
    row = found.one_or_none()
    return (row.community_id, row.member_id) if row is not None else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
