"""When the disk or the database fails: which of five troubles it is, and what the operator can do.

Codes: SQLite's "Result and Error Codes", PostgreSQL's appendix "Error Codes", errno of the operating system.
Nothing is imported here that knows a database, so that the log can ask as well.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator
from enum import StrEnum


class Trouble(StrEnum):
    """What is wrong with the place where everything is kept; the value is the code that people pass on."""

    DISK_FULL = "disk-full"
    DISK_ERROR = "disk-error"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"

    @property
    def advice(self) -> str:
        """One English line for the operator: what is wrong, what to do, what happens meanwhile."""
        return f"{self.value}: {_ADVICE[self]}"


_GOES_ON = "nothing that was acknowledged is lost, presses are refused meanwhile, the bot goes on by itself"
_ADVICE = {
    Trouble.DISK_FULL: f"the disk with the database is full; make room there: {_GOES_ON}",
    Trouble.DISK_ERROR: "the disk with the database does not take or give what it is asked for; look at its "
    f"quota and its health: {_GOES_ON}",
    Trouble.READ_ONLY: "the database or its disk cannot be written; look at the rights of the folder, and at "
    f"the system log if the disk was made read-only: {_GOES_ON}",
    Trouble.DAMAGED: "the database file is damaged; stop the bot, run `bot doctor`, then "
    "`bot restore FILE` with the newest good backup",
    Trouble.UNREACHABLE: f"the database does not answer or is locked by another program: {_GOES_ON}",
}

_SQLITE = {
    5: Trouble.UNREACHABLE,  # BUSY
    6: Trouble.UNREACHABLE,  # LOCKED
    8: Trouble.READ_ONLY,
    10: Trouble.DISK_ERROR,  # IOERR
    11: Trouble.DAMAGED,  # CORRUPT
    13: Trouble.DISK_FULL,
    14: Trouble.UNREACHABLE,  # CANTOPEN
    26: Trouble.DAMAGED,  # NOTADB
}
_POSTGRES = {
    "25006": Trouble.READ_ONLY,
    "53100": Trouble.DISK_FULL,
    "53300": Trouble.UNREACHABLE,  # too many connections
    "57P01": Trouble.UNREACHABLE,  # shut down
    "57P02": Trouble.UNREACHABLE,
    "57P03": Trouble.UNREACHABLE,  # still starting
    "58030": Trouble.DISK_ERROR,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
}
_ERRNO = {
    errno.ENOSPC: Trouble.DISK_FULL,
    errno.EDQUOT: Trouble.DISK_FULL,
    errno.EFBIG: Trouble.DISK_FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EIO: Trouble.DISK_ERROR,
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Which trouble stands behind an exception; None: it is none of these, but a fault of its own."""
    return next((found for each in _behind(error) if (found := _one(each)) is not None), None)


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what caused it. What only happened at the same time does not count."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, BaseExceptionGroup):
            waiting.extend(each.exceptions)
        waiting += [each.__cause__, getattr(each, "orig", None), getattr(each, "original", None)]


def _one(error: BaseException) -> Trouble | None:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _SQLITE.get(code & 0xFF)  # the upper bytes say more about the same
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return Trouble.UNREACHABLE if state.startswith("08") else _POSTGRES.get(state)
    if getattr(error, "connection_invalidated", False):
        return Trouble.UNREACHABLE
    if isinstance(error, OSError):
        known = _ERRNO.get(error.errno or 0)
        return known or (Trouble.UNREACHABLE if _came_through_sqlalchemy(error) else None)
    if type(error).__module__ == "sqlalchemy.exc" and type(error).__name__ == "TimeoutError":
        return Trouble.UNREACHABLE  # no connection became free
    return None


def _came_through_sqlalchemy(error: BaseException) -> bool:
    """A connection that could not be made is a bare OSError, Discord's too: only its way here tells whose."""
    return any(
        frame.f_globals.get("__name__", "").startswith("sqlalchemy.")
        for frame, _line in traceback.walk_tb(error.__traceback__)
    )
