"""`bot service` with systemd's programs as scripts that write down how they were called."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import WRONG_SETTING, app
from bot.settings import Settings
from bot.systemd import NAME, Service, ServiceFailed, unit_text

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GplAnt.ed-secret-that-nobody-may-ever-read-00"
PROGRAM = """#!/bin/sh
echo "$(basename "$0") $*" >> {calls}
case "$(basename "$0") $*" in {failing}) echo "it is broken" >&2; exit 1;; esac
"""


class Machine:
    """A person's home, a folder with the bot's .env, and systemd as far as it is there."""

    def __init__(self, tmp_path: Path) -> None:
        self.programs = tmp_path / "programs"
        self.tools = tmp_path / "tools"
        self.calls = tmp_path / "calls"
        self.folder = tmp_path / "the bot 100%"
        self.config = tmp_path / "home/.config"
        self.unit = self.config / "systemd/user" / NAME
        for made in (self.programs, self.tools, self.folder):
            made.mkdir()
        basename = shutil.which("basename")  # nothing else: the machine of the test run may have systemd
        assert basename is not None
        (self.tools / "basename").symlink_to(basename)
        (self.folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")

    def has_systemd(self, *, failing: str = "nothing") -> None:
        """``failing`` is a pattern of calls that end with a fault."""
        for name in ("systemctl", "systemd-run", "loginctl"):
            program = self.programs / name
            program.write_text(PROGRAM.format(calls=shlex.quote(str(self.calls)), failing=failing))
            program.chmod(0o755)

    def called(self) -> list[str]:
        """The calls that change something, in their order."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [line for line in lines if "show-environment" not in line and "systemd-run" not in line]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    for name in (*(each.upper() for each in Settings.model_fields), "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{made.programs}:{made.tools}")
    monkeypatch.chdir(made.folder)
    return made


def bot(*order: str) -> Result:
    return CliRunner().invoke(app, ["service", *order])


# --- the unit ---


def parsed(text: str) -> configparser.ConfigParser:
    reader = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    reader.optionxform = str  # pyright: ignore[reportAttributeAccessIssue]
    reader.read_string(text)
    return reader


def test_the_unit_runs_this_bot_in_this_folder_and_comes_back(machine: Machine) -> None:
    done = bot("install", "--print")
    assert done.exit_code == 0, done.stderr
    assert not machine.unit.exists()
    unit = parsed(done.stdout)
    service = unit["Service"]
    assert service["WorkingDirectory"] == str(machine.folder).replace("%", "%%")
    program, *rest = shlex.split(service["ExecStart"].removeprefix(":"))
    assert os.access(program, os.X_OK)
    assert rest == ["-m", "bot", "run"]
    assert service["Restart"] == "always"
    assert 24 * 60 * 60 / int(service["RestartSec"]) < 1000, "more logins a day cost the token"
    assert int(service["RestartPreventExitStatus"]) == WRONG_SETTING
    assert int(service["TimeoutStopSec"]) > 10
    assert shlex.split(service["ReadWritePaths"]) == [f"{machine.folder}/data".replace("%", "%%")]
    assert unit["Install"]["WantedBy"] == "default.target"
    assert TOKEN not in done.stdout


