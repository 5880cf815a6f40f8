"""Logging in which nobody can be recognised.

Every line passes one formatter that hides tokens, links, addresses and what people typed, whichever logger
it comes from. Log lines are written in English by us, so whatever is not ASCII was typed by a person and is
hidden too. Libraries that print whole payloads at their lower levels are not heard at those levels.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType
from typing import TextIO
from urllib.parse import quote, unquote, urlsplit

from bot.settings import TOKEN_SHAPE, Settings
from bot.troubles import Trouble, trouble_of

GONE = "…"

LIBRARY_FLOORS = {
    # discord.py prints gateway payloads (names, texts, interaction tokens) and request bodies at DEBUG,
    # aiosqlite and asyncio print statements and callbacks with their arguments there, SQLAlchemy at INFO.
    "discord": logging.INFO,
    "aiosqlite": logging.INFO,
    "asyncio": logging.INFO,
    "aiohttp": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "simcord": logging.INFO,
}
"""Lowest level heard from a library, whatever LOG_LEVEL says."""

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PRIVATE_KEY = (
    r"token|secret|password|passwd|pwd|authorization|link|url|e?mail|address|(?:global_|display_|user)?name|nick"
    r"|content|description|title|reason|value"
)
_PRIVATE_EXTRA = re.compile(_PRIVATE_KEY, re.IGNORECASE)
_QUOTED = (  # up to the same quotation mark behind as many backslashes, for a repr inside a repr
    r"""(?P<slashes>\\*)(?P<mark>['"])"""
    r"""(?:[^\\'"\n]|\\+(?=[^\\'"])|(?!(?P=slashes)(?P=mark))\\*['"])*(?:(?P=slashes)(?P=mark)|$)"""
)

TROUBLE_SECONDS = 3600.0
"""A trouble of disk or database is one line an hour, however many presses and jobs meet it."""

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_hidden: set[str] = set()


def reference() -> str:
    """Six characters that connect what a person was told with the log entry; none of them look alike."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))


def hide(value: str) -> None:
    """Never log this word from now on, plain, URL-quoted or escaped. Under 4 characters it is ignored."""
    for spelling in (value, value.strip(), quote(value), quote(value, safe=""), repr(value)[1:-1]):
        if len(spelling) >= 4:
            _hidden.add(spelling)


def bare_trace(error: BaseException) -> str:
    """Where an error came from, by class names, files and lines: no message, nothing anybody typed."""
    lines: list[str] = []
    link: BaseException | None = error
    while link is not None:
        lines.append(type(link).__name__)
        lines += [f"  {frame.filename}:{frame.lineno}" for frame in extract_tb(link.__traceback__)]
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


def redact(text: str) -> str:
    """The text without tokens, links, addresses, mentions, hidden words and words that are not ASCII."""
    for word in sorted(_hidden, key=len, reverse=True):
        text = text.replace(word, GONE)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _address(match: re.Match[str]) -> str:
    """Scheme only, except for Discord's own API, whose paths say what failed."""
    url = match[0]
    if re.match(r"https://(?:canary\.|ptb\.)?discord(?:app)?\.com/api/v\d+/", url):
        return url.partition("?")[0].partition("#")[0]
    return url.partition(":")[0].partition("%")[0] + "://" + GONE


_RULES: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(rf"(?<![\w-]){TOKEN_SHAPE.pattern}", re.ASCII), GONE),
    (re.compile(r"\[parameters: .*", re.DOTALL), f"[parameters: {GONE}]"),  # SQLAlchemy's statement errors
    (
        re.compile(r"\)=\(.*?\)(?= |$)", re.MULTILINE),
        f")=({GONE})",
    ),  # PostgreSQL: Key (name)=(…) already exists
    (re.compile(r"(Failing row contains|query argument \$\d+:).*"), rf"\1 {GONE}"),  # PostgreSQL, asyncpg
    (re.compile(r"""[a-z][a-z0-9+.-]{1,30}(?::\\*/\\*/|%3a%2f%2f)[^\s<>"]+""", re.IGNORECASE), _address),
    (re.compile(r"""\bwww\.[^\s<>"]+""", re.IGNORECASE), GONE),
    (re.compile(r"""(/?(?:webhooks|interactions)/\d+/)[^\s/?<>"']+"""), rf"\1{GONE}"),
    (re.compile(r"((?:users|members|recipients|thread-members)/)\d+"), rf"\1{GONE}"),
    (
        re.compile(r"""[^\s@<>"'(),;:\[\]]{1,64}@[^\s@<>"'(),;:\[\]/]+\.[^\s@<>"'(),;:\[\]/]+"""),
        f"{GONE}@{GONE}",
    ),
    (re.compile(r"<@!?\d+>"), f"<@{GONE}>"),
    (
        re.compile(r"(?<![\w-])(?:0\d{1,4}|\+\d{1,3}[- ]\d{1,4})[- ]\d{1,4}[- ]\d{3,4}(?![\w-])"),
        GONE,
    ),  # telephone
    (
        re.compile(
            rf"""((?<![\w])(?:{_PRIVATE_KEY})\\*['"]?\s*[=:]\s*){_QUOTED}""", re.IGNORECASE | re.MULTILINE
        ),
        rf"\1{GONE}",
    ),
    (re.compile(r"\b(token|secret|password|passwd|pwd)=[^\s&,;)]+", re.IGNORECASE), rf"\1={GONE}"),
    (re.compile(r"(?:\\u[0-9a-f]{4})+", re.IGNORECASE), GONE),
    (re.compile(r"[^\x00-\x7f]+"), GONE),
]


