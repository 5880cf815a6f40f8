"""``bot try`` as a person starts and ends it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.kit.trying import trying

pytestmark = pytest.mark.long

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals are sent to the process")


class Browserless:
    """What a browser does with the printed address: keep the cookie, ask, press."""

    def __init__(self, address: str) -> None:
        self._origin = address.partition("/?")[0]
        self._opener = build_opener(HTTPCookieProcessor())
        self._opener.open(address).close()

    def get(self, path: str) -> dict:
        return json.load(self._opener.open(self._origin + path))

    def post(self, path: str, **body: object) -> dict:
        headers = {"Origin": self._origin, "Content-Type": "application/json"}
        request = Request(self._origin + path, json.dumps(body).encode(), headers)
        return json.load(self._opener.open(request))

    def asks_and_goes(self, path: str, **body: object) -> None:
        """Ask for something whose answer may never come."""
        with suppress(OSError):
            self.post(path, **body)


def left(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if each.name.startswith("bot-try-")]


@POSIX
def test_it_opens_shows_a_community_and_ends_cleanly(tmp_path: Path):
    with trying("--lang", "ja", folder=tmp_path) as opened:
        assert len(left(tmp_path)) == 1
        page = Browserless(opened.address)
        state = page.get("/api/state")
        assert state["hub"] == "みなと市民ハブ"
        assert state["tour"]["step"] == 1
        assert state["mail"]["mails"]
        assert len([each for group in state["people"] for each in group["people"]]) == 18
        assert opened.ends() == 0
    assert left(tmp_path) == []
    assert "終了しました。" in opened.said
    assert "Traceback" not in "\n".join(opened.said)


@POSIX
def test_the_browser_is_opened_at_the_printed_address_and_ending_at_once_is_clean(tmp_path: Path):
    opener, seen = tmp_path / "opener", tmp_path / "seen"
    opener.write_text(f'#!/bin/sh\necho "$1" > {seen}.part && mv {seen}.part {seen}\n')
    opener.chmod(0o755)
    with trying("--open", folder=tmp_path, BROWSER=f"{opener} %s") as opened:
        assert opened.ends() == 0
    assert seen.read_text("utf-8").strip() == opened.address
    assert "終了しました。" in opened.said


@POSIX
@pytest.mark.parametrize("is_kept", [False, True])
def test_giving_up_while_the_hub_is_set_up_leaves_nothing(tmp_path: Path, is_kept: bool):
    kept = tmp_path / "evening.db"
    command = [
        sys.executable,
        "-m",
        "bot",
        "try",
        "--port",
        "0",
        *(("--database", str(kept)) if is_kept else ()),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as process:
        assert process.stdout is not None
        assert "数秒お待ちください" in process.stdout.readline()
        while not (kept.exists() if is_kept else left(tmp_path)):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        said, _errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []
    assert "Traceback" not in said


@POSIX
def test_it_ends_cleanly_while_a_week_passes(tmp_path: Path):
    with trying(folder=tmp_path) as opened:
        page = Browserless(opened.address)
        state = page.get("/api/state")
        asked = {"me": state["me"]["id"], "at": state["at"], "to": "week"}
        impatient = Thread(target=page.asks_and_goes, args=("/api/clock",), kwargs=asked)
        impatient.start()
        while not page.get("/api/state")["clock"]["busy"]:
            assert opened.process.poll() is None
        assert opened.ends() == 0
        impatient.join()
    assert left(tmp_path) == []
    assert "Traceback" not in "\n".join(opened.said)


@POSIX
def test_it_ends_while_somebody_follows_the_changes(tmp_path: Path):
    with trying("--lang", "en", folder=tmp_path) as opened:
        page = Browserless(opened.address)
        stream = page._opener.open(page._origin + "/api/changes")
        assert stream.readline() == b"event: change\n"
        assert opened.ends(signal.SIGTERM) == 0
        assert "Closed." in opened.said


@POSIX
def test_a_kept_rehearsal_goes_on(tmp_path: Path):
    database = tmp_path / "evening.db"
    with trying("--database", str(database), folder=tmp_path) as opened:
        page = Browserless(opened.address)
        state = page.get("/api/state")
        me, at = state["me"]["id"], state["at"]
        answer = page.post("/api/say", me=me, at=at, text="あとで続きから")
        assert answer["go"]["message"]
        page.post("/api/clock", me=me, at=at, to="day")
        assert opened.ends() == 0
    assert any(str(database) in line for line in opened.said)
    with trying("--database", str(database), "--seed", "9", folder=tmp_path) as opened:
        page = Browserless(opened.address)
        again = page.get("/api/state")
        assert again["me"] == state["me"]
        assert again["clock"]["text"].startswith("2026年9月9日")
        assert again["tour"] is None
        with pytest.raises(Exception, match="409"):
            page.post("/api/start_over", me=me, at=at)
        assert opened.ends() == 0


@POSIX
def test_a_rehearsal_goes_on_after_the_program_was_killed(tmp_path: Path):
    database = tmp_path / "evening.db"
    with trying("--database", str(database), folder=tmp_path) as opened:
        page = Browserless(opened.address)
        state = page.get("/api/state")
        page.post("/api/clock", me=state["me"]["id"], at=state["at"], to="day")
        opened.process.kill()
        opened.process.wait()
    with trying("--database", str(database), folder=tmp_path) as opened:
        assert Browserless(opened.address).get("/api/state")["clock"]["text"].startswith("2026年9月9日")
        assert opened.ends() == 0


@POSIX
def test_a_setting_up_that_was_killed_begins_anew(tmp_path: Path):
    database = tmp_path / "evening.db"
    command = [sys.executable, "-m", "bot", "try", "--port", "0", "--database", str(database)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while not database.exists():
            assert process.poll() is None
        process.kill()
    with trying("--database", str(database), folder=tmp_path) as opened:
        assert Browserless(opened.address).get("/api/state")["tour"]["step"] == 1
        assert opened.ends() == 0


def refused(*options: str, folder: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "bot", "try", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=folder)
    return done.returncode, done.stdout + done.stderr


@POSIX
def test_a_port_that_is_taken_is_named(tmp_path: Path):
    with trying(folder=tmp_path) as opened:
        port = re.search(r":(\d+)/", opened.address)
        assert port is not None
        code, said = refused("--port", port[1], "--lang", "en", folder=Path.cwd())
        assert code == 1
        assert f"Port {port[1]} is used by another program" in said
        assert "--port" in said
        assert "Traceback" not in said
        assert opened.ends() == 0


def test_a_database_of_a_real_hub_is_left_alone(tmp_path: Path, sqlite_template: Path):
    file = tmp_path / "hub.db"
    file.write_bytes(sqlite_template.read_bytes())
    code, said = refused("--port", "0", "--database", str(file), folder=Path.cwd())
    assert code == 1
    assert "hub.db" in said
    assert "Traceback" not in said
    assert file.read_bytes() == sqlite_template.read_bytes()


def test_a_wrong_language_is_named():
    code, said = refused("--lang", "fr", folder=Path.cwd())
    assert (code, "expected ja or en" in said) == (2, True)