def test_the_public_calendar_may_be_written_and_entered_by_a_web_server(machine: Machine) -> None:
    web = machine.folder / "web"
    (machine.folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nCALENDAR_FEED_DIR={web}\n")
    service = parsed(bot("install", "--print").stdout)["Service"]
    assert shlex.split(service["ReadWritePaths"]) == [
        str(folder).replace("%", "%%") for folder in (machine.folder / "data", web)
    ]
    machine.has_systemd()
    assert bot("install").exit_code == 0
    assert web.stat().st_mode & 0o777 == 0o755
    assert (machine.folder / "data").stat().st_mode & 0o777 == 0o700


def test_systemd_itself_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    """Where there is no systemd to ask, the test above has read it."""
    folder = tmp_path / "a folder 100% 集い $HOME"
    folder.mkdir()
    python = folder / "python"
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    unit = tmp_path / NAME
    unit.write_text(unit_text(Service(python, folder, (folder, tmp_path))), "utf-8")
    assert str(folder).replace("%", "%%") in unit.read_text("utf-8")
    if (analyze := shutil.which("systemd-analyze")) is None:
        return
    assert verified(analyze, unit) == (0, "")
    unit.write_text(unit.read_text("utf-8").replace("LockPersonality", "LockPersonalty"), "utf-8")
    assert "LockPersonalty" in verified(analyze, unit)[1], "it would have found a mistake"


def verified(analyze: str, unit: Path) -> tuple[int, str]:
    done = subprocess.run(
        [analyze, "verify", "--user", str(unit)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(unit.parent)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", ['a"b', "a\nRestart=no", "a\\b"])
def test_a_path_that_would_change_the_unit_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ServiceFailed, match="path"):
        unit_text(Service(Path("/bin/python"), tmp_path / name, (tmp_path,)))


# --- install ---


def test_install_says_what_it_did(machine: Machine) -> None:
    machine.has_systemd()
    done = bot("install")
    assert done.exit_code == 0, done.stderr
    assert machine.called() == [
        "systemctl --user daemon-reload",
        f"systemctl --user enable {NAME}",
        f"systemctl --user restart {NAME}",
        "loginctl enable-linger",
    ]
    assert "ProtectSystem=strict" in machine.unit.read_text()
    assert (machine.folder / "data").stat().st_mode & 0o777 == 0o700
    assert f"wrote {machine.unit}" in done.stdout
    assert "journalctl --user" in done.stdout
    assert TOKEN not in done.stdout + machine.unit.read_text()
    assert bot("install").exit_code == 0, "an update is the same again"


def test_where_the_disk_cannot_be_shut_off_the_bot_runs_all_the_same(machine: Machine) -> None:
    machine.has_systemd(failing="systemd-run*")
    done = bot("install")
    assert done.exit_code == 0
    assert "left out PrivateTmp and ProtectSystem" in done.stdout
    unit = machine.unit.read_text()
    assert "PrivateTmp" not in unit
    assert "NoNewPrivileges=yes" in unit


def test_another_home_for_settings_is_respected(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has_systemd()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(machine.folder / "config"))
    assert bot("install").exit_code == 0
    assert (machine.folder / "config/systemd/user" / NAME).exists()
    assert not machine.unit.exists()


def test_without_systemd_nothing_is_written_and_the_way_is_told(machine: Machine) -> None:
    done = bot("install")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "no systemd here" in done.stderr
    assert "-m bot run" in done.stderr
    assert sorted(path.name for path in machine.folder.parent.rglob("*")) == sorted(
        ["programs", "tools", "basename", machine.folder.name, ".env"]
    )


def test_without_a_user_session_nothing_is_written(machine: Machine) -> None:
    machine.has_systemd(failing="*show-environment*")
    done = bot("install")
    assert done.exit_code == 1
    assert "it is broken" in done.stderr
    assert "sudo" in done.stderr
    assert machine.called() == []
    assert not machine.unit.exists()


@pytest.mark.parametrize("step", ["daemon-reload", "enable", "restart"])
@pytest.mark.parametrize("before", [None, "older"])
def test_a_step_that_fails_leaves_nothing_half(machine: Machine, step: str, before: str | None) -> None:
    old = f"# {before}\nWorkingDirectory={machine.folder}\n".replace("%", "%%")
    if before:
        machine.unit.parent.mkdir(parents=True)
        machine.unit.write_text(old)
    machine.has_systemd(failing=f"*{step}*")
    done = bot("install")
    assert done.exit_code == 1
    assert f"systemctl --user {step} failed (it is broken)" in done.stderr
    assert "wrote" not in done.stdout
    assert machine.called()[-1] == "systemctl --user daemon-reload", "systemd is told that it is gone again"
    assert (machine.unit.read_text() if machine.unit.exists() else None) == (old if before else None)


def test_without_the_right_to_run_unattended_the_rest_stands_and_is_told(machine: Machine) -> None:
    machine.has_systemd(failing="loginctl*")
    done = bot("install")
    assert done.exit_code == 1
    assert "started it" in done.stdout
    assert "loginctl enable-linger" in done.stderr
    assert machine.unit.exists()


def test_the_service_of_another_folder_is_not_taken_over(machine: Machine) -> None:
    machine.has_systemd()
    machine.unit.parent.mkdir(parents=True)
    machine.unit.write_text("WorkingDirectory=/elsewhere\n")
    done = bot("install")
    assert done.exit_code == 1
    assert "/elsewhere" in done.stderr
    assert machine.called() == []


@pytest.mark.parametrize("env", [None, "DISCORD_TOKEN=\n"])
def test_a_service_that_could_not_start_is_not_installed(
    machine: Machine, env: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has_systemd()
    (machine.folder / ".env").unlink()
    if env is None:
        monkeypatch.setenv("DISCORD_TOKEN", TOKEN)  # systemd would not have it
    else:
        (machine.folder / ".env").write_text(env)
    done = bot("install")
    assert done.exit_code == WRONG_SETTING
    assert "expected" in done.stderr
    assert machine.called() == []


# --- remove ---


def test_remove_takes_the_unit_away_and_nothing_else(machine: Machine) -> None:
    machine.has_systemd()
    bot("install")
    machine.calls.unlink()
    done = bot("remove")
    assert done.exit_code == 0
    assert machine.called() == [
        f"systemctl --user disable --now {NAME}",
        "systemctl --user daemon-reload",
    ]
    assert not machine.unit.exists()
    assert (machine.folder / "data").is_dir()
    assert (machine.folder / ".env").exists()
    assert "no service" in bot("remove").stdout


def test_a_service_that_does_not_stop_stays(machine: Machine) -> None:
    machine.has_systemd()
    bot("install")
    machine.has_systemd(failing="*disable*")
    done = bot("remove")
    assert done.exit_code == 1
    assert machine.unit.exists()
