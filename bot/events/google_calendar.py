"""The link with which Google Calendar offers to add a meeting, from what everybody may know. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from bot.events.rules import Event
from bot.i18n import _

BASE = "https://calendar.google.com/calendar/render?action=TEMPLATE"
URL_LENGTH = 512
"""Of a link button (Discord's documentation, "Button Structure"). A Japanese character takes nine of them."""
TITLE_SHARE = 220
PLACE_SHARE = 200


def google_link(event: Event, lang: str) -> str:
    """Title, time in UTC and place; the description as far as there is room. No link, room or contact."""
    online = _("Online").to(lang) if event.online else None
    place = " / ".join(each for each in (event.venue, online) if each)
    link = (
        f"{BASE}&dates={_utc(event.starts_at)}/{_utc(event.ends_at)}&text={_quoted(event.title, TITLE_SHARE)}"
    )
    for name, words, share in (("location", place, PLACE_SHARE), ("details", event.description, URL_LENGTH)):
        room = URL_LENGTH - len(link) - len(f"&{name}=")
        if fitting := _quoted(words, min(room, share)):
            link += f"&{name}={fitting}"
    return link


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _quoted(text: str, length: int) -> str:
    """As much of the text as fits into that many characters of an address; … says that there is more."""
    plain = text.encode("utf-8", "ignore").decode()
    whole = quote(plain, safe="")
    if len(whole) <= length:
        return whole
    more, used = quote("…"), ""
    for sign in plain:
        if len(used) + len(quote(sign, safe="")) + len(more) > length:
            break
        used += quote(sign, safe="")
    return used + more if used else ""
