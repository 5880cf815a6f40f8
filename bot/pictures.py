"""Pictures that people send, made ready to be shown: looked at by their content, small, and without a past.

What comes out is a new picture: where a photo was taken, who made a file with which program, and whatever
else stood beside the picture, is not in it. A process of its own does that and ends: the bot stays small,
goes on answering, and outlives a file that was made to break readers of pictures.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import sys
from dataclasses import dataclass
from typing import Any

from bot import own_process
from bot.errors import N_, UserError

MOST_SENT = 8 * 1024 * 1024
"""Bytes that may be sent. Discord takes 10 MiB from everybody; a phone's photo has 3 to 6."""
MOST_KEPT = 5 * 1024 * 1024
"""Bytes of the picture that comes out; it stands in the database for some weeks."""
LONGEST_SIDE = 2400
"""Pixels: an A4 flyer at 200 dots an inch, in which small print can be read."""
MOST_PIXELS = 25_000_000
"""Of what is opened, at 200 MB for a moment: A4 at 500 dots an inch. JPEG opens at a part of its size."""
SIDE_THAT_IS_READ = 4000
"""What people are told instead of a product: a square of it is well below."""
READABLE = ("PNG", "JPEG", "WEBP", "GIF")
NOT_READABLE, TOO_MANY_PIXELS = 3, 4
"""How the process ends when there is no picture to hand back."""
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class NotAPicture(UserError):
    sentence = N_(
        "This file is not a picture that can be shown here. Please choose a PNG, JPEG, WebP or GIF; "
        "a PDF can be saved as a picture first. Everything else is kept as it was."
    )


class PictureTooHeavy(UserError):
    sentence = N_(
        "This picture has more than {most} MB. Please save it smaller and choose it again. "
        "Everything else is kept as it was."
    )


class PictureTooWide(UserError):
    sentence = N_(
        "This picture has more pixels than can be read here. Please save it with at most {most} pixels on "
        "its longer side and choose it again. Everything else is kept as it was."
    )


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture that can be shown. ``name`` is another one for other bytes."""

    name: str
    media_type: str
    content: bytes


def check_weight(count: int) -> None:
    """Raises `PictureTooHeavy` for more bytes than may be sent."""
    if count > MOST_SENT:
        raise PictureTooHeavy(most=MOST_SENT // 1024 // 1024)


async def clean(content: bytes) -> Cleaned:
    """The picture in these bytes, made anew. Raises `PictureTooHeavy`, `NotAPicture` or `PictureTooWide`."""
    check_weight(len(content))
    code, made = await own_process.run("bot.pictures", given=content)
    if code == TOO_MANY_PIXELS:
        raise PictureTooWide(most=SIDE_THAT_IS_READ)
    media_type, _newline, picture = made.partition(b"\n")
    if code != 0 or media_type.decode("ascii", "replace") not in _ENDINGS:
        raise NotAPicture
    kind = media_type.decode()
    return Cleaned(f"flyer-{hashlib.sha256(picture).hexdigest()[:16]}.{_ENDINGS[kind]}", kind, picture)


# --- in the process of its own ------------------------------------------------------------------------------


class _TooManyPixels(Exception):
    pass


def main() -> int:
    """Read a picture from standard input; write its media type, a newline and its bytes."""
    _limit_memory()
    try:
        media_type, made = _make_anew(sys.stdin.buffer.read())
    except _TooManyPixels:
        return TOO_MANY_PIXELS
    except Exception:  # noqa: BLE001  (whatever a broken file provokes, it is no picture)
        return NOT_READABLE
    sys.stdout.buffer.write(media_type.encode() + b"\n" + made)
    return 0


def _limit_memory() -> None:
    """1 GB of address space at most, where the system can limit it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (1024**3, 1024**3))


def _make_anew(content: bytes) -> tuple[str, bytes]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted below, after a photo chose to be opened at a part of its size
    side = (LONGEST_SIDE, LONGEST_SIDE)
    with Image.open(io.BytesIO(content), formats=READABLE) as opened:
        kind = opened.format
        if kind in ("JPEG", "MPO"):  # MPO: a JPEG with more pictures behind the first
            opened.draft("RGB", side)
        if opened.width * opened.height > MOST_PIXELS:
            raise _TooManyPixels
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    is_clear = "A" in upright.getbands() or "transparency" in upright.info
    picture = upright.convert("RGBA" if is_clear else "RGB")
    picture.info = {}
    picture.thumbnail(side)
    return _small_enough(picture, kind)


def _small_enough(picture: Any, kind: str | None) -> tuple[str, bytes]:
    """In its own kind, a moving GIF as its first picture; as JPEG on white where that would be too heavy."""
    if kind in ("PNG", "GIF"):
        made = _saved(picture, "PNG", optimize=True)
        if len(made) <= MOST_KEPT:
            return "image/png", made
    if kind == "WEBP":
        made = _saved(picture, "WEBP", quality=88)
        if len(made) <= MOST_KEPT:
            return "image/webp", made
    if picture.mode == "RGBA":
        from PIL import Image

        on_white = Image.new("RGB", picture.size, "white")
        on_white.paste(picture, mask=picture.getchannel("A"))
        picture = on_white
    return "image/jpeg", _saved(picture, "JPEG", quality=88, optimize=True, progressive=True)


def _saved(picture: Any, kind: str, **how: Any) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind, **how)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
