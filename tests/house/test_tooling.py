"""The tools are switched on: each of them finds what it is there to find."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.screenshots import MOST_BYTES, PICTURE

ROOT = Path(__file__).parents[2]
BANNED = {
    "datetime.now": "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
    "datetime.utcnow": "from datetime import datetime\n\nNOW = datetime.utcnow()\n",
    "datetime.today": "import datetime\n\nNOW = datetime.datetime.today()\n",
    "date.today": "from datetime import date\n\nNOW = date.today()\n",
    "discord's utcnow": "from discord.utils import utcnow\n\nNOW = utcnow()\n",
    "time.time": "import time\n\nNOW = time.time()\n",
    "asyncio.sleep": "from asyncio import sleep\n\nNOW = sleep(1)\n",
    "time.sleep": "import time as t\n\nt.sleep(1)\n",
}
BARE_PYTEST: dict[str, str] = {"PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def output(
    *command: str | Path, stdin: str = "", cwd: Path = ROOT, env: dict[str, str] | None = None
) -> tuple[int, str]:
    outer_make = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTEST_FLAGS"}  # of the make that runs these tests
    inherited = {name: value for name, value in os.environ.items() if name not in outer_make}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | (env or {}),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


# --- the clock is handed in ---


def refused(code: str, path: str) -> bool:
    ruff = (
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--select",
        "TID251",
        "--stdin-filename",
        path,
        "-",
    )
    status, said = output(*ruff, stdin=code)
    assert (status == 1) == ("TID251" in said), said
    return status == 1


@pytest.mark.parametrize("code", BANNED.values(), ids=BANNED)
def test_time_is_not_fetched(code: str) -> None:
    assert refused(code, "bot/events/service.py")


def test_time_is_fetched_where_it_belongs_and_nowhere_else() -> None:
    everything = "".join(BANNED.values())
    assert not any(
        refused(everything, path) for path in ("bot/clock.py", "bot/scheduler.py", "bot/outbox/dispatcher.py")
    )
    assert all(
        refused(everything, path)
        for path in ("cogs/courier.py", "tests/bot/test_log.py", "migrations/env.py")
    )


def test_a_clock_that_is_handed_in_is_welcome() -> None:
    assert not refused("def when(clock):\n    return clock()\n", "bot/events/service.py")


# --- nothing is left for later ---

LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
"""Written so that this file does not find itself."""


TEXTS = ("*.py", "*.md", "*.po", "*.toml", "*.env", "*.ini", "Makefile", "run")


def left_for_later(folder: Path) -> list[str]:
    """Files with a note that something is not finished; hidden folders but .ci are the tools' own."""
    tops = [path for path in folder.iterdir() if not path.name.startswith(".") or path.name == ".ci"]
    below = [path for top in tops if top.is_dir() for text in TEXTS for path in top.rglob(text)]
    files = [path for path in tops if any(path.match(text) for text in TEXTS)] + below
    return sorted(
        path.relative_to(folder).as_posix() for path in files if LATER.search(path.read_text("utf-8"))
    )


