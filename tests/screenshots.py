"""``python -m tests.screenshots``: the picture in the README, of the page as it is now.

Fewer colours keep it under `MOST_BYTES`.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.kit import chromium
from tests.kit.chromium import Tab, open_tab
from tests.kit.trying import trying

PICTURE = Path(__file__).parents[1] / "bot" / "sandbox" / "page" / "screenshot.png"
MOST_BYTES = 300_000
COLOURS = 128


def main() -> int:
    """Make the picture anew; the exit code."""
    if chromium.find() is None:
        sys.stderr.write(f"{chromium.MISSING}\n")
        return 1
    with TemporaryDirectory() as folder, trying("--lang", "ja", folder=Path(folder)) as opened:
        with chromium.browser() as browser:
            context = browser.new_context(viewport=chromium.WIDE, locale="ja-JP", color_scheme="light")
            taken = _taken(open_tab(context, opened.address))
        opened.ends()
    PICTURE.write_bytes(_small(taken))
    sys.stdout.write(f"{PICTURE} ({PICTURE.stat().st_size:,} bytes)\n")
    return 0


def _taken(tab: Tab) -> bytes:
    """The meeting's card with its buttons, and above it the first step of the tour."""
    tab.rests()
    return tab.page.screenshot()


def _small(taken: bytes) -> bytes:
    with Image.open(io.BytesIO(taken)) as picture:
        fewer = picture.convert("RGB").quantize(COLOURS)
    kept = io.BytesIO()
    fewer.save(kept, "PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
