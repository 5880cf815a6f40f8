"""What `bot doctor` finds out about mail: both servers let us in, and the link to leave leads here.

Nothing is sent and nothing is read. No address, no password is printed.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable
from dataclasses import replace

from bot.health.rules import Finding, State
from bot.i18n import C_, Text, _
from bot.mailing.mailbox import Mailbox, MailboxTrouble
from bot.mailing.polling import WHAT_IS_WRONG
from bot.outbox.couriers import CourierError
from bot.outbox.mail.building import server_of
from bot.settings import Settings

PATIENCE_SECONDS = 20.0
A_LINK = "/mail/leave/doctor"
"""The page of a token that nobody ever got."""

MAIL = C_("check", "Mail")
SENDING = C_("check", "Mail server")
MAILBOX = C_("check", "Mailbox")
LEAVING = C_("check", "Link to leave")


async def look_at_mail(settings: Settings, *, trust: ssl.SSLContext | None = None) -> list[Finding]:
    """All findings about mail; one line where it is off. ``trust``: whose certificates count."""
    if settings.smtp_url is None:
        return [Finding(MAIL, State.OK, _("It is off: SMTP_URL is not set. Everything else works."))]
    return [
        await _one(SENDING, _sending(settings, trust)),
        await _one(MAILBOX, _mailbox(settings, trust)),
        await _one(LEAVING, _leaving(settings)),
    ]


async def _one(name: Text, look: Awaitable[Finding]) -> Finding:
    try:
        return await look
    except Exception as error:  # noqa: BLE001  (whatever it is, it is what was to be found)
        kind = type(error).__name__
        return Finding(name, State.FAULT, _("It could not be looked at ({kind}).", kind=kind))


async def _sending(settings: Settings, trust: ssl.SSLContext | None) -> Finding:
    from bot.outbox.mail.session import Session

    assert settings.smtp_url is not None
    server = server_of(settings.smtp_url.get_secret_value(), settings.mail_from or "")
    session = Session(replace(server, tls=trust, patience=PATIENCE_SECONDS))
    try:
        await session.open()
    except CourierError as error:
        says, do = _of_reason(error.reason)
        return Finding(SENDING, State.FAULT, _("{says} ({code})", says=says, code=error.reason), do)
    await session.quit()
    return Finding(SENDING, State.OK, _("It lets the bot in. Nothing was sent."))


def _of_reason(reason: str) -> tuple[Text, Text]:
    if reason in ("smtp_certificate", "smtp_tls", "smtp_no_starttls"):
        return (
            _("It offers no encryption that can be trusted."),
            _("Use the name of the server as the provider writes it, with smtps://…:465 or smtp://…:587."),
        )
    if reason.startswith(("smtp_53", "smtp_no_auth")):
        return WHAT_IS_WRONG["login"], _("Correct SMTP_URL in the file .env.")
    return (
        WHAT_IS_WRONG["connection"],
        _("See whether host and port in SMTP_URL are right; many hosts block port 25, so use 587 or 465."),
    )


async def _mailbox(settings: Settings, trust: ssl.SSLContext | None) -> Finding:
    if settings.imap_url is None:
        says = _("IMAP_URL is not set, so nobody but the office reads what comes back.")
        do = _("Set it, or look into the mailbox yourselves every day: answers, people who leave, bounces.")
        return Finding(MAILBOX, State.WARNING, says, do)
    try:
        await Mailbox(settings.imap_url.get_secret_value(), trust=trust).check()
    except MailboxTrouble as trouble:
        do = _("Correct IMAP_URL in the file .env; some providers want IMAP to be switched on first.")
        return Finding(MAILBOX, State.FAULT, WHAT_IS_WRONG[trouble.code], do)
    return Finding(MAILBOX, State.OK, _("It lets the bot in."))


async def _leaving(settings: Settings) -> Finding:
    if settings.public_base_url is None:
        says = _("PUBLIC_BASE_URL is not set, so people leave by replying, which works as well.")
        return Finding(LEAVING, State.OK, says)
    import aiohttp

    patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=patience) as session,
            session.get(settings.public_base_url + A_LINK) as page,
        ):
            leads_here = page.status == 200 and page.headers.get("X-Robots-Tag") == "noindex, nofollow"
    except (aiohttp.ClientError, TimeoutError, OSError):
        leads_here = False
    if leads_here:
        return Finding(LEAVING, State.OK, _("It leads to this bot."))
    do = _(
        "Start the bot and let the web server pass {url} on to http://127.0.0.1:{port}.",
        url=settings.public_base_url,
        port=str(settings.web_port),
    )
    return Finding(LEAVING, State.WARNING, _("It does not lead to the bot at the moment."), do)