class RedactingFormatter(logging.Formatter):
    """One record as a line of text, or as one JSON object, with everything private hidden."""

    def __init__(self, *, as_json: bool = False) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        known = _known_trouble(record)
        parts = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": known.advice if known else redact(_message(record)),
        }
        parts |= {key: _extra(key, value) for key, value in vars(record).items() if key not in _STANDARD}
        if known is None and (trouble := self._trouble(record)):
            parts["error"] = redact(trouble)
        return json.dumps(parts, ensure_ascii=False) if self._as_json else _line(parts)

    def _trouble(self, record: logging.LogRecord) -> str:
        raised = (
            self.formatException(record.exc_info)
            if record.exc_info and record.exc_info[0]
            else record.exc_text
        )
        return "\n".join(part for part in (raised, record.stack_info) if part)


class OncePerHour(logging.Filter):
    """Lets the first line of each `Trouble` pass, and another one when an hour is over."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at: dict[Trouble, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this record is written."""
        trouble = _known_trouble(record)
        if trouble is None:
            return True
        before = self._said_at.get(trouble)
        if before is not None and 0 <= record.created - before < TROUBLE_SECONDS:
            return False
        self._said_at[trouble] = record.created
        return True


class QuietHandler(logging.StreamHandler[TextIO]):
    """Writes what the formatter lets through, and says nothing of a record when writing fails."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the base class's name)
        """The base class prints message and arguments as they are; this prints where they came from."""
        if sys.stderr is not None:
            print(f"log line lost: {record.name} line {record.lineno}", file=sys.stderr)  # noqa: T201


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Send every logger to ``stream`` (standard error) through the redaction. May be called again."""
    if settings.discord_token is not None:
        hide(settings.discord_token.get_secret_value())
    if settings.seed_key is not None:
        hide(settings.seed_key.get_secret_value())
    hide(unquote(urlsplit(settings.database_url).password or ""))
    handler = QuietHandler(stream or sys.stderr)
    handler.addFilter(_heard)
    handler.addFilter(OncePerHour())
    handler.setFormatter(RedactingFormatter(as_json=settings.log_format == "json"))
    root = logging.getLogger()
    for old in root.handlers[:]:
        if type(old) in (logging.StreamHandler, QuietHandler):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    for name, floor in LIBRARY_FLOORS.items():
        library = logging.getLogger(name)
        library.handlers.clear()
        library.setLevel(max(floor, root.level))
    sys.excepthook = _uncaught


def _heard(record: logging.LogRecord) -> bool:
    return record.levelno >= LIBRARY_FLOORS.get(record.name.partition(".")[0], logging.NOTSET)


def _known_trouble(record: logging.LogRecord) -> Trouble | None:
    """What disk or database did, wherever it was met; the line says what to do instead of where."""
    return trouble_of(record.exc_info[1]) if record.exc_info else None


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logging.getLogger(__name__).critical("the process ends", exc_info=(kind, error, trace))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001  (a wrong placeholder must not cost the line)
        return f"{record.msg} (arguments do not fit)"


def _extra(key: str, value: object) -> str:
    return GONE if _PRIVATE_EXTRA.search(key) else redact(str(value))


def _line(parts: dict[str, str]) -> str:
    """A person's line break must not look like another log line; a traceback keeps its own."""
    error = parts.pop("error", "")
    head = f"{parts.pop('at')} {parts.pop('level')} {parts.pop('logger')}: {parts.pop('message')}"
    line = " ".join([head, *(f"{key}={value}" for key, value in parts.items())])
    return line.replace("\r", "\\r").replace("\n", "\\n") + (f"\n{error}" if error else "")
