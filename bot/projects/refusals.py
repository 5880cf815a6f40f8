"""The sentences in which projects say no."""

from __future__ import annotations

from bot.errors import N_, UserError


class NoSuchProject(UserError):
    """Unknown, of another community, or not accepted by anybody yet: all are answered alike."""

    sentence = N_("There is no such project here. “Projects” on the home panel shows those there are.")


class NoSuchMilestone(UserError):
    sentence = N_("This milestone is not here. Please open the roadmap again.")


class NoSuchSeed(UserError):
    """Unknown, of another community, or not to be read by everybody: all are answered alike."""

    sentence = N_(
        "There is no published seed under that name. Only seeds that everybody can read become a project; "
        "please choose one from the list."
    )


class TooManySeeds(UserError):
    sentence = N_("A project holds up to {most} seeds. Nothing was changed.")


class NothingWritten(UserError):
    sentence = N_("One of the boxes is empty. Please write a few words; nothing was changed.")


class TooLong(UserError):
    sentence = N_("This is too long: please write at most {most} characters. Nothing was changed.")


class DayUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a day this bot can read. Please write it like 12/17 or 2027-03-31, "
        "or leave the box empty."
    )


class TooManyLinks(UserError):
    sentence = N_("Up to {most} links fit here. Please leave the most useful ones.")


class TooManyMilestones(UserError):
    sentence = N_(
        "A roadmap holds up to {most} milestones. Please change one that is there, or mark what is dropped."
    )


class NotAccepted(UserError):
    sentence = N_(
        "“{name}” has not begun: nobody has taken it on yet. It begins as soon as somebody says yes."
    )


class IsOver(UserError):
    sentence = N_("“{name}” has ended, so nothing can be changed about it. Its card stays readable.")


class LeadersOnly(UserError):
    sentence = N_("This is for the owner of the project and the office. If you need it, please talk to them.")


class JoinFirst(UserError):
    sentence = N_(
        "This is for those who take part in the project. With “Join” on its card you take part at once."
    )


class NotAskedNow(UserError):
    sentence = N_(
        "This question is no longer open: it was answered, or the office is asking somebody else now. "
        "Nothing was changed. If you would like to take it on, please tell the office."
    )


class IsOwnerAlready(UserError):
    sentence = N_("{name} is the owner of this project already. Please choose somebody else.")


class OwnerStays(UserError):
    sentence = N_(
        "You are the owner of this project. If you cannot go on, please tell the office, "
        "which looks for somebody to take over; after that you can leave."
    )


class AskedOnceMore(UserError):
    sentence = N_("{name} is being asked already and has not answered yet. Nothing was sent again.")


class NobodyDeclined(UserError):
    sentence = N_("There is nothing to settle here any more. Please open the desk again.")
