"""Why a notice has not arrived: the outbox's short codes as sentences for the office."""

from __future__ import annotations

import re

from bot.i18n import Text, _
from bot.outbox.trays import Line
from cogs.admin.mail_reasons import is_dead_address, mail_reason

_REASONS: dict[str, Text] = {
    "dm_closed": _("The person does not take direct messages from this server."),
    "no_mutual_guild": _("The person has left the server."),
    "unknown_user": _("The person's Discord account is gone."),
    "no_account": _("No Discord account is known for this person."),
    "no_dm_wanted": _("The person does not want direct messages from this bot."),
    "waited_too_long": _("Too many messages were waiting, so it comes a little later."),
    "unknown_channel": _("The channel or thread is gone."),
    "unknown_message": _("The posted message is gone."),
    "unknown_event": _("The entry in the server's events is gone."),
    "too_many_events": _("The server has as many events as Discord allows (100)."),
    "published_already": _("It was published already."),
    "no_news_channel": _("The channel is no announcement channel, so nothing is published from it."),
    "unknown_guild": _("The bot is no longer in the server."),
    "no_access": _("The bot cannot see the channel."),
    "person_stays_outside": _(
        "Somebody who belongs into the thread cannot see its channel. "
        "Please let everybody see that channel, and send it again."
    ),
    "no_permission": _("The bot may not post in the channel. /setup shows which switch is off."),
    "no_thread": _("There is no thread to post in."),
    "no_place": _("No channel is chosen for this. Please choose one with /setup."),
    "no_card_yet": _("It waits until the announcement is posted."),
    "staff_channel_is_public": _("The staff channel can be read by everyone, so it waits."),
    "dms_paused": _("Discord has stopped this bot's direct messages for some hours."),
    "quarantined": _("Discord has stopped this bot's direct messages for some hours."),
    "new_dms_are_paced": _("First messages to people are sent slowly, so that Discord does not stop them."),
    "rate_limited": _("Discord asked for a pause."),
    "timeout": _("Discord did not answer in time."),
    "stopping": _("The bot was being restarted."),
    "connection_lost": _("The connection broke while it was being sent."),
    "no_connection": _("Discord could not be reached."),
    "offline": _("The bot was not connected to Discord."),
    "lease_expired": _("The bot was stopped while it was being sent."),
    "expired": _("It could not be sent before the time of which it tells."),
    "quiet_hours": _("It waits for the end of the hours in which the person wants no messages."),
    "no_dm": _("The person can no longer be written to directly."),
    "not_wanted": _("The person does not want such notices any more."),
    "unauthorized": _("Discord does not accept the bot's token any more. Please tell whoever runs it."),
}
_NO_CONNECTION = _REASONS["no_connection"]
_SERVER = _("Discord had a fault of its own.")
_FAULT = _("The bot made a mistake. Please tell whoever runs it.")
_LOGGED_FAULT = re.compile(r"\w+ (?P<reference>[a-z0-9]{6})", re.IGNORECASE)
"""What the outbox writes of a fault of ours: the kind of the exception and the reference in the log."""


def reason_text(code: str) -> Text:
    """A sentence for the code; an unknown one is shown itself, so that it can be looked up."""
    if code in _REASONS:
        return _REASONS[code]
    if code.startswith("server_"):
        return _SERVER
    if code.startswith("blocked_"):
        return _NO_CONNECTION
    if (by_mail := mail_reason(code)) is not None:
        return by_mail
    if code.startswith("unknown_kind:"):
        return _FAULT
    if fault := _LOGGED_FAULT.fullmatch(code):
        return _(
            "The bot made a mistake. Please tell whoever runs it this reference: {reference}",
            reference=fault["reference"],
        )
    return _("Discord refused it ({code}).", code=code)


def remedy_text(line: Line) -> Text:
    """What the office can do now about a notice that did not reach its person."""
    code = line.reason or ""
    if line.is_doubtful:
        return _("It may have arrived. If it matters, please ask the person.")
    if code == "expired":
        return _("It is too late for this notice. If it matters, please call the person.")
    if code == "no_consent":
        return _("Please call the person, and ask whether the hub may write to them by mail.")
    if is_dead_address(code):
        return _("Please ask the person for another mail address.")
    if code in ("no_account", "left_mail", "not_wanted", "no_mail"):
        return _("Please tell the person another way, by phone for example.")
    if code.startswith("smtp_") or code == "mail_paused":
        return _("Please call the person, or send it again with /outbox when mail works again.")
    return _("The person sees it at the next press in the server. If it is urgent, please call.")
