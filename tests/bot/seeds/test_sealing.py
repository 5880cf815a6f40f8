"""Receipt keys and sealed links: easy to copy, impossible to guess, worthless without the secret."""

from __future__ import annotations

import pytest

from bot.seeds.sealing import ALPHABET, KeyUnreadable, NoSecret, ReceiptKey, Sealer, new_code, read_key

SECRET = "a secret of at least thirty-two characters"
ACCOUNT = 600_000_000_000_000_055


def test_a_key_has_eighty_bits_and_no_sign_that_looks_like_another() -> None:
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 16 and set(code) <= set(ALPHABET) for code in codes)


@pytest.mark.parametrize(
    "typed",
    [
        "17-KJ3M-8XQP-2WRT-9HZ0",
        "  17-kj3m-8xqp-2wrt-9hzo ",
        "１７－ＫＪ３Ｍ－８ＸＱＰ－２ＷＲＴ－９ＨＺ０",
        "#17 KJ3M 8XQP 2WRT 9HZO",
        "17 kj3m8xqp2wrt9hz0",
    ],
)
def test_it_is_read_as_people_write_it(typed: str) -> None:
    key = read_key(typed)
    assert key == ReceiptKey(17, "KJ3M8XQP2WRT9HZ0")
    assert str(key) == "17-KJ3M-8XQP-2WRT-9HZ0"
    assert "KJ3M" not in repr(key), "no log line shows it"


@pytest.mark.parametrize(
    "typed", ["", "17", "KJ3M-8XQP-2WRT-9HZ0", "17-KJ3M-8XQP-2WRT", "17-KJ3M-8XQP-2WRT-9HZU", "合言葉"]
)
def test_what_is_no_key_is_told(typed: str) -> None:
    with pytest.raises(KeyUnreadable):
        read_key(typed)


def test_what_is_stored_fits_only_this_key_of_this_seed_under_this_secret() -> None:
    sealer = Sealer(SECRET)
    key = ReceiptKey(17, new_code())
    stored = sealer.hash_of(key)
    assert key.code not in stored
    assert sealer.fits(key, stored)
    assert not sealer.fits(ReceiptKey(18, key.code), stored)
    assert not sealer.fits(ReceiptKey(17, new_code()), stored)
    assert not Sealer(SECRET + "x").fits(key, stored)
    assert not sealer.fits(key, None)


def test_a_sealed_link_opens_only_for_its_seed_and_its_secret() -> None:
    sealer = Sealer(SECRET)
    sealed = sealer.seal(17, ACCOUNT)
    assert sealer.unseal(17, sealed) == ACCOUNT
    assert sealer.unseal(18, sealed) is None
    assert Sealer(SECRET + "x").unseal(17, sealed) is None
    assert sealer.unseal(17, b"") is None
    assert ACCOUNT.to_bytes(8, "big") not in sealed
    assert str(ACCOUNT).encode() not in sealed
    assert sealed != sealer.seal(17, ACCOUNT), "the same person is not seen twice"
    assert len(sealed) == len(sealer.seal(17, 1)), "its length says nothing"


def test_without_a_secret_nothing_is_anonymous() -> None:
    sealer = Sealer(None)
    assert not sealer.has_secret
    with pytest.raises(NoSecret):
        sealer.seal(17, ACCOUNT)
    with pytest.raises(NoSecret):
        sealer.hash_of(ReceiptKey(17, new_code()))
