"""`bot mail poll`: read the mailbox once and say what came back, as numbers."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import Clock, system_clock
from bot.hub import build_hub
from bot.i18n import _
from bot.mailing.mailbox import MailboxTrouble
from bot.mailing.polling import WHAT_IS_WRONG
from bot.mailing.returning import Outcome
from bot.settings import Settings

DONE = 0
NOT_READ = 1


async def poll(
    settings: Settings, lang: str, *, clock: Clock = system_clock, say: Callable[[str], None] = print
) -> int:
    """Read up to 50 mails, say one line for each kind that came, and give the exit code."""
    hub = build_hub(settings, clock=clock)
    try:
        if not hub.mail_polling.is_set:
            say(_("IMAP_URL is not set, so there is no mailbox to read.").to(lang))
            return NOT_READ
        polled = await hub.mail_polling.poll()
    except MailboxTrouble as trouble:
        say(_("The mailbox cannot be read. {why}", why=WHAT_IS_WRONG[trouble.code]).to(lang))
        return NOT_READ
    finally:
        await hub.close()
    for outcome in Outcome:
        if count := polled.counts[outcome]:
            say(_("{count} × {what}", count=count, what=outcome.label).to(lang))
    if polled.faults:
        say(_("{count} × left unread because of a fault of ours", count=polled.faults).to(lang))
    if not polled.counts and not polled.faults:
        say(_("Nothing new.").to(lang))
    return NOT_READ if polled.faults else DONE
