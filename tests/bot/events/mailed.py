"""Reading what a hub with a mail server has sent by mail."""

from __future__ import annotations

from bot.outbox.couriers import ToMail
from bot.outbox.notice import Notice
from tests.bot.outbox.mail_stage import RecordingMail
from tests.kit.meetings import Meetings


async def read(mailed: Meetings, mail: RecordingMail) -> list[tuple[ToMail, Notice]]:
    """What was mailed since the last look."""
    mail.sent.clear()
    await mailed.hub.tick()
    await mailed.hub.send_mail()
    return list(mail.sent)
