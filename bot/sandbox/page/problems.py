"""What went wrong on the page, as a sentence that says what can be done next."""

from __future__ import annotations

from simcord import BackendError, OptionError, RouteNotImplemented, SetupError, UnsupportedField

from bot.errors import N_, UserError
from bot.i18n import Text, _, text_of

REFUSED = _(
    "This address is not the one that was printed when the program started, or the program was started "
    "again. Please open the whole address that stands in the terminal."
)


class NoAnswer(UserError):
    """Discord writes “This interaction failed” then."""

    sentence = N_(
        "The bot did not answer this press: it belongs to a message from before a restart, or to something "
        "that is over. Please open it again, for example with /home."
    )


class IsGone(UserError):
    sentence = N_(
        "This is no longer there: it was deleted or changed meanwhile. The page shows what is there now."
    )


class FormNotAccepted(UserError):
    sentence = N_(
        "Discord does not take the form as it is: something is missing, too short or too long. "
        "Nothing you wrote is lost; please look at the form again."
    )


class NoSuchPerson(UserError):
    sentence = N_("This person is not in the list any more. Please choose somebody else.")


class NothingToSay(UserError):
    sentence = N_("There is nothing to send yet. Please write something first.")


class FileTooLarge(UserError):
    sentence = N_("The file is larger than {most} MB, more than Discord takes. Please choose a smaller one.")


def sentence_of(error: BaseException) -> Text:
    """What a person reads about it."""
    if isinstance(error, UserError):
        return text_of(error)
    if isinstance(error, RouteNotImplemented | UnsupportedField):
        return _(
            "The simulated Discord does not know what the bot asked of it. That is a limit of the "
            "simulation; in the real Discord it may well work. Everything else goes on."
        )
    if isinstance(error, OptionError):
        return _("Discord does not accept this command as it is. Please check what you have entered.")
    if isinstance(error, SetupError | BackendError):
        return _(
            "Discord would not let this person do that here. Please look whether it is still there, "
            "or be somebody else."
        )
    if isinstance(error, TimeoutError):
        return _("The bot has not come to rest. If the page does not go on, please restart the bot.")
    return _(
        "Something of this page broke. Nothing that the bot has stored is lost; please try again, "
        "or start over if it happens again."
    )


def detail_of(error: BaseException) -> str | None:
    """The small print: SimCord's own words, which name no person; None for sentences that say it all."""
    if isinstance(error, UserError):
        return None
    return f"{type(error).__name__}: {error}"
