"""What can become of a seed: its states, who may move it, who is told. Pure.

`MOVES` is the whole table; what is not in it is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.errors import N_, UserError
from bot.i18n import C_, Text, joined

TEXT_LENGTH = 1500
TITLE_LENGTH = 80
REASON_LENGTH = 1000
LINE_LENGTH = 1500
"""Of one message of the relay; escaped it still fits into an embed."""
UNDO_FOR = timedelta(days=30)
"""So long a merge can be taken back."""
ASKED_AFTER = timedelta(weeks=4)
"""After the end supporters are asked whether it helped."""
FEWEST_SHOWN = 3
"""A smaller count of people whom it is about is not shown: it would point at somebody."""


class SeedState(StrEnum):
    RECEIVED = "received"
    PUBLISHED = "published"
    DIGGING = "digging"
    SESSION = "session"
    PROJECT = "project"
    ARCHIVED = "archived"
    RETURNED = "returned"
    PRIVATE = "private"
    REFERRED = "referred"
    MERGED = "merged"
    DORMANT = "dormant"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"

    @property
    def label(self) -> Text:
        return _STATE_LABELS[self]


_S = SeedState

_STATE_LABELS = {
    _S.RECEIVED: C_("seed state", "Received, not yet looked through"),
    _S.PUBLISHED: C_("seed state", "Open"),
    _S.DIGGING: C_("seed state", "Digging deeper"),
    _S.SESSION: C_("seed state", "At a meeting"),
    _S.PROJECT: C_("seed state", "Project"),
    _S.ARCHIVED: C_("seed state", "Finished"),
    _S.RETURNED: C_("seed state", "The office has a question"),
    _S.PRIVATE: C_("seed state", "Consultation, read by the office only"),
    _S.REFERRED: C_("seed state", "Passed on to those who can help"),
    _S.MERGED: C_("seed state", "Joined with another seed"),
    _S.DORMANT: C_("seed state", "Resting"),
    _S.DECLINED: C_("seed state", "Not published"),
    _S.WITHDRAWN: C_("seed state", "Withdrawn by the author"),
    _S.DELETED: C_("seed state", "Deleted"),
}


class Role(StrEnum):
    """In which role somebody moves a seed; the history keeps it."""

    AUTHOR = "author"
    COORDINATOR = "coordinator"
    BOT = "bot"

    @property
    def label(self) -> Text:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.AUTHOR: C_("seed role", "the author"),
    Role.COORDINATOR: C_("seed role", "the office"),
    Role.BOT: C_("seed role", "the bot"),
}


class Readers(StrEnum):
    EVERYONE = "everyone"
    OFFICE = "office"


class Origin(StrEnum):
    """Where a seed comes from."""

    FORM = "form"
    MESSAGE = "message"
    QUESTION = "question"
    FINDING = "finding"

    @property
    def label(self) -> Text:
        return _ORIGIN_LABELS[self]


_ORIGIN_LABELS = {
    Origin.FORM: C_("seed origin", "Posted with the form"),
    Origin.MESSAGE: C_("seed origin", "Made from a message"),
    Origin.QUESTION: C_("seed origin", "A question without a name"),
    Origin.FINDING: C_("seed origin", "Found in a project"),
}


class SupportKind(StrEnum):
    ME_TOO = "me_too"
    AFFECTED = "affected"
    CAN_HELP = "can_help"
    KNOWS = "knows"

    @property
    def label(self) -> Text:
        return SUPPORT_LABELS[self]


SUPPORT_LABELS = {
    SupportKind.ME_TOO: C_("button", "I feel that too"),
    SupportKind.AFFECTED: C_("button", "It is about me"),
    SupportKind.CAN_HELP: C_("button", "I can help"),
    SupportKind.KNOWS: C_("button", "I know something about it"),
}


class Told(StrEnum):
    """Who hears of a move: the author at once; supporters and followers in their next news."""

    AUTHOR = "author"
    SUPPORTERS = "supporters"


UNDECIDED = frozenset({_S.RECEIVED, _S.RETURNED})
"""What waits for a first decision."""
PUBLIC = frozenset({_S.PUBLISHED, _S.DIGGING, _S.SESSION, _S.PROJECT, _S.ARCHIVED, _S.DORMANT, _S.MERGED})
"""What members can read, once it has been published."""
UNDER_WAY = frozenset({_S.PUBLISHED, _S.DIGGING, _S.SESSION, _S.PROJECT})
CLOSED = frozenset({_S.ARCHIVED, _S.REFERRED, _S.MERGED, _S.DECLINED, _S.WITHDRAWN, _S.DELETED})
"""Here the sealed link to an anonymous author is removed."""
GONE = frozenset({_S.WITHDRAWN, _S.DELETED})
"""Here nobody but, of a withdrawn one, its author has the words."""
MERGEABLE = UNDECIDED | UNDER_WAY | {_S.DORMANT}


@dataclass(frozen=True, slots=True)
class Move:
    """Who may do it, who is told, and whether it needs a reason."""

    by: frozenset[Role]
    tells: frozenset[Told] = frozenset()
    needs_reason: bool = False


def _moves() -> dict[tuple[SeedState, SeedState], Move]:
    office, author, bot = Role.COORDINATOR, Role.AUTHOR, Role.BOT
    all_told = frozenset({Told.AUTHOR, Told.SUPPORTERS})
    to_author = frozenset({Told.AUTHOR})
    table: dict[tuple[SeedState, SeedState], Move] = {}

    def allow(
        sources: Iterable[SeedState],
        target: SeedState,
        *by: Role,
        tells: frozenset[Told] = all_told,
        reason: bool = False,
    ) -> None:
        for source in sources:
            table[source, target] = Move(frozenset(by), tells, reason)

    allow({_S.RECEIVED}, _S.PUBLISHED, office, bot, tells=to_author)
    allow({_S.RETURNED}, _S.PUBLISHED, office, tells=to_author)
    allow({_S.RECEIVED}, _S.RETURNED, office, tells=to_author, reason=True)
    allow({_S.RETURNED}, _S.RECEIVED, author, tells=frozenset())
    allow({_S.DECLINED}, _S.RECEIVED, office, tells=to_author)
    allow(UNDECIDED, _S.PRIVATE, office, tells=to_author)
    allow({*UNDECIDED, _S.PRIVATE}, _S.REFERRED, office, tells=to_author, reason=True)
    allow(UNDECIDED, _S.DECLINED, office, tells=to_author, reason=True)
    for source in (*UNDER_WAY, _S.DORMANT, _S.ARCHIVED):
        for target in (*UNDER_WAY, _S.DORMANT, _S.ARCHIVED):
            if source is not target and not (source is _S.ARCHIVED and target is _S.DORMANT):
                allow({source}, target, office)
    allow(MERGEABLE, _S.MERGED, office)
    for back in MERGEABLE:
        allow({_S.MERGED}, back, office)
    allow({*UNDECIDED, *UNDER_WAY, _S.PRIVATE, _S.REFERRED, _S.DORMANT}, _S.WITHDRAWN, author)
    allow(set(_S) - {_S.DELETED}, _S.DELETED, office, author, tells=frozenset())
    return table


MOVES: dict[tuple[SeedState, SeedState], Move] = _moves()
"""All that can happen. Deleting needs a reason from the office (`check_move`), none from the author."""


class CannotBecome(UserError):
    sentence = N_(
        "This seed is “{state}” now and cannot become “{wanted}”. From here it can become: {possible}. "
        "Nothing was changed."
    )


class NothingMore(UserError):
    sentence = N_("This seed is “{state}”: nothing can be changed about it any more.")


class NotInThatRole(UserError):
    sentence = N_(
        "To make a seed “{wanted}” is up to {role}. Nothing was changed. "
        "If you need it, please ask the office."
    )


class ReasonNeeded(UserError):
    sentence = N_(
        "Please write a sentence for the author: why, and what they can do next. Nothing was changed."
    )


def check_move(source: SeedState, target: SeedState, role: Role, reason: str | None) -> Move:
    """The row of the table, or a refusal that says what is possible instead."""
    move = MOVES.get((source, target))
    if move is None:
        possible = [to.label for (of, to), row in MOVES.items() if of is source and role in row.by]
        if not possible:
            raise NothingMore(state=source.label)
        raise CannotBecome(state=source.label, wanted=target.label, possible=joined(*possible))
    if role not in move.by:
        raise NotInThatRole(wanted=target.label, role=joined(*(who.label for who in Role if who in move.by)))
    if not (reason and reason.strip()) and (
        move.needs_reason or (target is _S.DELETED and role is Role.COORDINATOR)
    ):
        raise ReasonNeeded
    return move


def next_states(source: SeedState, role: Role) -> list[SeedState]:
    """Where somebody in that role can move a seed, in the order of the states."""
    return [target for target in SeedState if (row := MOVES.get((source, target))) and role in row.by]
