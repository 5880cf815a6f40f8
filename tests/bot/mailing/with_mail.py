"""A hub with a mail server set, whose mails are kept instead of sent."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import SecretStr
from sqlalchemy import select

from bot.clock import Hands
from bot.db import AnyRow
from bot.hub import build_hub
from bot.mailing.models import MailCodeRow
from bot.outbox.models import DeliveryRow
from bot.settings import Settings
from tests.bot.outbox.mail_stage import RecordingMail
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import Meetings

NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)
"""12:00 in Tokyo."""


def meetings_with_mail(database_url: str) -> tuple[Meetings, RecordingMail]:
    """Close ``.hub`` afterwards."""
    hands = Hands(NOON)
    settings = Settings(
        database_url=database_url,
        seed_key=SecretStr("a planted secret of tests, long enough"),
        smtp_url=SecretStr("smtp://127.0.0.1:2525"),
        mail_from="hub@mail.example",
    )
    made = Meetings(build_hub(settings, clock=hands), hands)
    mail = RecordingMail()
    made.hub.use_couriers({"discord": RecordingCourier(), "mail": mail})
    made.hub.mail_dispatcher._carrier._pacer = made.hub.pacer
    return made, mail


async def digits(meetings: Meetings) -> str:
    """The code that was made last."""
    async with meetings.hub.db.reading() as tx:
        row = (await tx.execute(select(MailCodeRow.__table__).order_by(MailCodeRow.id.desc()).limit(1))).one()
    assert meetings.hub.mail_keys is not None
    return meetings.hub.mail_keys.code(row.id, row.made_at)


def another(code: str) -> str:
    """Six other digits."""
    return f"{(int(code) + 1) % 1_000_000:06}"


async def deliveries(meetings: Meetings, kind: str, state: str = "planned") -> list[AnyRow]:
    """What stands in the outbox, oldest first."""
    query = select(DeliveryRow.__table__).where(DeliveryRow.kind == kind, DeliveryRow.state == state)
    async with meetings.hub.db.reading() as tx:
        return list((await tx.execute(query.order_by(DeliveryRow.id))).all())


async def send(meetings: Meetings) -> None:
    """What is due finds its lane, and leaves."""
    await meetings.hub.tick()
    await meetings.hub.send_mail()
