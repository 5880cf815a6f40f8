"""Receipt keys (合言葉) and sealed links to authors; the secret comes from the environment, never from rows.

A receipt key is the seed's number and 80 random bits in Crockford's base 32 (no I, L, O, U), so that it can
be copied by hand: ``17-KJ3M-8XQP-2WRT-9HZB``. What is stored is its HMAC-SHA256.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

from bot.errors import N_, UserError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = 16
"""Of 5 bits each."""
GROUP = 4

_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SHAPE = re.compile(rf"(\d{{1,18}})[^0-9A-Z]*((?:[0-9A-Z][^0-9A-Z]*){{{SIGNS}}})")
_NONCE = 12


class KeyUnreadable(UserError):
    sentence = N_(
        "This is not a receipt key. It looks like 17-KJ3M-8XQP-2WRT-9HZB: the number of the seed, "
        "then 16 letters and digits. Please look at your note and try again."
    )


class NoSecret(UserError):
    sentence = N_(
        "Posting without a name is not possible here yet: whoever runs the bot has to set SEED_KEY first. "
        "With your name, or to the office, you can write at any time."
    )


@dataclass(frozen=True, slots=True)
class ReceiptKey:
    """A key as its author keeps it."""

    seed_id: int
    code: str

    def __str__(self) -> str:
        groups = (self.code[at : at + GROUP] for at in range(0, SIGNS, GROUP))
        return "-".join((str(self.seed_id), *groups))

    def __repr__(self) -> str:
        return f"ReceiptKey(seed_id={self.seed_id}, code=…)"


def new_code() -> str:
    """80 random bits, as the author reads them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))


def read_key(typed: str) -> ReceiptKey:
    """A key as somebody typed it: full-width, small letters, O for 0. Raises `KeyUnreadable`."""
    plain = unicodedata.normalize("NFKC", typed).upper().strip().lstrip("#")
    found = _SHAPE.fullmatch(plain)
    if found is None:
        raise KeyUnreadable
    number, rest = found.groups()
    code = re.sub(r"[^0-9A-Z]", "", rest).translate(_LOOKS_LIKE)
    if any(sign not in ALPHABET for sign in code):
        raise KeyUnreadable
    return ReceiptKey(int(number), code)


class Sealer:
    """Checks receipt keys and seals links; without a secret nothing can be anonymous."""

    def __init__(self, secret: str | None) -> None:
        self._secret = secret.encode() if secret else None

    @property
    def has_secret(self) -> bool:
        return self._secret is not None

    def hash_of(self, key: ReceiptKey) -> str:
        """What is stored of a key (hex). Raises `NoSecret`."""
        message = f"{key.seed_id}:{key.code}".encode()
        return hmac.new(self._derived(b"receipt key"), message, hashlib.sha256).hexdigest()

    def fits(self, key: ReceiptKey, stored: str | None) -> bool:
        """Whether this is the key; compared in constant time."""
        return stored is not None and hmac.compare_digest(self.hash_of(key), stored)

    def seal(self, seed_id: int, account_id: int) -> bytes:
        """The account, encrypted and bound to that seed (AES-256-GCM); every time other bytes."""
        nonce = secrets.token_bytes(_NONCE)
        plain = account_id.to_bytes(8, "big")  # of one length, so that the length says nothing
        return nonce + self._cipher().encrypt(nonce, plain, str(seed_id).encode())

    def unseal(self, seed_id: int, sealed: bytes) -> int | None:
        """The account, or None where another secret or another seed was sealed."""
        from cryptography.exceptions import InvalidTag

        try:
            plain = self._cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], str(seed_id).encode())
        except (InvalidTag, ValueError):
            return None
        return int.from_bytes(plain, "big")

    def _cipher(self):  # noqa: ANN202  (a class that is loaded only where it is needed: 12 MB of memory)
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._derived(b"sealed link"))

    def _derived(self, purpose: bytes) -> bytes:
        """A key of its own for each purpose (HKDF, RFC 5869)."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        if self._secret is None:
            raise NoSecret
        return HKDF(SHA256(), length=32, salt=None, info=b"seeds: " + purpose).derive(self._secret)
