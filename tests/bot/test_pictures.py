"""Pictures are judged by their content, and what comes out tells nothing but the picture."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from bot import own_process, pictures
from bot.pictures import MOST_SENT, NotAPicture, PictureTooHeavy, PictureTooWide, clean

PLANTED = "planted-place-4711"
ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def photo(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **how: Any) -> bytes:
    """A picture as a phone makes it, lying on its side, with its place and a remark."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[DESCRIPTION] = PLANTED
    exif.get_ifd(GPS)[1] = "N"
    made = io.BytesIO()
    picture = Image.new(mode, size, "red" if mode != "RGBA" else (255, 0, 0, 0))
    picture.save(made, kind, exif=exif, **how)
    return made.getvalue()


def gif() -> bytes:
    frames = [Image.new("P", (20, 10), colour) for colour in (1, 2)]
    made = io.BytesIO()
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], comment=PLANTED.encode())
    return made.getvalue()


KINDS: dict[str, tuple[Callable[[], bytes], str, tuple[int, int]]] = {
    "photo": (
        lambda: photo("JPEG", comment=PLANTED, xmp=f"<x>{PLANTED}</x>".encode()),
        "image/jpeg",
        (30, 40),
    ),
    "png": (lambda: photo("PNG", mode="RGBA"), "image/png", (30, 40)),
    "webp": (lambda: photo("WEBP", xmp=PLANTED.encode()), "image/webp", (30, 40)),
    "moving gif": (gif, "image/png", (20, 10)),
    "wide": (lambda: photo("JPEG", (4500, 3000)), "image/jpeg", (1600, 2400)),
}


@pytest.mark.parametrize("name", KINDS)
async def test_a_picture_comes_out_upright_small_and_without_a_past(name: str) -> None:
    make, media_type, size = KINDS[name]
    sent = make()
    assert PLANTED.encode() in sent, "the scanner finds it where it is allowed"
    made = await clean(sent)
    shown = Image.open(io.BytesIO(made.content))
    assert (made.media_type, shown.size) == (media_type, size)
    assert PLANTED.encode() not in made.content
    assert not shown.getexif()
    assert not {"exif", "xmp", "comment", "photoshop", "icc_profile"} & set(shown.info)
    assert getattr(shown, "n_frames", 1) == 1


async def test_what_is_see_through_stays_so() -> None:
    made = await clean(photo("PNG", mode="RGBA"))
    assert Image.open(io.BytesIO(made.content)).getpixel((0, 0)) == (255, 0, 0, 0)


async def test_other_bytes_have_another_name() -> None:
    one, same, other = [await clean(photo("PNG", (size, size))) for size in (10, 10, 11)]
    assert one.name == same.name != other.name


def in_another_kind(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, kind)
    return made.getvalue()


REFUSED: dict[str, bytes] = {
    "tiff": in_another_kind("TIFF"),
    "bmp": in_another_kind("BMP"),
    "nothing": b"",
    "pdf": b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a page": b"<!DOCTYPE html><img src=x>",
    "cut off": photo("JPEG", (300, 300))[:-400],
    "head only": photo("PNG")[:40],
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n",
}


async def test_what_is_no_picture_is_refused() -> None:
    answers = await asyncio.gather(*map(clean, REFUSED.values()), return_exceptions=True)
    assert {name: type(answer) for name, answer in zip(REFUSED, answers, strict=True)} == dict.fromkeys(
        REFUSED, NotAPicture
    )


async def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused() -> None:
    bomb = photo("PNG", (7000, 6000), "L", compress_level=1)
    assert len(bomb) < MOST_SENT
    with pytest.raises(PictureTooWide):
        await clean(bomb)


async def test_a_heavy_file_is_refused_before_anybody_opens_it() -> None:
    with pytest.raises(PictureTooHeavy):
        await clean(b"\x89PNG" + bytes(MOST_SENT))


async def test_what_takes_too_long_is_ended_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_process, "PATIENCE_SECONDS", 0)
    with pytest.raises(NotAPicture):
        await clean(photo("PNG"))


def test_what_would_be_too_heavy_as_it_is_becomes_a_photo_on_white(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_KEPT", 10)
    media_type, made = pictures._make_anew(photo("PNG", mode="RGBA"))
    assert media_type == "image/jpeg"
    assert Image.open(io.BytesIO(made)).getpixel((0, 0)) == (255, 255, 255)
