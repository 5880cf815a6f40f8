"""What each answer and each silence of a server means for the mail it was about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import Hands
from bot.outbox.couriers import (
    AddressIsDead,
    AllMailPaused,
    CourierError,
    Doubtful,
    NotYet,
    TryLater,
    WayClosed,
)
from tests.bot.outbox.mail.post import KEYS, START, courier_to, read, send, trouble
from tests.kit.mail_server import DROP, DROP_IN_CONTENT, HANG, MailServer, Step

SAID_BEFORE_IT_LEFT = [
    ("BANNER", "421 4.3.2 not now", NotYet, "smtp_421_4.3.2"),
    ("BANNER", DROP, NotYet, "smtp_dropped"),
    ("BANNER", HANG, NotYet, "smtp_silent"),
    ("BANNER", "what?", NotYet, "smtp_nonsense"),
    ("EHLO", DROP, NotYet, "smtp_dropped"),
    ("STARTTLS", "454 4.7.0 TLS is not available just now", NotYet, "smtp_454_4.7.0"),
    ("MAIL", "451 4.3.0 later", TryLater, "smtp_451_4.3.0"),
    ("MAIL", "553 5.1.8 whoever you are", AllMailPaused, "smtp_553_5.1.8"),
    ("MAIL", "552 5.3.4 too large", WayClosed, "smtp_552_5.3.4"),
    ("RCPT", "450 4.2.1 hana@mail.example is busy", TryLater, "smtp_450_4.2.1"),
    ("RCPT", "421 4.3.2 going down", TryLater, "smtp_421_4.3.2"),
    ("RCPT", "550 5.1.1 no hana@mail.example here", AddressIsDead, "smtp_550_5.1.1"),
    ("RCPT", "550 5.1.10 null MX", AddressIsDead, "smtp_550_5.1.10"),
    ("RCPT", "550 5.2.1 switched off", AddressIsDead, "smtp_550_5.2.1"),
    ("RCPT", "550 no", WayClosed, "smtp_550"),
    ("RCPT", "552 5.2.2 full", WayClosed, "smtp_552_5.2.2"),
    ("RCPT", "530 5.7.0 log in", AllMailPaused, "smtp_530_5.7.0"),
    ("RCPT", "554 5.7.1 you are on a list", AllMailPaused, "smtp_554_5.7.1"),
    ("RCPT", DROP, TryLater, "smtp_dropped"),
    ("RCPT", HANG, TryLater, "smtp_silent"),
    ("RCPT", "hello?", TryLater, "smtp_nonsense"),
    ("RCPT", "354 go on", TryLater, "smtp_nonsense"),
    ("DATA", DROP, TryLater, "smtp_dropped"),
    ("DATA", "250 what?", TryLater, "smtp_nonsense"),
    ("DATA", "554 5.5.1 no valid recipients", WayClosed, "smtp_554_5.5.1"),
    (".", "451 4.3.0 disk", TryLater, "smtp_451_4.3.0"),
    (".", "421 4.3.2 going down", TryLater, "smtp_421_4.3.2"),
    (".", "552 5.2.3 too large", WayClosed, "smtp_552_5.2.3"),
    (".", "554 5.7.1 spam, we think", AllMailPaused, "smtp_554_5.7.1"),
]


@pytest.mark.parametrize(("verb", "says", "kind", "reason"), SAID_BEFORE_IT_LEFT)
async def test_what_was_surely_not_taken(
    server: MailServer, verb: str, says: str, kind: type[CourierError], reason: str
):
    server.script[verb] = [says]
    courier = courier_to(server, hands := Hands(START), patience=0.3 if says == HANG else 5)
    assert await trouble(courier) == (kind, reason)
    assert server.kept == []
    hands.move(timedelta(minutes=1))
    await send(courier, 13)  # and the next mail is none the worse for it
    await courier.close()
    assert len(server.kept) == 1


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize(
    ("verb", "says", "reason"),
    [
        ("DATA", DROP_IN_CONTENT, "smtp_dropped"),
        (".", DROP, "smtp_dropped"),
        (".", HANG, "smtp_silent"),
        (".", "erledigt", "smtp_nonsense"),
        (".", "354 and more?", "smtp_nonsense"),
    ],
)
async def test_what_nobody_can_know(server: MailServer, verb: str, says: str, reason: str, keeps: bool):
    server.script[verb] = [Step(says, keeps=keeps)]
    courier = courier_to(server, content_patience=0.3 if says == HANG else 5)
    assert await trouble(courier) == (Doubtful, reason)
    await send(courier)  # once more, as the ladder does it
    await courier.close()
    ids = [read(kept.content)["Message-ID"] for kept in server.kept]
    assert ids == [KEYS.message_id(12, "city.example")] * (2 if keeps and verb == "." else 1)
