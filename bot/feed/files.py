"""The files of the public calendars: written whole or not at all, readable for a web server."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER_MODE = 0o755
FILE_MODE = 0o644
"""Set in spite of the umask of the service, which keeps everything else to itself."""


def make_folder(folder: Path) -> None:
    """The folder, open for a web server if it is made here; one that is there stays as it is."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(FOLDER_MODE)


def path_of(folder: Path, community_id: int) -> Path:
    return folder / f"{community_id}.ics"


def read(path: Path) -> bytes | None:
    """The file as it stands, or None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def put(path: Path, content: bytes) -> None:
    """Put the file there in one step: who reads meanwhile gets the old one or the new one, whole.

    Raises OSError, and then the old one is still there.
    """
    make_folder(path.parent)
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), FILE_MODE)
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
