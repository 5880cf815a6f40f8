"""Nothing that would tell who somebody is, or let somebody in, reaches a log line."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr

import pytest
from pydantic import SecretStr

from bot import log
from bot.settings import Settings

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDe.plantedplantedplantedplantedplanted"
PLANTED = {
    "configured token": TOKEN,
    "another token": TOKEN.replace("GabcDe", "Hxyz01"),
    "meeting link": "https://meet.example/j/81234567890?pwd=planted.1",
    "link in Japanese text": "こちらhttps://meet.example/planted。",
    "quoted link": "https%3A%2F%2Fmeet.example%2Fplanted",
    "escaped link": r"https:\/\/meet.example\/planted",
    "link without scheme": "www.meet.example/planted",
    "webhook": "https://discord.com/api/v10/webhooks/42/plantedToken_-x/messages/@original",
    "interaction path": "/interactions/42/plantedToken/callback",
    "database": "postgresql+asyncpg://hub:planted@db.example/hub",
    "mail": "planted.person+hub@mail.example",
    "mention": "<@987654321098765432>",
    "member path": "https://discord.com/api/v10/guilds/1/members/987654321098765432",
    "name in Japanese": "植込 はなこ",
    "escaped name": r"\u690d\u8fbc",
    "discord repr": "<Member id=1 name='planted' global_name=\"Pla n'ted\" bot=False>",
    "payload": "{'username': 'planted', 'content': 'it is \\'planted\\' here'}",
    "telephone": "090-1234-5678",
    "statement parameters": "IntegrityError\n[SQL: INSERT]\n[parameters: ('planted',\n 'planted')]",
    "unique key": "DETAIL:  Key (community_id, display_name)=(1, planted) already exists.",
    "failing row": "DETAIL:  Failing row contains (1, planted).",
    "query argument": "invalid input for query argument $2: 'planted' (expected int)",
    "password in a connection string": "host=db.example password=planted user=hub",
    "registered": "sesame-planted",
    "registered, quoted for a URL": "planted%20word%2F1",
}
NEEDLES = re.compile(r"planted|Pla n|meet\.example|9876543210|植|はなこ|690d|5678|MTIz", re.IGNORECASE)
LOGGERS = (
    "bot.events.service",
    "cogs.events",
    "discord.gateway",
    "aiosqlite",
    "sqlalchemy.engine",
    "alembic",
    "apscheduler.x",
)
LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL)


@pytest.fixture(autouse=True)
def logging_as_found(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    names = [None, *log.LIBRARY_FLOORS]
    kept = [(logger := logging.getLogger(name), logger.level, logger.handlers[:]) for name in names]
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(log, "_hidden", set())
    yield
    for logger, level, handlers in kept:
        logger.setLevel(level)
        logger.handlers[:] = handlers


class Streams:
    """The same records through our handler and through a plain one, which is the proof that they were there."""

    def __init__(self, log_format: str = "text") -> None:
        self.ours, self.plain = io.StringIO(), io.StringIO()
        logging.getLogger().handlers.clear()  # pytest's own would raise at wrong placeholders
        settings = Settings(discord_token=SecretStr(TOKEN), log_level="debug", log_format=log_format)
        log.configure(settings, self.ours)
        witness = logging.StreamHandler(self.plain)
        witness.set_name("witness")
        logging.getLogger().addHandler(witness)
        log.hide("sesame-planted")
        log.hide("planted word/1")


def in_message(logger: logging.Logger, level: int, text: str) -> None:
    logger.log(level, text)


def in_arguments(logger: logging.Logger, level: int, text: str) -> None:
    logger.log(level, "it is %s and %r", text, [text])


def in_exception(logger: logging.Logger, level: int, text: str) -> None:
    try:
        raise RuntimeError(text)
    except RuntimeError:
        logger.log(level, "failed", exc_info=True)


def in_chain(logger: logging.Logger, level: int, text: str) -> None:
    try:
        try:
            raise LookupError(text)
        except LookupError as inner:
            inner.add_note(text)
            raise ValueError("outer") from inner
    except ValueError:
        logger.log(level, "failed", exc_info=True)


def in_extra(logger: logging.Logger, level: int, text: str) -> None:
    logger.log(level, "failed", extra={"detail": text, "several": {"key": text}})


def in_wrong_placeholders(logger: logging.Logger, level: int, text: str) -> None:
    logger.log(level, "%d people", text)


SINKS = (in_message, in_arguments, in_exception, in_chain, in_extra, in_wrong_placeholders)


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("kind", PLANTED)
def test_planted_words_reach_no_line_at_any_level(
    kind: str, sink: Callable[[logging.Logger, int, str], None], log_format: str
) -> None:
    streams = Streams(log_format)
    plain_shows_it = sink not in (in_extra, in_wrong_placeholders)  # the plain handler cannot print these
    every = [(name, level) for name in LOGGERS for level in LEVELS]
    for name, level in every if sink is in_message else every[::4]:
        before = streams.plain.tell()
        with redirect_stderr(io.StringIO()):
            sink(logging.getLogger(name), level, PLANTED[kind])
        if plain_shows_it and level >= log.LIBRARY_FLOORS.get(name.partition(".")[0], 0):
            assert NEEDLES.search(streams.plain.getvalue()[before:])
    found = NEEDLES.search(streams.ours.getvalue())
    assert not found, streams.ours.getvalue()[max(found.start() - 200, 0) : found.end() + 50]
    assert all(name in streams.ours.getvalue() for name in LOGGERS)


def test_the_scanner_finds_every_planted_word() -> None:
    for text in PLANTED.values():
        assert NEEDLES.search(text)


def test_payloads_that_libraries_print_at_low_levels_are_not_heard() -> None:
    streams = Streams()
    logging.getLogger("discord.gateway").setLevel(logging.DEBUG)  # what a library could do by itself
    logging.getLogger("discord.gateway").debug("WebSocket Event: Taro writes hello")
    logging.getLogger("sqlalchemy.engine.Engine").info("[generated] ('Taro',)")
    logging.getLogger("bot.events").debug("our own line")
    assert "Taro" in streams.plain.getvalue()
    assert "Taro" not in streams.ours.getvalue()
    assert "our own line" in streams.ours.getvalue()
    logging.getLogger("discord.gateway").setLevel(logging.NOTSET)


def test_what_helps_to_find_a_fault_stays_readable() -> None:
    streams = Streams()
    logger = logging.getLogger("bot.app")
    in_exception(logger, logging.ERROR, "no such table: events")
    logger.warning(
        "POST https://discord.com/api/v10/channels/42/messages with 403", extra={"reference": "K7M2QX"}
    )
    text = streams.ours.getvalue()
    assert "RuntimeError: no such table: events" in text
    assert "in in_exception" in text
    assert "POST https://discord.com/api/v10/channels/42/messages with 403 reference=K7M2QX" in text


def test_a_line_break_somebody_typed_does_not_start_a_log_line() -> None:
    streams = Streams()
    logging.getLogger("bot.app").info("said %s", "x\n2026-01-01 CRITICAL bot: forged")
    assert streams.ours.getvalue().count("\n") == 1


def test_json_lines_are_json() -> None:
    streams = Streams("json")
    in_exception(logging.getLogger("bot.app"), logging.ERROR, 'see "https://meet.example/planted" {')
    logging.getLogger("bot.app").info("sent", extra={"delivery_id": 7, "link": "not even a scheme"})
    first, second = map(json.loads, streams.ours.getvalue().splitlines())
    assert (first["level"], first["logger"], first["message"]) == ("ERROR", "bot.app", "failed")
    assert "RuntimeError" in first["error"]
    assert (second["delivery_id"], second["link"]) == ("7", "…")


def test_an_exception_nobody_caught_is_hidden_too() -> None:
    script = (
        "from bot import log; from bot.settings import Settings\n"
        f"log.configure(Settings(discord_token={TOKEN!r}))\n"
        "raise RuntimeError('https://meet.example/' + 'planted')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert "RuntimeError: https://…" in done.stderr
    assert "/planted" not in done.stderr


def test_configure_twice_writes_each_line_once() -> None:
    Streams()
    streams = Streams()
    logging.getLogger("bot.app").info("once")
    assert streams.ours.getvalue().count("once") == 1


def test_references_are_short_distinct_and_cannot_be_misread() -> None:
    made = {log.reference() for _ in range(1000)}
    assert len(made) > 990
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{6}", one) for one in made)


@pytest.mark.long
def test_a_long_text_of_one_kind_is_redacted_in_a_finite_time() -> None:
    """A pattern that starts again at each character would need hours for these."""
    for filler in ("a", "a.", "a@", "-", "http:", "0-", "\\u", "name='\\\\"):
        assert log.redact(filler * 200_000)
