"""The operator's side: the example file says what the code reads, and a wrong value is told in one line."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.setting_values import masked_url
from bot.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.env"
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDe.plantedplantedplantedplantedplanted"
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def env_file(folder: Path, text: str | bytes) -> Path:
    path = folder / ".env"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings(env_file(folder, text)).require_token()
    line = str(raised.value)
    assert "\n" not in line
    return line


# --- the example file ---


def blocks(text: str) -> dict[str, tuple[str, str]]:
    """Name of each setting with the comment above it and its value."""
    found = re.findall(r"((?:^# .*\n)+)^#?([A-Z_]+)=(.*)$", text, re.MULTILINE)
    return {
        name: (" ".join(line[2:] for line in comment.splitlines()), value) for comment, name, value in found
    }


def differences(text: str) -> list[str]:
    written, wrong, defaults = blocks(text), [], Settings()
    for name, field in Settings.model_fields.items():
        comment, value = written.pop(name.upper(), ("", None))
        assert isinstance(field.json_schema_extra, dict)
        meaning = f"{field.description} Expected: {field.json_schema_extra['expected']}."
        if value is None:
            wrong.append(f"{name} is missing")
        elif comment != meaning:
            wrong.append(f"{name} has another meaning")
        elif (default := getattr(defaults, name)) is None:
            wrong += [f"{name} has a default"] * bool(value)
        elif value != str(default).lower() if isinstance(default, bool) else type(default)(value) != default:
            wrong.append(f"{name} has another default")
    return wrong + [f"{name} does not exist" for name in written]


def test_the_example_file_names_every_setting_with_its_meaning_and_default() -> None:
    assert differences(EXAMPLE.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("#LOG_LEVEL=INFO", "#LOG_LEVEL=DEBUG", "log_level has another default"),
        ("#LOG_LEVEL=INFO", "", "log_level is missing"),
        ("How much is logged", "How little is logged", "log_level has another meaning"),
        ("#LOG_LEVEL=INFO", "#LOG_LEVEL=INFO\n# More.\n#LOG_COLOUR=1", "LOG_COLOUR does not exist"),
        ("DISCORD_TOKEN=", "DISCORD_TOKEN=x", "discord_token has a default"),
    ],
)
def test_a_difference_to_the_example_file_is_found(before: str, after: str, told: str) -> None:
    text = EXAMPLE.read_text("utf-8")
    assert before in text
    assert differences(text.replace(before, after)) == [told]


def test_the_example_file_as_it_is_gives_the_defaults() -> None:
    assert load_settings(EXAMPLE) == Settings()


def test_the_example_file_with_every_line_switched_on_is_accepted(tmp_path: Path) -> None:
    text = re.sub(r"^#(?=[A-Z])", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    assert load_settings(env_file(tmp_path, text)) == Settings()


# --- where values come from ---


def test_keyword_beats_environment_beats_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = env_file(tmp_path, "LOG_LEVEL=warning\nLOG_FORMAT=json\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("LOG_LEVEL", "error")
    settings = load_settings(path)
    assert (settings.log_level, settings.log_format) == ("ERROR", "json")
    assert Settings(log_level="DEBUG").log_level == "DEBUG"


def test_settings_alone_read_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file(tmp_path, "LOG_LEVEL=error")
    monkeypatch.chdir(tmp_path)
    assert Settings().log_level == "INFO"
    assert load_settings().log_level == "ERROR"


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    settings = load_settings(env_file(tmp_path, "\ufeffLOG_LEVEL=debug\r\nLOG_FORMAT='json' # 形式\r\n"))
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://hub:pw@db.example/hub", "postgresql+asyncpg://hub:pw@db.example/hub"),
        (
            "postgres://hub:pw@db.example:5432/hub?sslmode=require",
            "postgresql+asyncpg://hub:pw@db.example:5432/hub?ssl=require",
        ),
        (
            "postgresql://postgres:@/postgres?host=/tmp/socket",
            "postgresql+asyncpg://postgres:@/postgres?host=/tmp/socket",
        ),
        ("sqlite:////srv/hub.db", "sqlite+aiosqlite:////srv/hub.db"),
    ],
)
def test_common_spellings_of_a_database_are_understood(given: str, used: str) -> None:
    assert Settings(database_url=given).database_url == used


def test_the_database_is_kept_in_the_data_folder_unless_it_has_an_address_of_its_own(tmp_path: Path) -> None:
    assert Settings().database_url == "sqlite+aiosqlite:///data/hub.db"
    assert Settings(data_dir=tmp_path).database_url == f"sqlite+aiosqlite:///{tmp_path}/hub.db"
    moved = load_settings(env_file(tmp_path, "DATA_DIR=elsewhere"))
    assert moved.database_url == "sqlite+aiosqlite:///elsewhere/hub.db"
    own = load_settings(env_file(tmp_path, "DATA_DIR=elsewhere\nDATABASE_URL=sqlite:////srv/own.db"))
    assert own.database_url == "sqlite+aiosqlite:////srv/own.db"


def test_the_folder_of_the_database_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "C# 100%" / "data"
    assert Settings(data_dir=folder).data_folder == folder


def test_every_setting_is_read_by_something() -> None:
    """An option that does nothing is a lie in the example file."""
    code = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    unread = [
        name
        for name in Settings.model_fields
        if not re.search(rf"(settings|self)\.{name}\b|settings\['{name}'\]", code)
    ]
    assert unread == []


def test_secrets_are_not_printed_with_the_settings(tmp_path: Path) -> None:
    path = env_file(
        tmp_path, f"DISCORD_TOKEN={TOKEN}\nDATABASE_URL=postgresql://hub:pw-planted@db.example/hub"
    )
    settings = load_settings(path)
    assert settings.require_token() == TOKEN
    assert "planted" in settings.database_url
    assert "planted" not in f"{settings!r} {settings}"


# --- wrong values ---


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["DISCORD_TOKEN: read nothing; expected the token"]),
        ("DISCORD_TOKEN=", ["DISCORD_TOKEN: read nothing; expected the token"]),
        (
            "DISCORD_TOKEN=planted-client-secret",
            ["DISCORD_TOKEN: read a value of 21 characters; expected the token"],
        ),
        (f"DISCORD_TOKEN=Bot {TOKEN}", ["DISCORD_TOKEN: read a value of"]),
        (f"LOG_LEVEL={TOKEN}", ["LOG_LEVEL: read a value of", "expected DEBUG, INFO"]),
        ("LOG_LEVEL=loud", ["LOG_LEVEL: read 'loud'; expected DEBUG, INFO"]),
        ("LOG_FORMAT=xml", ["LOG_FORMAT: read 'xml'; expected text or json"]),
        (
            "DISCORD_REQUESTS_PER_SECOND=0",
            ["DISCORD_REQUESTS_PER_SECOND: read '0'; expected a number above 0"],
        ),
        ("DISCORD_REQUESTS_PER_SECOND=51", ["DISCORD_REQUESTS_PER_SECOND: read '51'"]),
        ("DISCORD_REQUESTS_PER_SECOND=nan", ["DISCORD_REQUESTS_PER_SECOND: read 'nan'"]),
        ("DISCORD_NEW_DMS_PER_MINUTE=many", ["DISCORD_NEW_DMS_PER_MINUTE: read 'many'"]),
        ("DATA_DIR=/dev/null", ["DATA_DIR: read '/dev/null'; expected a folder"]),
        ("DATA_DIR=a?b", ["DATA_DIR: read 'a?b'; expected a folder"]),
        (
            "DATABASE_URL=mysql://hub:planted@db.example/hub",
            ["DATABASE_URL: read 'mysql://…@db.example/hub'", "aiosqlite"],
        ),
        (
            "DATABASE_URL=postgresql://hub:pl://planted@db.example",
            ["DATABASE_URL: read 'postgresql://…@db.example'"],
        ),
        (
            "DATABASE_URL=postgresql://hub:x:planted/word@db.example",
            ["DATABASE_URL: read 'postgresql://…@db.example'"],
        ),
        ("DATABASE_URL=postgresql://[planted/", ["DATABASE_URL: read 'postgresql://…'"]),
        ("DATABASE_URL=planted", ["DATABASE_URL: read '…'"]),
        (
            "DATABASE_URL=sqlite+aiosqlite://data/hub.db",
            ["DATABASE_URL: read 'sqlite+aiosqlite://data/hub.db'"],
        ),
        ("DATABASE_URL=sqlite+aiosqlite:///:memory:", ["DATABASE_URL: read 'sqlite+aiosqlite:///:memory:'"]),
        ("DATABASE_URL=sqlite+aiosqlite://", ["DATABASE_URL: read"]),
        ("LOG_LEVEL=a\nLOG_FORMAT=b", ["LOG_LEVEL: read 'a'", "LOG_FORMAT: read 'b'"]),
        ("DISCORD_TOKN=planted", ["DISCORD_TOKN", "no setting; expected DISCORD_TOKEN"]),
        ("DISCORD TOKEN planted", ["line 1", "expected NAME=value"]),
        (
            "# 設定\nLOG_LEVEL=INFO".encode("cp932"),
            [".env: read UnicodeDecodeError; expected a text file in UTF-8"],
        ),
    ],
)
def test_a_wrong_value_is_told_in_one_line_without_secrets(
    text: str | bytes, parts: list[str], tmp_path: Path
) -> None:
    line = refusal(tmp_path, text)
    assert all(part in line for part in parts), line
    assert "planted" not in line


def test_what_follows_from_a_wrong_value_is_not_told_as_a_second_one(tmp_path: Path) -> None:
    """Without DATABASE_URL the database is in DATA_DIR; that one is wrong, and only that."""
    assert "DATABASE_URL" not in refusal(tmp_path, "DATA_DIR=/dev/null")


def test_a_masked_address_keeps_what_helps() -> None:
    assert masked_url("sqlite+aiosqlite:///data/hub.db") == "sqlite+aiosqlite:///data/hub.db"
    assert (
        masked_url("postgresql://u:p@db.example:5432/hub?password=p") == "postgresql://…@db.example:5432/hub"
    )


# --- the process ---


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "DISCORD_TOKEN"),
        ({"DISCORD_TOKEN": "planted"}, "DISCORD_TOKEN"),
        ({"DISCORD_TOKEN": TOKEN, "DATABASE_URL": "mysql://hub:planted@db.example/hub"}, "DATABASE_URL"),
        ({"DISCORD_TOKEN": TOKEN, "DISCORD_REQUESTS_PER_SECOND": "1000"}, "DISCORD_REQUESTS_PER_SECOND"),
        ({"DISCORD_TOKEN": TOKEN, "LOG_LEVEL": TOKEN}, "LOG_LEVEL"),
    ],
)
def test_a_start_with_a_wrong_setting_ends_soon_with_one_line(
    values: dict[str, str], named: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | values,
        capture_output=True,
        text=True,
        timeout=5,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith(f"{named}: read ")
    assert "expected" in done.stderr
    assert not re.search("planted|Traceback", done.stdout + done.stderr)
    assert not list(tmp_path.iterdir()), "nothing is written before the settings are right"


# --- one reader of the environment ---


def readers(folder: Path) -> set[str]:
    """Files in which the environment is read."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.name
                if isinstance(node, ast.alias)
                else ""
            )
            if named in {"environ", "environb", "getenv", "load_dotenv", "dotenv_values", "BaseSettings"}:
                found.add(path.relative_to(folder).as_posix())
    return found


def test_only_the_settings_read_the_environment(tmp_path: Path) -> None:
    assert readers(ROOT / "bot") == {
        "settings.py",
        "migrating.py",
        "own_process.py",
    }  # the latter two only hand it, or a little of it, on to their child
    assert readers(ROOT / "cogs") == readers(ROOT / "migrations") == set()
    (tmp_path / "planted.py").write_text("import os\nprint(os.environ['X'])\n")
    (tmp_path / "other.py").write_text("from os import getenv\n")
    assert readers(tmp_path) == {"planted.py", "other.py"}
