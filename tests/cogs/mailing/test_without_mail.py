"""Without a mail server the panel says so once and offers no mail; everything else works."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.conftest import SEED_KEY
from tests.kit.world import World, labels, parts_of


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=sqlite_url, data_dir=tmp_path / "data", log_level="INFO", seed_key=SecretStr(SEED_KEY)
    )


async def test_no_mail_is_offered(world: World):
    await world.set_up()
    haru = world.person("はる")
    shown = await world.slash(haru, "reminders")
    assert world.read(shown).count("メールの設定がまだ") == 1
    assert not [label for label in labels(shown) if "メール" in label]
    ways = await world.choose(haru, shown, "reminders:0:topic", "changes")
    assert ways.response is not None
    assert [option["value"] for option in parts_of(ways.response)[0]["options"]] == ["dm"]
    for command in ("mail subscribe", "mail address", "mail status"):
        assert "メールの設定がまだ" in world.read(await world.slash(haru, command))
