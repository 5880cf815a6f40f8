"""The bot as a systemd service of whoever runs it: it starts at boot and comes back after a fault.

The options are those that systemd.exec(5), systemd.service(5) and loginctl(1) describe for user services.
"""

from __future__ import annotations

import getpass
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAME = "socialhub-bot.service"
PATIENCE_SECONDS = 60
"""For one call of systemctl; a restart waits until the old process has ended."""

_UNIT = """\
# Written by: bot service install. It is written anew whenever that is run again.
[Unit]
Description=socialhub-bot, the Discord bot of a civic community
StartLimitIntervalSec=0

[Service]
Type=exec
WorkingDirectory={folder}
ExecStart=:{python} -m bot run
Restart=always
# Discord takes a bot's token away after 1,000 logins in a day; one every 90 seconds stays below that.
RestartSec=90
# A wrong setting stays wrong until somebody changes it.
RestartPreventExitStatus=2
TimeoutStopSec=15

UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
{confinement}
[Install]
WantedBy=default.target
"""


class ServiceFailed(Exception):
    """What is in the way, and what to do instead; for the operator."""


@dataclass(frozen=True, slots=True)
class Service:
    """``python`` runs the bot in ``folder``, where its .env is. Nothing outside ``writable`` is written."""

    python: Path
    folder: Path
    writable: tuple[Path, ...]

    @property
    def command(self) -> str:
        """What a person would type in ``folder``."""
        return f"{self.python} -m bot run"


def unit_text(service: Service, *, is_confined: bool = True) -> str:
    """The unit file. ``is_confined``: its own /tmp, and everything else read-only.

    :raises ServiceFailed: a path cannot be written into a unit.
    """
    confinement = "\n".join(f"{name}={value}" for name, value in _confinement(service)) + "\n"
    return _UNIT.format(
        folder=_escaped(service.folder),  # taken as it is, spaces included: quotes would be part of the name
        python=_quoted(service.python),
        confinement=confinement if is_confined else "",
    )


def install(service: Service, unit: Path) -> Iterator[str]:
    """Write the unit, start it now and at every boot; tells what was done, line by line.

    :raises ServiceFailed: nothing was changed, unless the message says what still is to be done.
    """
    systemctl = _systemctl(service)
    _check_owner(unit, service.folder)
    for folder in service.writable:  # a confined service could not make them
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_confined = _can_confine(service)
    yield from _put(systemctl, unit, unit_text(service, is_confined=is_confined))
    if not is_confined:
        yield (
            "left out PrivateTmp and ProtectSystem: this machine does not let user services have their own "
            "view of the disk"
        )
    yield f"see how it is: systemctl --user status {NAME}"
    yield f"read its log: journalctl --user --unit {NAME} --follow"
    yield "if it still runs in a terminal too, end it there with Ctrl+C: one process per token"
    if not _works("loginctl", "enable-linger"):
        raise ServiceFailed(
            "One thing is left: so far it starts when you log in, not at boot. "
            f"Somebody with administrator rights has to run once: loginctl enable-linger {getpass.getuser()}"
        )
    yield "allowed it to run without you being logged in (loginctl enable-linger)"


def remove(service: Service, unit: Path) -> Iterator[str]:
    """Stop the service and take the unit away; settings and data stay.

    :raises ServiceFailed: there is no systemd here, or it could not be stopped.
    """
    systemctl = _systemctl(service)
    if not unit.exists():
        yield "there is no service to remove"
        return
    _must(systemctl, "disable", "--now", NAME)
    unit.unlink()
    _must(systemctl, "daemon-reload")
    yield f"stopped it and removed {unit}"
    yield "settings and data are still there; if no other service needs it: loginctl disable-linger"


def _put(systemctl: str, unit: Path, text: str) -> Iterator[str]:
    """Write, enable and start the unit; if one of these fails, what was there before is there again."""
    before = unit.read_text("utf-8") if unit.exists() else None
    unit.parent.mkdir(parents=True, exist_ok=True)
    unit.write_text(text, "utf-8")
    try:
        _must(systemctl, "daemon-reload")
        _must(systemctl, "enable", NAME)
        _must(systemctl, "restart", NAME)
    except ServiceFailed:
        if before is None:
            _run(systemctl, "--user", "disable", "--now", NAME)
            unit.unlink()
        else:
            unit.write_text(before, "utf-8")
        _run(systemctl, "--user", "daemon-reload")
        raise
    yield f"wrote {unit}"
    yield "started it; from now on it starts by itself, also after a fault"


def _systemctl(service: Service) -> str:
    found = shutil.which("systemctl")
    if found is None:
        raise ServiceFailed(
            "There is no systemd here (systemctl was not found), so nothing was changed. Let your system "
            f"start this at boot, in the folder {service.folder}: {service.command}"
        )
    answered = _run(found, "--user", "show-environment")
    if answered.returncode != 0:
        raise ServiceFailed(
            f"systemd does not answer for this user ({_first_line(answered.stderr)}); nothing was changed. "
            "Log in as this user directly, not through sudo or su, and try again; or let your system start "
            f"this at boot, in the folder {service.folder}: {service.command}"
        )
    return found


def _check_owner(unit: Path, folder: Path) -> None:
    """One service per person: a second bot in another folder must not take it over unseen."""
    if not unit.exists():
        return
    owners = [line for line in unit.read_text("utf-8").splitlines() if line.startswith("WorkingDirectory=")]
    if owners != [f"WorkingDirectory={_escaped(folder)}"]:
        raise ServiceFailed(
            f"{unit} belongs to another folder ({', '.join(owners) or 'unknown'}), so nothing was changed. "
            "Run there first: bot service remove"
        )


def _can_confine(service: Service) -> bool:
    """Try it: where user namespaces are forbidden, some versions fail and some silently protect nothing."""
    options = [f"--property={name}={value}" for name, value in _confinement(service)]
    tests = [f'test -w "{folder}"' for folder in ("$0", "$1")]
    return _works(
        "systemd-run", "--user", "--wait", "--collect", "--quiet", *options,
        "/bin/sh", "-c", f"{tests[0]} && ! {tests[1]}", str(service.writable[0]), str(Path.home()),
    )  # fmt: skip


def _confinement(service: Service) -> Iterator[tuple[str, str]]:
    yield "PrivateUsers", "yes"  # what follows needs it in user services
    yield "PrivateTmp", "yes"
    yield "ProtectSystem", "strict"
    yield "ReadWritePaths", " ".join(_quoted(folder) for folder in service.writable)


def _escaped(path: Path) -> str:
    text = str(path)
    if not text.isprintable() or set(text) & set("\"'\\"):  # systemd's own limit for the name of a program
        raise ServiceFailed(
            f"{text!r} cannot stand in a unit; expected a path without quotes and backslashes."
        )
    return text.replace("%", "%%")


def _quoted(path: Path) -> str:
    return f'"{_escaped(path)}"'


def _must(systemctl: str, *arguments: str) -> None:
    done = _run(systemctl, "--user", *arguments)
    if done.returncode != 0:
        raise ServiceFailed(
            f"systemctl --user {arguments[0]} failed ({_first_line(done.stderr)}); nothing was changed."
        )


def _works(program: str, *arguments: str) -> bool:
    found = shutil.which(program)
    return found is not None and _run(found, *arguments).returncode == 0


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603  (systemd's own programs, by their full path)
            command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer in {PATIENCE_SECONDS} seconds")


def _first_line(said: str) -> str:
    return next(iter(said.strip().splitlines()), "it gave no reason")
