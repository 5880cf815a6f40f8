"""What holds for registering a mail address: how often, how long, and the sentences that say no. Pure."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from bot.errors import N_, UserError
from bot.i18n import _

CODE = "mail.code"
VALID_FOR = timedelta(hours=48)
MOST_TRIES = 5
MOST_PER_ADDRESS = 3
MOST_PER_PERSON = 10
A_DAY = timedelta(hours=24)

CONSENT = _(
    "With the number that is mailed to you, you agree that we mail you: reminders of the events you come to, "
    "changes of them, and new events. You can change each of these, or stop all mail at once, whenever you "
    "want: with /mail unsubscribe, or as the end of every mail says. Only the office can see your address, "
    "and it is used for nothing else."
)
"""What people agree to. Other words are another text, with another `subscriptions.TEXT_VERSION`."""


class MailIsOff(UserError):
    sentence = N_(
        "Mail is not set up on this bot, so notices come by Discord only. The office can have it set up."
    )


class AddressMissing(UserError):
    sentence = N_("Please write your mail address, such as name@mail.example, and press again.")


class TooManyCodes(UserError):
    sentence = N_(
        "Many numbers were sent today already, so no more are sent until tomorrow. "
        "If you need help, please ask the office."
    )


class NoCodeWaiting(UserError):
    sentence = N_(
        "No number is waiting for you: it was used, or its 48 hours are over. "
        "Please register the address again."
    )


class WrongCode(UserError):
    sentence = N_(
        "This is not the number that was mailed to you. Please look at the newest mail and try again "
        "(tries left: {left})."
    )


class CodeIsUsedUp(UserError):
    sentence = N_(
        "The number was wrong five times, so it no longer counts. Please register the address again; "
        "a new number is sent then."
    )


def digits_of(written: str) -> str:
    """The digits as people type them: full width, with spaces or a hyphen between."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", written) if sign in "0123456789")
