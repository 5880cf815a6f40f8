"""Dockerfile and compose file: nothing builds them here, so that linters and these rules read them instead."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import GOODBYE_SECONDS
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.example.yaml").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
TOOLS = Path(sys.executable).parent


def said(*command: str | Path, stdin: str | None = None) -> tuple[int, str]:
    done = subprocess.run(
        [str(part) for part in command], input=stdin, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


# --- linters ---


def test_the_linter_finds_nothing_in_the_dockerfile() -> None:
    assert said(TOOLS / "hadolint", ROOT / "Dockerfile") == (0, "")
    status, found = said(
        TOOLS / "hadolint", "-", stdin="FROM python\nRUN sudo pip install x\nCOPY a b\nCMD run\n"
    )
    assert status == 1
    assert {"DL3004", "DL3006", "DL3025"} <= set(re.findall(r"DL\d{4}", found))


@pytest.mark.long
def test_the_compose_file_is_one(tmp_path: Path) -> None:
    check = (TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    assert said(*check, ROOT / "compose.example.yaml")[0] == 0
    planted = tmp_path / "compose.yaml"
    planted.write_text(COMPOSE.replace("stop_grace_period:", "stop_grace_perod:"), "utf-8")
    status, found = said(*check, planted)
    assert status == 1
    assert "stop_grace_perod" in found


# --- the image ---


def copied(dockerfile: str) -> set[str]:
    """What is taken from this folder into the image."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
    return {name for line in lines for name in line.split()[:-1]}


def let_through(ignored: list[str]) -> set[str]:
    return {line[1:] for line in ignored if line.startswith("!")}


def test_only_what_the_image_is_made_of_reaches_it() -> None:
    rules = [line for line in IGNORED if line and not line.startswith("#")]
    assert rules[0] == "*", "everything is left out, unless it is named"
    assert let_through(IGNORED) == copied(DOCKERFILE)
    assert all((ROOT / name).exists() for name in copied(DOCKERFILE))
    assert "." in copied("COPY . ./\n") - let_through(IGNORED), "a careless line would be found"


def test_the_image_runs_as_nobody_in_particular_and_keeps_its_data() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!0\b|root)\d+$", last_stage, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", last_stage, re.MULTILINE)
    assert "DATA_DIR=/data" in last_stage
    assert not re.search(r"TOKEN=|PASSWORD=|\bARG\b", DOCKERFILE)
    python = re.findall(r"^FROM python:(\d\.\d+)-slim", DOCKERFILE, re.MULTILINE)
    assert len(python) == 2
    assert f'requires-python = ">={python[0]}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_image_counts_as_sick_when_the_heart_has_stopped(tmp_path: Path) -> None:
    match = re.search(r"^HEALTHCHECK .*\\\n\s+CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    assert match is not None
    program, *arguments = json.loads(match[1])
    assert program == "python"
    heartbeat = tmp_path / "heartbeat"
    check = [sys.executable, *(each.replace("/data/heartbeat", str(heartbeat)) for each in arguments)]
    assert check[1:] != arguments
    assert said(*check)[0] != 0, "there is none yet"
    heartbeat.write_text("")
    assert said(*check)[0] == 0
    an_hour_ago = heartbeat.stat().st_mtime - 3600
    os.utime(heartbeat, (an_hour_ago, an_hour_ago))
    assert said(*check)[0] != 0


# --- the example ---


def given(compose: str) -> set[str]:
    """Names that the example sets for the bot or asks to be written into .env."""
    inline = re.findall(r"environment: \{(.+)\}", compose)
    return {name for line in inline for name in re.findall(r"([A-Z_]+):", line)} | set(
        re.findall(r"^# ([A-Z_]+)=", compose, re.MULTILINE)
    )


def test_the_example_sets_what_there_is_and_holds_no_secret() -> None:
    known = {name.upper() for name in Settings.model_fields} | {"POSTGRES_USER", "POSTGRES_DB"}
    assert {"DATA_DIR", "DATABASE_URL"} <= given(COMPOSE)
    assert given(COMPOSE) <= known
    assert given(COMPOSE.replace("DATA_DIR:", "DATA_DIRR:")) - known == {"DATA_DIRR"}
    assert "env_file: .env" in COMPOSE
    assert not re.search(r"^\s*[^#\n]*(?:TOKEN|PASSWORD)\s*[:=]\s*[^\s\"$]", COMPOSE, re.MULTILINE)
    ignored_by_git = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {".env", "/postgres.env", "/compose.yaml", "/data/"} <= set(ignored_by_git)


def test_the_example_waits_longer_than_the_bot_takes_to_end() -> None:
    match = re.search(r"stop_grace_period: (\d+)s", COMPOSE)
    assert match is not None
    assert int(match[1]) > 2 * GOODBYE_SECONDS
