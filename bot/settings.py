"""What the operator sets for one process. The only reader of the environment.

Everything about one community lives in the database and is set by ``/setup``; here is only what must be
known before there is a database or a connection.
"""

from __future__ import annotations

import difflib
import importlib.util
import os
import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings, SettingsConfigDict

ENV_FILE = Path(".env")
TOKEN_SHAPE = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)
"""A bot token: three base64url parts joined by dots (Discord's reference, "Authentication")."""
FOLLOWS_FROM_ANOTHER = "default_factory_not_called"
"""pydantic's name for a default that could not be made because the setting it is made of is wrong."""
FEWEST_CHARACTERS_OF_A_KEY = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMATS = ("text", "json")

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


class SettingsError(Exception):
    """A setting is missing or wrong. The message is one line for the operator and holds no secret."""


def masked_url(url: str) -> str:
    """The database address without user, password and query, for the operator's eyes."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "…"
    if not scheme.startswith("sqlite"):
        rest = "…@" + rest.rpartition("@")[2] if "@" in rest else "…"
    return scheme + separator + rest.partition("?")[0]


def _database_url(url: str) -> str:
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


def _folder(path: Path) -> Path:
    if "?" in str(path) or (path.exists() and not path.is_dir()):
        raise ValueError  # in a database address, what follows a question mark is no path any more
    return path


def _long_secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().strip()) < FEWEST_CHARACTERS_OF_A_KEY:
        raise ValueError
    return value


def _level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError
    return value.upper()


def _format(value: str) -> str:
    if value.lower() not in LOG_FORMATS:
        raise ValueError
    return value.lower()


def _port(value: int) -> int:
    if value != 0 and not 1024 <= value <= 65_535:
        raise ValueError
    return value


def _database_in_data_dir(settings: dict[str, Any]) -> str:
    return f"sqlite+aiosqlite:///{settings['data_dir'].as_posix()}/hub.db"


def _setting(default: object = PydanticUndefined, *, meaning: str, expected: str, **more: Any) -> Any:
    """A field whose meaning and expected values the example file and the complaints repeat."""
    return Field(default, description=meaning, json_schema_extra={"expected": expected}, **more)


class Settings(BaseSettings):
    """One process's settings: keyword arguments first, then the environment, then the defaults.

    The names in the environment are the fields' names in upper case. ``Settings(...)`` itself reads no
    ``.env``; `load_settings` does. What a test leaves out comes from the environment of the test run.
    """

    model_config = SettingsConfigDict(
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    discord_token: SecretStr | None = _setting(
        None,
        meaning="The bot's password at Discord. Needed by `bot run` only. Show it to nobody.",
        expected="the token from Discord's developer portal (Bot, Reset Token): three parts joined by dots",
    )
    seed_key: Annotated[SecretStr, AfterValidator(_long_secret)] | None = _setting(
        None,
        meaning="What anonymous seeds are sealed with; `bot new-key` prints one. Keep a copy; it is secret.",
        expected="32 or more characters; never changed, or no receipt key works any more",
    )
    data_dir: Annotated[Path, AfterValidator(_folder)] = _setting(
        Path("data"),
        meaning="The folder of the SQLite file hub.db. Where DATABASE_URL is set, that one counts instead.",
        expected="a folder, or a name that is still free, without a question mark",
    )
    database_url: Annotated[str, AfterValidator(_database_url)] = _setting(
        default_factory=_database_in_data_dir,
        meaning="Where everything is kept: one SQLite file (serves thousands of people), or PostgreSQL.",
        expected="sqlite+aiosqlite:///folder/file.db or postgresql+asyncpg://user:password@host/name",
        repr=False,
    )
    backup_dir: Annotated[Path, AfterValidator(_folder)] | None = _setting(
        None,
        meaning="The folder of the backups, best on another disk. Left out: backups, beside the SQLite file.",
        expected="a folder, or a name that is still free; on PostgreSQL the one that pg_dump writes to",
    )
    calendar_feed_dir: Annotated[Path, AfterValidator(_folder)] | None = _setting(
        None,
        meaning="The folder of the public calendar files, for a web server. Left out: none is written.",
        expected="a folder, or a name that is still free",
    )
    discord_requests_per_second: float = _setting(
        45.0,
        meaning="How many requests a second the bot sends at most. Discord refuses more than 50 per token.",
        expected="a number above 0 and up to 50",
        gt=0,
        le=50,
        allow_inf_nan=False,
    )
    discord_new_dms_per_minute: float = _setting(
        10.0,
        meaning="How many people a minute get their first direct message. More looks like spam.",
        expected="a number above 0 and up to 60",
        gt=0,
        le=60,
        allow_inf_nan=False,
    )
    log_level: Annotated[str, AfterValidator(_level)] = _setting(
        "INFO",
        meaning="How much is logged.",
        expected="DEBUG, INFO, WARNING, ERROR or CRITICAL",
    )
    log_format: Annotated[str, AfterValidator(_format)] = _setting(
        "text",
        meaning="One log line as text for people, or as JSON for log collectors.",
        expected="text or json",
    )
    healthz_port: Annotated[int, AfterValidator(_port)] = _setting(
        0,
        meaning="Where a supervisor on this computer asks http://127.0.0.1:PORT/healthz. 0 switches it off.",
        expected="0, or a free port from 1024 to 65535",
    )

    @property
    def data_folder(self) -> Path:
        """The folder of the SQLite file; with PostgreSQL the one that DATA_DIR names."""
        return self.data_dir if self.database_file is None else self.database_file.parent

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None where the database is PostgreSQL."""
        scheme, _, rest = self.database_url.partition(":///")
        return Path(rest.partition("?")[0]) if scheme.startswith("sqlite") else None

    def require_token(self) -> str:
        """The Discord token.

        :raises SettingsError: it is missing, empty, or has not the shape of a token.
        """
        token = "" if self.discord_token is None else self.discord_token.get_secret_value().strip()
        if TOKEN_SHAPE.fullmatch(token):
            return token
        read = f"a value of {len(token)} characters" if token else "nothing"
        place = "" if token else " Its place is the file .env, a copy of config.example.env."
        raise SettingsError(f"DISCORD_TOKEN: read {read}; expected {_expected('discord_token')}.{place}")


