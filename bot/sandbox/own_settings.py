"""The settings of a simulated community: nothing of a real hub's ``.env`` or environment reaches it."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings

MAIL_FROM = "hub@minato.example"
MAILS_PER_MINUTE = 6000
"""A mail box on the loopback has no provider who could mind."""


def sandbox_settings(database: Path, seed_key: str, *, smtp_port: int | None = None) -> Settings:
    """Settings for this SQLite file, with mail to this port of the loopback (None: without mail).

    Everything that could reach out of the sandbox is named, because what is left out would come from the
    environment: a real token, a real mail server, a folder that a web server publishes.
    """
    return Settings(
        discord_token=None,
        database_url=f"sqlite+aiosqlite:///{database.as_posix()}",
        data_dir=database.parent,
        backup_dir=None,
        calendar_feed_dir=None,
        discord_new_dms_per_minute=10,
        smtp_url=SecretStr(f"smtp://127.0.0.1:{smtp_port}") if smtp_port is not None else None,
        mail_from=MAIL_FROM if smtp_port is not None else None,
        mail_per_minute=MAILS_PER_MINUTE,
        imap_url=None,
        public_base_url=None,
        web_port=0,
        healthz_port=0,
        seed_key=SecretStr(seed_key),
    )
