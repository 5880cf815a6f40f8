"""`bot doctor`: a sound installation gives no finding, and each of ten planted faults is found.

The machine is real (a SQLite file, folders), Discord is a server on 127.0.0.1 asked by the real client.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import discord.http
import pytest
from sqlalchemy import insert, text, update
from typer.testing import CliRunner

from bot import doctor
from bot.__main__ import app
from bot.app import command_names
from bot.clock import Hands
from bot.db import Database
from bot.health.rules import Finding, State, is_well
from bot.hub import build_hub
from bot.members.models import CommunityRow
from bot.migrating import head_revision
from bot.outbox.models import DeliveryRow
from bot.settings import Settings
from tests.kit.damage import damage_a_page
from tests.kit.loopback_server import ANNOUNCE, EMBED_LINKS, GUILD_ID, OFFICE, ServerOnLoopback

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GplAnt.ed-secret-that-nobody-may-ever-read-00"


@dataclass
class Installation:
    """A bot that is set up, has a backup and did its last tick a moment ago."""

    settings: Settings
    hands: Hands
    discord: ServerOnLoopback
    least_free_bytes: int = 0

    @property
    def file(self) -> Path:
        assert self.settings.database_file is not None
        return self.settings.database_file

    async def change(self, statement: object) -> None:
        db = Database(self.settings.database_url)
        try:
            async with db.transaction() as tx:
                await tx.execute(statement)  # pyright: ignore[reportCallIssue, reportArgumentType]
        finally:
            await db.close()

    async def look(self) -> list[Finding]:
        return await doctor.look(self.settings, self.hands, least_free_bytes=self.least_free_bytes)


@pytest.fixture
async def sound(
    settings: Settings, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Installation]:
    real = Settings(**{**settings.model_dump(), "discord_token": TOKEN})
    server = ServerOnLoopback(hands, await command_names(real))
    await server.start()
    monkeypatch.setattr(discord.http.Route, "BASE", server.base)
    hub = build_hub(real, clock=hands)
    await hub.communities.set_up(
        GUILD_ID, name="みなと市民ハブ", announce_channel_id=ANNOUNCE, staff_channel_id=OFFICE,
        staff_role_id=GUILD_ID + 9,
    )  # fmt: skip
    hub.backups.make()
    hub.heartbeat.beat()
    await hub.db.close()
    made = Installation(real, hands, server)
    await made.change(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    await made.change(text(f"INSERT INTO alembic_version VALUES ('{head_revision()}')"))
    yield made
    await server.down()


def told(findings: list[Finding], lang: str = "en") -> str:
    return "\n".join(line for finding in findings for line in doctor.lines_of(finding, lang))


async def test_a_sound_installation_gives_no_finding(sound: Installation) -> None:
    findings = await sound.look()
    assert [finding for finding in findings if finding.state is not State.OK] == []
    assert len(findings) >= 13
    for lang in ("ja", "en"):
        said = told(findings, lang)
        assert "✗" not in said
        assert TOKEN not in said


# --- ten faults planted by hand --------------------------------------------------------------------------------


async def wrong_token(sound: Installation) -> None:
    sound.discord.trouble("GET", "/users/@me", 401, code=0)


async def no_network(sound: Installation) -> None:
    await sound.discord.down()


async def missing_permission(sound: Installation) -> None:
    sound.discord.denied_in_announcements = EMBED_LINKS


async def public_staff_channel(sound: Installation) -> None:
    sound.discord.hidden_from_everyone.clear()


async def full_disk(sound: Installation) -> None:
    sound.least_free_bytes = 10**18


async def wrong_clock(sound: Installation) -> None:
    sound.discord.clock_is_ahead_by = timedelta(minutes=10)


async def damaged_page(sound: Installation) -> None:
    damage_a_page(sound.file)


async def old_schema(sound: Installation) -> None:
    await sound.change(text("UPDATE alembic_version SET version_num = '0003'"))


async def unknown_zone(sound: Installation) -> None:
    await sound.change(update(CommunityRow).values(timezone="Asia/Atlantis"))


async def backlog(sound: Installation) -> None:
    now = sound.hands()
    await sound.change(
        insert(DeliveryRow).values(
            community_id=GUILD_ID, kind="fault", place="staff", subject="fault:X", dedupe_key="x",
            due_at=now - timedelta(minutes=31), created_at=now - timedelta(hours=1), state="planned",
            attempts=0, awaits_press=False,
        )
    )  # fmt: skip


async def old_backup(sound: Installation) -> None:
    sound.hands.move(timedelta(days=2, minutes=1))
    hub = build_hub(sound.settings, clock=sound.hands)
    hub.heartbeat.beat()
    await hub.db.close()


async def no_tick_for_long(sound: Installation) -> None:
    sound.hands.move(timedelta(minutes=3))


async def removed_from_the_server(sound: Installation) -> None:
    sound.discord.trouble("GET", f"/guilds/{GUILD_ID}", 404, code=10004)


async def commands_not_registered(sound: Installation) -> None:
    sound.discord.commands.remove("home")


Plant = Callable[[Installation], Awaitable[None]]
PLANTED: dict[Plant, list[str]] = {
    wrong_token: ["✗ Discord: Discord refuses the token.", "DISCORD_TOKEN"],
    no_network: ["✗ Discord: Discord could not be asked", "discord.com"],
    missing_permission: [
        "✗ みなと市民ハブ: announcements: These permissions are off: Embed Links.",
        "Edit Channel",
    ],
    public_staff_channel: ["✗ みなと市民ハブ: staff channel: Everyone can read it", "Private Channel"],
    full_disk: ["✗ Disk:", "Make room"],
    wrong_clock: ["✗ Clock: The computer's clock is 10 minutes slow.", "NTP"],
    damaged_page: ["✗ Database: The file in which the bot keeps everything is damaged.", "bot restore FILE"],
    old_schema: ["✗ Schema: The database has the schema 0003; this version needs", "bot migrate"],
    unknown_zone: ["✗ Time zone: This computer does not know the time zone Asia/Atlantis.", "/setup"],
    backlog: ["✗ Outbox: 1 notice is late, the oldest by 31 minutes.", "Nothing is lost"],
    old_backup: ["✗ Backup: The newest is 2 days old.", "bot backup"],
    no_tick_for_long: ["✗ Bot at work: It has done nothing for 3 minutes", "start it again"],
    removed_from_the_server: ["✗ みなと市民ハブ: The bot is not in this server any more.", "bot invite"],
    commands_not_registered: [
        "✗ Commands: Discord does not know these commands yet: /home.",
        "start it again",
    ],
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
async def test_a_planted_fault_is_found_and_no_other(sound: Installation, plant: Plant) -> None:
    await plant(sound)
    findings = await sound.look()
    said = told(findings)
    assert all(part in said for part in PLANTED[plant]), said
    faults = [finding for finding in findings if finding.state is State.FAULT]
    assert len(faults) == 1, said
    assert faults[0].do is not None
    assert "✗" in told(findings, "ja")
    assert TOKEN not in said


async def test_without_discord_the_machine_is_still_looked_at(sound: Installation) -> None:
    await no_network(sound)
    await full_disk(sound)
    said = told(await sound.look())
    assert "✗ Discord:" in said
    assert "✗ Disk:" in said
    assert "✓ Database:" in said


async def test_a_file_without_its_header_ends_no_look(sound: Installation) -> None:
    sound.file.write_bytes(b"x" * 100 + sound.file.read_bytes()[100:])
    said = told(await sound.look())
    assert "bot restore FILE" in said
    assert "✓ Disk:" in said
    assert "✓ Discord:" in said


async def test_nothing_is_changed_by_looking(sound: Installation) -> None:
    before = {path: path.read_bytes() for path in sound.file.parent.rglob("*") if path.is_file()}
    assert is_well(await sound.look())
    assert {path: path.read_bytes() for path in sound.file.parent.rglob("*") if path.is_file()} == before


def test_an_empty_folder_is_no_fault_and_no_database_is_made(tmp_path: Path, hands: Hands) -> None:
    bare = Settings(database_url=f"sqlite:///{tmp_path}/none/hub.db", discord_token=None)
    findings = asyncio.run(doctor.look(bare, hands))
    assert [(finding.state, finding.name.to("en")) for finding in findings] == [
        (State.WARNING, "Database"),
        (State.OK, "Mail"),
        (State.FAULT, "Settings"),
    ]
    assert not list(tmp_path.iterdir())


def test_wrong_settings_are_a_finding_and_the_exit_code_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOG_LEVEL", "loud")
    said: list[str] = []
    assert doctor.examine("ja", say=said.append) == doctor.SOMETHING_IS_WRONG
    assert said[0].startswith("✗ ")
    assert "LOG_LEVEL" in said[0]
    assert "1" in said[-1]


@pytest.mark.parametrize(
    ("wishes", "given", "is_japanese"),
    [
        ({"LANG": "ja_JP.UTF-8"}, [], True),
        ({"LANG": "en_GB.UTF-8"}, [], False),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, [], True),
        ({"LANG": "C.UTF-8"}, [], True),
        ({"LANG": "ja_JP.UTF-8"}, ["--lang", "en"], False),
    ],
)
def test_the_command_speaks_the_language_of_the_terminal(
    wishes: dict[str, str],
    given: list[str],
    is_japanese: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "DISCORD_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in wishes.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    try:
        done = CliRunner().invoke(app, ["doctor", *given])
    finally:
        logging.disable(logging.NOTSET)
    assert done.exit_code == 1, done.output
    assert "DISCORD_TOKEN" in done.output
    assert ("。" in done.output) is is_japanese, done.output
    assert "Run it for real" in done.output, "where to find it"
    assert ("is empty" in done.output) is not is_japanese, done.output


def test_another_language_is_refused() -> None:
    done = CliRunner().invoke(app, ["doctor", "--lang", "fr"])
    assert done.exit_code == 2