def load_settings(env_file: Path = ENV_FILE) -> Settings:
    """The settings from the environment and, below it, from ``env_file`` where that exists.

    :raises SettingsError: a value is wrong, or the file cannot be read or holds a misspelt name.
    """
    _check_file(env_file)
    try:
        return Settings(_env_file=env_file, _env_file_encoding="utf-8-sig")  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        lines = [
            _complaint(str(part["loc"][0]), part["input"], part["type"], part["msg"])
            for part in error.errors()
            if part["type"] != FOLLOWS_FROM_ANOTHER
        ]
    raise SettingsError(" ".join(lines))


def terminal_language() -> str | None:
    """The language of the person at the command line (``ja_JP.UTF-8``), as gettext looks for it."""
    wishes = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((wish for wish in wishes if wish), None)


def config_home() -> Path:
    """The folder of this person's own configuration (XDG Base Directory Specification)."""
    named = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".config"


def _expected(field: str) -> str:
    extra = Settings.model_fields[field].json_schema_extra
    return str(extra["expected"]) if isinstance(extra, dict) else ""


def _complaint(field: str, value: object, kind: str, message: str) -> str:
    own = message.removeprefix("Value error, ") if kind == "value_error" else ""
    return f"{field.upper()}: read {_shown(field, value)}; expected {own or _expected(field)}."


def _shown(field: str, value: object) -> str:
    text = str(value)
    if field == "discord_token" or TOKEN_SHAPE.search(text):
        return f"a value of {len(text)} characters"
    return repr((masked_url(text) if field == "database_url" else text)[:80])


def _check_file(env_file: Path) -> None:
    if not env_file.is_file():
        return
    try:
        with env_file.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{env_file}: read {type(error).__name__}; expected a text file in UTF-8."
        ) from None
    known = [name.upper() for name in Settings.model_fields]
    for binding in bindings:
        if binding.error:
            raise SettingsError(
                f"{env_file}: read something else in line {binding.original.line}; expected NAME=value."
            )
        name = (binding.key or "").upper()
        if name not in known and (close := difflib.get_close_matches(name, known, n=1, cutoff=0.85)):
            raise SettingsError(
                f"{env_file}: read the name {name}, which is no setting; expected {close[0]}."
            )
