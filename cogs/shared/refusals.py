"""What Discord's refusals mean for a delivery. Reasons and log lines carry codes, never a name or a text."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.outbox.couriers import AllDmsPaused, CourierError, Doubtful, NotYet, TryLater, WayClosed

log = logging.getLogger(__name__)

REASONS = {
    10003: "unknown_channel",
    10004: "unknown_guild",
    10008: "unknown_message",
    10013: "unknown_user",
    10070: "unknown_event",
    30038: "too_many_events",
    40033: "published_already",
    50001: "no_access",
    50007: "dm_closed",
    50013: "no_permission",
    50024: "no_news_channel",
    50033: "unknown_user",
    50083: "thread_archived",
    50278: "no_mutual_guild",
    160005: "thread_locked",
}
"""Discord's JSON error codes that close a way, and what we call them in ``last_error``."""

DMS_STOPPED = {40003: "dms_paused", 20026: "quarantined"}
SLOW_DOWN = {20016, 20028, 20029, 30046}


@contextmanager
def courier_errors(bot: discord.Client, *, leaves: bool = False) -> Iterator[None]:
    """Turn what discord.py and aiohttp raise into the words of `bot.outbox.couriers`.

    ``leaves``: what is asked for may be done although no answer comes, and must not be done twice.
    """
    try:
        yield
    except discord.RateLimited as limited:
        raise TryLater("rate_limited", retry_after=limited.retry_after) from None
    except discord.HTTPException as refusal:
        raise meaning_of(refusal) from None
    except discord.InvalidData:
        raise WayClosed("unknown_channel") from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise TryLater("no_connection") from None
    except (aiohttp.ClientError, OSError):
        raise (Doubtful if leaves else TryLater)("connection_lost") from None
    except RuntimeError:
        # aiohttp's "Session is closed", said before anything is sent
        if bot.is_closed():
            raise NotYet("offline") from None
        raise


def meaning_of(refusal: discord.HTTPException) -> CourierError:
    """What Discord's answer means for the delivery (codes: Discord's "Opcodes and Status Codes")."""
    status, code = refusal.status, refusal.code
    if status == 429 or code in SLOW_DOWN:
        return TryLater("rate_limited", retry_after=_retry_after(refusal))
    if status >= 500:
        return TryLater(f"server_{status}")
    if code in DMS_STOPPED:
        log.error("Discord stopped this bot's direct messages: code=%s", code)
        return AllDmsPaused(DMS_STOPPED[code])
    if code in REASONS:
        return WayClosed(REASONS[code])
    if status == 401:
        log.error("Discord does not accept DISCORD_TOKEN any more: status=401. Nothing can be sent.")
        return TryLater("unauthorized")
    log.error("Discord refused a request: status=%s code=%s", status, code)
    if code == 0:
        # a proxy's page, not Discord's own answer
        return TryLater(f"blocked_{status}")
    return WayClosed(f"refused_{code}")


def _retry_after(refusal: discord.HTTPException) -> float | None:
    try:
        return float(refusal.response.headers["Retry-After"])
    except (KeyError, ValueError):
        return None
