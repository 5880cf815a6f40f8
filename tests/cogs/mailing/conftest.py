"""The world with a mail server set; nothing is sent there by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.conftest import SEED_KEY


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=sqlite_url,
        data_dir=tmp_path / "data",
        log_level="INFO",
        seed_key=SecretStr(SEED_KEY),
        smtp_url=SecretStr("smtp://127.0.0.1:2525"),
        mail_from="hub@mail.example",
    )
