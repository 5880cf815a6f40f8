"""The mails in tests/data/mail, with tokens of the test's own key in their places."""

from __future__ import annotations

from pathlib import Path

from bot.outbox.mail.keys import MailKeys

HUB = "hub@city.example"
FOLDER = Path(__file__).parents[1] / "data" / "mail"
NAMES = sorted(path.stem for path in FOLDER.glob("*.eml"))
TOKEN = "aTokenOf24Characters-_09"


def returned_mail(name: str, keys: MailKeys, delivery_id: int = 12, token: str = TOKEN) -> bytes:
    """One of the mails, as if it came back for this delivery."""
    raw = (FOLDER / f"{name}.eml").read_bytes()
    for place, text in (
        (b"{MESSAGE_ID}", keys.message_id(delivery_id, "city.example")),
        (b"{ENVELOPE}", keys.envelope(delivery_id, HUB)),
        (b"{TOKEN}", token),
    ):
        raw = raw.replace(place, text.encode())
    return raw