def test_nothing_is_left_for_later(tmp_path: Path) -> None:
    assert left_for_later(ROOT) == []
    for name, text in {
        "a.py": "# TO" + "DO: later",
        "b.md": "FIX" + "ME",
        ".ci/run": "# X" + "XX",
        ".venv/x.py": "# TO" + "DO",
        "c.po": "methods",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert left_for_later(tmp_path) == [".ci/run", "a.py", "b.md"]


# --- skipped tests fail .ci/run ---

SKIPPING = """
import pytest
@pytest.mark.skip(reason="planted")
def test_left_out(): ...
@pytest.mark.xfail(strict=True)
def test_known_to_fail(): assert False
def test_that_runs(): ...
"""


def run_pytest(folder: Path, *arguments: str, plugin: str = "tests.house.skips") -> tuple[int, str]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", plugin, *arguments)
    return output(*command, cwd=folder, env=BARE_PYTEST | {"PYTHONPATH": str(ROOT)})


def test_a_skip_without_a_reason_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(SKIPPING)
    status, said = run_pytest(tmp_path)
    assert status == 1
    assert "skipped without a reason in tests/house/skips.py: test_planted.py::test_left_out" in said
    assert re.search(r"1 passed, 1 skipped, 1 xfailed in [\d.]+s\s*$", said)


def test_a_module_left_out_as_a_whole_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text("import pytest\npytest.importorskip('planted')\n")
    status, said = run_pytest(tmp_path)
    assert status == 1
    assert "skips.py: test_planted.py" in said


@pytest.mark.long
def test_a_skip_with_a_reason_and_a_run_without_skips_pass(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(SKIPPING)
    assert run_pytest(tmp_path, "-k", "runs")[0] == 0
    allowing = "from tests.house import skips\nskips.ALLOWED['test_planted.py::test_left'] = 'planted'\nfrom tests.house.skips import *\n"
    (tmp_path / "allowing.py").write_text(allowing)
    assert run_pytest(tmp_path, plugin="allowing")[0] == 0


def test_a_run_without_tests_keeps_its_own_status(tmp_path: Path) -> None:
    assert run_pytest(tmp_path)[0] == pytest.ExitCode.NO_TESTS_COLLECTED


# --- warnings are errors ---


@pytest.mark.long
def test_a_warning_fails_a_test(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text("import warnings\ndef test_it(): warnings.warn('planted')\n")
    config = (
        "-c",
        ROOT / "pyproject.toml",
        "--rootdir",
        tmp_path,
        "-p",
        "no:cacheprovider",
        "-p",
        "pytest_asyncio.plugin",
    )
    status, said = output(sys.executable, "-m", "pytest", "-q", *config, tmp_path, env=BARE_PYTEST)
    assert status == 1
    assert "UserWarning: planted" in said


# --- make and .ci/run ---


def test_make_without_a_target_explains_every_target() -> None:
    status, said = output("make")
    assert status == 0
    assert {"try", "test", "check", "run", "bench"} <= set(re.findall(r"make (\w+)", said))


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("try", ".venv/bin/bot try --open"),
        ("test", '.venv/bin/pytest -q -m "not long" -n logical --maxprocesses 4 --dist worksteal'),
        ("run", ".venv/bin/bot run"),
        ("service", ".venv/bin/bot service install"),
        ("bench", ".venv/bin/python -m tests.bench"),
    ],
)
def test_a_target_prepares_the_environment_and_starts_its_command(target: str, command: str) -> None:
    lines = [line.strip() for line in output("make", "-n", target)[1].splitlines()]
    syncs = [line for line in lines if "uv sync" in line]
    assert len(syncs) == 1
    assert {"--frozen", "--inexact"} <= set(syncs[0].split())
    assert command in lines
    assert lines.index(syncs[0]) < lines.index(command)


def test_without_a_python_there_is_one_clear_line(tmp_path: Path) -> None:
    """A PATH with nothing but make's own needs, and a Python that is too old."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "test"):
        (tools / name).symlink_to(
            Path("/bin") / name if (Path("/bin") / name).exists() else Path("/usr/bin") / name
        )
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"))
    make = next(
        path
        for path in (Path("/usr/bin/make"), Path("/bin/make"), Path("/usr/local/bin/make"))
        if path.exists()
    )
    status, said = output(make, "test", cwd=tmp_path, env={"PATH": str(tools), "MAKEFLAGS": ""})
    assert status != 0
    own = [line for line in said.splitlines() if not line.startswith("make")]
    assert own == ["No Python 3.11 or newer was found on the PATH: install one and try again."]
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_picture_of_the_page_is_there_and_small(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    [path] = re.findall(r"!\[[^\]]{20,}\]\(([^)]+\.png)\)", text)
    assert ROOT / path == PICTURE
    assert 20_000 < PICTURE.stat().st_size < MOST_BYTES
    assert PICTURE.read_bytes().startswith(b"\x89PNG")


def test_the_slow_checks_start_with_make_test_and_hold_every_step() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert output("bash", "-n", script) == (0, "")
    steps = ("tests make test", "make check", "-m long", "bot try --tour")
    places = [script.read_text("utf-8").index(step) for step in steps]
    assert places == sorted(places)


# --- what is shipped ---


def test_the_lock_file_knows_every_dependency() -> None:
    """`make` installs from uv.lock alone, so that a dependency added to pyproject.toml only would be missing."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    locked = next(package for package in packages if package["name"] == project["project"]["name"])[
        "metadata"
    ]
    wanted = project["project"]["dependencies"]
    wanted += [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    assert names_of(wanted) == {one["name"] for one in locked["requires-dist"]}
    assert names_of(project["dependency-groups"]["dev"]) == {
        one["name"] for one in locked["requires-dev"]["dev"]
    }


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", one)[0].replace(".", "-").lower() for one in requirements}


def test_the_wheel_holds_bot_cogs_migrations_and_compiled_words(tmp_path: Path) -> None:
    status, said = output(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path)
    assert status == 0, said
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    assert {
        "bot/__main__.py",
        "bot/locales/ja/LC_MESSAGES/messages.mo",
        "bot/outbox/mail/templates/letter.html",
        "bot/outbox/mail/templates/letter.txt",
        "bot/sandbox/page/static/index.html",
        "bot/sandbox/page/static/app.js",
        "cogs/courier.py",
        "migrations/env.py",
    } <= names
    assert any(name.startswith("migrations/versions/0001_") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"bot", "cogs", "migrations"}
