"""What sending mail is measured against: aiosmtplib alone, with mails that are ready, and nobody writing down."""

from __future__ import annotations

from collections.abc import Iterable

from aiosmtplib import SMTP

from bot.outbox.mail.message import Mail


async def bare_aiosmtplib(port: int, mails: Iterable[Mail]) -> int:
    """One connection, one ready-made mail after the other; how many the server took."""
    done = 0
    async with SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False) as smtp:
        for mail in mails:
            refused, _said = await smtp.sendmail(mail.envelope, [mail.recipient], mail.content())
            done += not refused
    return done
