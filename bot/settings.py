"""What the operator sets for one process. The only reader of the environment.

Everything about one community lives in the database and is set by ``/setup``; here is only what must be
known before there is a database or a connection.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Any

from dotenv.parser import parse_stream
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import setting_values as values

ENV_FILE = Path(".env")
TOKEN_SHAPE = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)
"""A bot token: three base64url parts joined by dots (Discord's reference, "Authentication")."""
FOLLOWS_FROM_ANOTHER = "default_factory_not_called"
"""pydantic's name for a default that could not be made because the setting it is made of is wrong."""


NEEDS = (
    ("smtp_url", "mail_from"),
    ("smtp_url", "seed_key"),  # Message-IDs and the codes of the opt-in are made with a key drawn from it
    ("imap_url", "smtp_url"),
    ("public_base_url", "web_port"),
)
"""A setting, and another one without which it cannot work."""


class SettingsError(Exception):
    """A setting is missing or wrong. The message is one line for the operator and holds no secret."""


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
    seed_key: Annotated[SecretStr, AfterValidator(values.long_secret)] | None = _setting(
        None,
        meaning="What anonymous seeds are sealed with; `bot new-key` prints one. Keep a copy; it is secret.",
        expected="32 or more characters; never changed, or no receipt key works any more",
    )
    data_dir: Annotated[Path, AfterValidator(values.folder)] = _setting(
        Path("data"),
        meaning="The folder of the SQLite file hub.db. Where DATABASE_URL is set, that one counts instead.",
        expected="a folder, or a name that is still free, without a question mark",
    )
    database_url: Annotated[str, AfterValidator(values.database_url)] = _setting(
        default_factory=_database_in_data_dir,
        meaning="Where everything is kept: one SQLite file (serves thousands of people), or PostgreSQL.",
        expected="sqlite+aiosqlite:///folder/file.db or postgresql+asyncpg://user:password@host/name",
        repr=False,
    )
    backup_dir: Annotated[Path, AfterValidator(values.folder)] | None = _setting(
        None,
        meaning="The folder of the backups, best on another disk. Left out: backups, beside the SQLite file.",
        expected="a folder, or a name that is still free; on PostgreSQL the one that pg_dump writes to",
    )
    calendar_feed_dir: Annotated[Path, AfterValidator(values.folder)] | None = _setting(
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
    smtp_url: Annotated[SecretStr, AfterValidator(values.mail_server)] | None = _setting(
        None,
        meaning="The mail server that mail is handed to. Left out: everything works, without mail.",
        expected="smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465",
    )
    mail_from: Annotated[str, AfterValidator(values.one_address)] | None = _setting(
        None,
        meaning="The address that mail comes from; answers go there too. Needed where SMTP_URL is set.",
        expected="one mail address such as hub@city.example",
    )
    mail_per_minute: float = _setting(
        30.0,
        meaning="How many mails a minute leave at most. Ask the provider of the mail server for its limit.",
        expected="a number above 0 and up to 6000",
        gt=0,
        le=6000,
        allow_inf_nan=False,
    )
    mail_plus_addresses: bool = _setting(
        False,
        meaning="Whether mail to name+anything@host reaches MAIL_FROM too, so that bounces name their mail.",
        expected="true or false",
    )
    imap_url: Annotated[SecretStr, AfterValidator(values.mailbox)] | None = _setting(
        None,
        meaning="The mailbox of MAIL_FROM: answers and bounces are read there. Left out: staff enter them.",
        expected="imaps://user:password@host:993, special characters of the password as %40 and the like",
    )
    public_base_url: Annotated[str, AfterValidator(values.public_url)] | None = _setting(
        None,
        meaning="Where the web reaches this bot (WEB_PORT behind a web server), to leave mails by a link.",
        expected="an address such as https://hub.city.example, without anything behind it",
    )
    web_port: Annotated[int, AfterValidator(values.port)] = _setting(
        0,
        meaning="The port on 127.0.0.1 for PUBLIC_BASE_URL. 0 switches it off.",
        expected="0, or a free port from 1024 to 65535",
    )
    log_level: Annotated[str, AfterValidator(values.log_level)] = _setting(
        "INFO",
        meaning="How much is logged.",
        expected="DEBUG, INFO, WARNING, ERROR or CRITICAL",
    )
    log_format: Annotated[str, AfterValidator(values.log_format)] = _setting(
        "text",
        meaning="One log line as text for people, or as JSON for log collectors.",
        expected="text or json",
    )
    healthz_port: Annotated[int, AfterValidator(values.port)] = _setting(
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
        settings = Settings(_env_file=env_file, _env_file_encoding="utf-8-sig")  # pyright: ignore[reportCallIssue]
        _check_together(settings)
        return settings
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


def _check_together(settings: Settings) -> None:
    """Settings that mean nothing alone.

    :raises SettingsError: one is set and the other one is missing.
    """
    for name, needed in NEEDS:
        if getattr(settings, name) and not getattr(settings, needed):
            why = f"because {name.upper()} is set"
            raise SettingsError(f"{needed.upper()}: read nothing; expected {_expected(needed)}, {why}.")


def _expected(field: str) -> str:
    extra = Settings.model_fields[field].json_schema_extra
    return str(extra["expected"]) if isinstance(extra, dict) else ""


def _complaint(field: str, value: object, kind: str, message: str) -> str:
    own = message.removeprefix("Value error, ") if kind == "value_error" else ""
    return f"{field.upper()}: read {_shown(field, value)}; expected {own or _expected(field)}."


def _shown(field: str, value: object) -> str:
    text = str(value)
    if "SecretStr" in str(Settings.model_fields[field].annotation) or TOKEN_SHAPE.search(text):
        return f"a value of {len(text)} characters"
    return repr((values.masked_url(text) if field == "database_url" else text)[:80])


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
