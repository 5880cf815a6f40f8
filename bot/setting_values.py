"""What each setting accepts: every function takes what was written, gives what is kept, or raises ValueError.

An empty ValueError means that the setting's own ``expected`` says it best.
"""

from __future__ import annotations

import importlib.util
from email.errors import MessageError
from email.headerregistry import Address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

FEWEST_CHARACTERS_OF_A_KEY = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMATS = ("text", "json")

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


def masked_url(url: str) -> str:
    """The database address without user, password and query, for the operator's eyes."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "…"
    if not scheme.startswith("sqlite"):
        rest = "…@" + rest.rpartition("@")[2] if "@" in rest else "…"
    return scheme + separator + rest.partition("?")[0]


def database_url(url: str) -> str:
    """An address of SQLite or PostgreSQL with its asynchronous driver."""
    scheme, separator, rest = url.partition("://")
    driver = _DRIVERS.get(scheme, scheme)
    if not separator or driver not in _DRIVERS.values():
        raise ValueError
    try:
        address = urlsplit(url)
        _ = address.port
    except ValueError:
        raise ValueError from None  # urllib's own sentence would quote a piece of the password
    if driver.startswith("sqlite"):
        # A database in memory would be another one for each of the two engines.
        if address.netloc or address.path in ("", "/", "/:memory:") or "mode=memory" in address.query:
            raise ValueError
        return f"{driver}://{rest}"
    if importlib.util.find_spec("asyncpg") is None:
        raise ValueError("the package asyncpg beside it (the extra `postgres`), or SQLite")
    # Hosted databases hand out libpq's spelling, asyncpg knows its own.
    return f"{driver}://{rest}".replace("?sslmode=", "?ssl=").replace("&sslmode=", "&ssl=")


def folder(path: Path) -> Path:
    """A folder, or a name that is still free."""
    if "?" in str(path) or (path.exists() and not path.is_dir()):
        raise ValueError  # in a database address, what follows a question mark is no path any more
    return path


def long_secret(value: SecretStr) -> SecretStr:
    """Long enough not to be guessed."""
    if len(value.get_secret_value().strip()) < FEWEST_CHARACTERS_OF_A_KEY:
        raise ValueError
    return value


def log_level(value: str) -> str:
    """One of `LOG_LEVELS`, in any case."""
    if value.upper() not in LOG_LEVELS:
        raise ValueError
    return value.upper()


def log_format(value: str) -> str:
    """One of `LOG_FORMATS`, in any case."""
    if value.lower() not in LOG_FORMATS:
        raise ValueError
    return value.lower()


def port(value: int) -> int:
    """0, or a port that needs no special right."""
    if value != 0 and not 1024 <= value <= 65_535:
        raise ValueError
    return value


def mail_server(value: SecretStr) -> SecretStr:
    """An address of a server that takes mail."""
    address = _server(value)
    if address.scheme not in ("smtp", "smtps") or address.path.strip("/") or address.query:
        raise ValueError
    return value


def mailbox(value: SecretStr) -> SecretStr:
    """An address of a mailbox, with name and password."""
    address = _server(value)
    if address.scheme not in ("imap", "imaps") or not address.username or not address.password:
        raise ValueError
    return value


def _server(value: SecretStr) -> SplitResult:
    """An address with a host and a readable port; what is wrong with it is never quoted."""
    try:
        address = urlsplit(value.get_secret_value().strip())
        _ = address.port
    except ValueError:
        raise ValueError from None
    if not address.hostname:
        raise ValueError
    return address


def one_address(value: str) -> str:
    """One mail address (RFC 5322), without a name beside it."""
    try:
        address = Address(addr_spec=value)
    except (ValueError, MessageError, IndexError):
        raise ValueError from None
    if not address.username or "." not in address.domain.strip("."):
        raise ValueError
    return address.addr_spec


def public_url(value: str) -> str:
    """An https address without anything behind the path."""
    address = urlsplit(value)
    if address.scheme != "https" or not address.hostname or address.query or address.fragment:
        raise ValueError
    return value.rstrip("/")
