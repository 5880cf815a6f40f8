"""People without Discord whom the office writes down for probono are asked whether mail is welcome."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.mailing.guests import CONFIRM
from bot.members.models import MailSubscriptionRow
from bot.probono.needs import NewNeed
from bot.probono.offers import Guest
from tests.bot.outbox.mail_stage import RecordingMail
from tests.bot.probono.workroom import COMMUNITY, NEED, OFFER, Workroom

ADDRESS = "tani@mail.example"


@pytest.fixture
def mail(workroom: Workroom) -> RecordingMail:
    workroom.hub.outbox.kinds.has_mail = True
    courier = RecordingMail()
    workroom.hub.use_couriers({"discord": workroom.courier, "mail": courier})
    return courier


async def write(workroom: Workroom, what: str, address: str) -> None:
    guest = Guest("谷さん", address)
    if what == "offer":
        await workroom.probono.offers.write_for(COMMUNITY, guest, OFFER)
    else:
        await workroom.probono.needs.write_for(COMMUNITY, guest, NewNeed(NEED))


async def consents(workroom: Workroom) -> list[tuple[str, str]]:
    query = select(MailSubscriptionRow.state, MailSubscriptionRow.source)
    async with workroom.hub.db.reading() as tx:
        return [(row.state, row.source) for row in await tx.execute(query)]


@pytest.mark.parametrize("what", ["offer", "need"])
async def test_one_mail_asks_and_says_what_for(workroom: Workroom, mail: RecordingMail, what: str) -> None:
    await write(workroom, what, ADDRESS)
    assert await consents(workroom) == [("asked", "staff")]
    await workroom.hub.tick()
    await workroom.hub.send_mail()
    [(to, notice)] = mail.sent
    assert to.mail_address == ADDRESS
    assert notice.mail is not None
    assert notice.mail.answers == ("yes",)
    assert "probono" in notice.mail.first[0].to("en")
    assert "signed up" not in notice.mail.first[0].to("en")


async def test_without_an_address_nobody_is_asked(workroom: Workroom, mail: RecordingMail) -> None:
    await write(workroom, "offer", "")
    assert await consents(workroom) == []
    assert await workroom.meetings.planned(CONFIRM) == []


async def test_without_a_mail_server_nobody_is_asked(workroom: Workroom) -> None:
    await write(workroom, "offer", ADDRESS)
    assert await consents(workroom) == []
    assert await workroom.meetings.planned(CONFIRM) == []
