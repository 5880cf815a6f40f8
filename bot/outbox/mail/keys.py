"""What a mail carries so that it is known again when it comes back, and what nobody else can make.

Everything follows from the operator's SEED_KEY (HKDF, RFC 5869), so nothing of it is stored. Letters are
small ones and digits (base32), because mail servers change the case of addresses. Pure.
"""

from __future__ import annotations

import base64
import hmac
import re
from datetime import UTC, datetime

LONGEST_LOCAL_PART = 64
"""Octets before the @ (RFC 5321, 4.5.3.1.1)."""
CODE_DIGITS = 6
_MARK_LENGTH = 20  # 100 bits
_NUMBER = r"([1-9][0-9]{0,17})"
_MARK = rf"([a-z2-7]{{{_MARK_LENGTH}}})"
_MESSAGE_ID = re.compile(rf"<d{_NUMBER}\.{_MARK}@[^<>@\s]+>", re.IGNORECASE | re.ASCII)
_ENVELOPE = re.compile(rf"<?[^<>@\s]+\+b{_NUMBER}\.{_MARK}@[^<>@\s]+>?", re.IGNORECASE | re.ASCII)


class MailKeys:
    """Makes and reads the signed numbers of mails, and the codes of the opt-in."""

    def __init__(self, seed_key: str) -> None:
        from cryptography.hazmat.primitives.hashes import SHA256  # 12 MB of memory
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        self._key = HKDF(SHA256(), length=32, salt=None, info=b"mail").derive(seed_key.encode())

    def message_id(self, delivery_id: int, domain: str) -> str:
        """The Message-ID of a delivery, in angle brackets: the same for every attempt (RFC 5322, 3.6.4)."""
        return f"<d{delivery_id}.{self._mark('message', delivery_id)}@{domain}>"

    def read_message_id(self, text: str) -> int | None:
        """The delivery that a header such as In-Reply-To or References names; None where it names none."""
        return self._first_of_ours(_MESSAGE_ID, "message", text)

    def envelope(self, delivery_id: int, sender: str) -> str:
        """The sender of the envelope, to which a mail that cannot be delivered comes back (VERP).

        It is ``sender`` itself where its part before the @ leaves no room for the number.
        """
        name, _, host = sender.rpartition("@")
        local = f"{name}+b{delivery_id}.{self._mark('envelope', delivery_id)}"
        if len(local.encode()) > LONGEST_LOCAL_PART or name.startswith('"'):
            return sender
        return f"{local}@{host}"

    def read_envelope(self, address: str) -> int | None:
        """The delivery whose envelope this address was; None where it is not one of ours."""
        return self._first_of_ours(_ENVELOPE, "envelope", address)

    def code(self, row_id: int, made_at: datetime) -> str:
        """The six digits that confirm an address: of this row, as it was made at that second (aware)."""
        digest = self._digest(f"code:{row_id}:{int(made_at.astimezone(UTC).timestamp())}")
        return str(int.from_bytes(digest, "big") % 10**CODE_DIGITS).zfill(CODE_DIGITS)

    def _first_of_ours(self, shape: re.Pattern[str], purpose: str, text: str) -> int | None:
        for found in shape.finditer(text):
            number = int(found[1])
            if hmac.compare_digest(self._mark(purpose, number), found[2].lower()):
                return number
        return None

    def _mark(self, purpose: str, number: int) -> str:
        return base64.b32encode(self._digest(f"{purpose}:{number}")).decode().lower()[:_MARK_LENGTH]

    def _digest(self, words: str) -> bytes:
        return hmac.digest(self._key, words.encode(), "sha256")
