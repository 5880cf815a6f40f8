"""What suggestions refuse, each with what can be done next."""

from __future__ import annotations

from bot.errors import N_, UserError


class NeedIsNotOpen(UserError):
    sentence = N_(
        "Nobody is looked for at the moment for “{title}”. The list of open needs shows the others."
    )


class NeedsAnOffer(UserError):
    sentence = N_("This offer is paused or no longer there. Please choose an open one.")


class OwnNeed(UserError):
    sentence = N_("This offer and this request are of the same person. Please choose another offer.")


class AlreadySuggested(UserError):
    sentence = N_("These two are together on a list already: it is now “{state}”.")


class NotTheirTurn(UserError):
    sentence = N_("There is nothing to answer here at the moment. The request was settled or taken back.")


class NoPlaceLeft(UserError):
    sentence = N_("As many people as this need wants have said yes already. Nobody else is asked.")


class HasNoTime(UserError):
    sentence = N_(
        "You are helping as many at once as you said you could. "
        "If you can take on one more, please change that in your offer first, and then answer again."
    )


class CannotAskByHand(UserError):
    sentence = N_(
        "This side uses Discord and is asked there. What people say by phone is written down only for those "
        "without Discord."
    )


class NotAMilestone(UserError):
    sentence = N_(
        "“{line}” does not begin with a date. Please write one milestone per line, like “12/17 First draft”."
    )


class TooManyMilestones(UserError):
    sentence = N_("{most} milestones are the most. Please take some out.")


class NotIntroducedYet(UserError):
    sentence = N_("Both sides have not said yes yet, so their addresses are not shown.")
