"""How far a need and a suggestion have come, and who may move them on: two tables. Pure."""

from __future__ import annotations

from enum import StrEnum

from bot.errors import UserError
from bot.i18n import C_, N_, Text


class Party(StrEnum):
    """In which role somebody acts. The bot acts by the calendar, or because somebody else was faster."""

    COORDINATOR = "coordinator"
    VOLUNTEER = "volunteer"
    ORGANISATION = "organisation"
    BOT = "bot"

    @property
    def label(self) -> Text:
        return _PARTY_LABELS[self]


_PARTY_LABELS = {
    Party.COORDINATOR: C_("party", "office"),
    Party.VOLUNTEER: C_("party", "volunteer"),
    Party.ORGANISATION: C_("party", "organisation"),
    Party.BOT: C_("party", "bot"),
}


class OfferState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        return _OFFER_LABELS[self]


_OFFER_LABELS = {
    OfferState.OPEN: C_("offer", "open"),
    OfferState.PAUSED: C_("offer", "paused"),
    OfferState.WITHDRAWN: C_("offer", "withdrawn"),
}


class NeedState(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    OPEN = "open"
    IN_TALKS = "in_talks"
    AGREED = "agreed"
    RUNNING = "running"
    DONE = "done"
    CLOSED = "closed"

    @property
    def label(self) -> Text:
        return _NEED_LABELS[self]

    @property
    def is_over(self) -> bool:
        return self in (NeedState.DONE, NeedState.CLOSED)

    @property
    def looks_for_people(self) -> bool:
        """Whether somebody can be suggested: it is open, or in talks with fewer people than it wants."""
        return self in (NeedState.OPEN, NeedState.IN_TALKS, NeedState.AGREED, NeedState.RUNNING)


_NEED_LABELS = {
    NeedState.DRAFT: C_("need", "draft"),
    NeedState.READY: C_("need", "ready"),
    NeedState.OPEN: C_("need", "looking for somebody"),
    NeedState.IN_TALKS: C_("need", "in talks"),
    NeedState.AGREED: C_("need", "agreed"),
    NeedState.RUNNING: C_("need", "under way"),
    NeedState.DONE: C_("need", "done"),
    NeedState.CLOSED: C_("need", "closed"),
}

_C, _V, _O, _B = Party.COORDINATOR, Party.VOLUNTEER, Party.ORGANISATION, Party.BOT

NEED_MOVES: dict[tuple[NeedState, NeedState], frozenset[Party]] = {
    (NeedState.DRAFT, NeedState.READY): frozenset({_C}),
    (NeedState.READY, NeedState.DRAFT): frozenset({_C}),
    (NeedState.READY, NeedState.OPEN): frozenset({_C}),
    (NeedState.OPEN, NeedState.READY): frozenset({_C}),
    (NeedState.OPEN, NeedState.IN_TALKS): frozenset({_B}),
    (NeedState.IN_TALKS, NeedState.OPEN): frozenset({_B}),
    (NeedState.IN_TALKS, NeedState.AGREED): frozenset({_B}),
    (NeedState.AGREED, NeedState.OPEN): frozenset({_B}),
    (NeedState.AGREED, NeedState.IN_TALKS): frozenset({_B}),
    (NeedState.AGREED, NeedState.RUNNING): frozenset({_B}),
    (NeedState.RUNNING, NeedState.OPEN): frozenset({_B}),
    (NeedState.RUNNING, NeedState.IN_TALKS): frozenset({_B}),
    (NeedState.RUNNING, NeedState.AGREED): frozenset({_B}),
    (NeedState.IN_TALKS, NeedState.DONE): frozenset({_B}),
    (NeedState.AGREED, NeedState.DONE): frozenset({_B}),
    (NeedState.RUNNING, NeedState.DONE): frozenset({_B}),
    **{
        (state, NeedState.CLOSED): frozenset({_C, _O})
        for state in NeedState
        if state not in (NeedState.DONE, NeedState.CLOSED)
    },
}
"""Who may move a need where; every other move is refused. Moves of the bot follow from the suggestions
(`need_state`), never from the calendar."""


class SuggestionState(StrEnum):
    """``YES`` is the volunteer's; ``TAKEN``: somebody else answered first; ``RELEASED``: nobody answered in
    time; ``DROPPED``: it was ended, whoever did it.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    ASKED = "asked"
    YES = "yes"
    NOT_NOW = "not_now"
    NO = "no"
    RELEASED = "released"
    TAKEN = "taken"
    INTERVIEW = "interview"
    PROVISIONAL = "provisional"
    AGREED = "agreed"
    RUNNING = "running"
    DATE_AGREED = "date_agreed"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> Text:
        return _SUGGESTION_LABELS[self]

    @property
    def is_over(self) -> bool:
        return self in _OVER

    @property
    def takes_a_place(self) -> bool:
        """Whether it uses up a place of the need, and of what the volunteer can do at once."""
        return self in TAKES_A_PLACE


_SUGGESTION_LABELS = {
    SuggestionState.PROPOSED: C_("suggestion", "proposed"),
    SuggestionState.APPROVED: C_("suggestion", "approved"),
    SuggestionState.ASKED: C_("suggestion", "asked"),
    SuggestionState.YES: C_("suggestion", "said yes"),
    SuggestionState.NOT_NOW: C_("suggestion", "not now"),
    SuggestionState.NO: C_("suggestion", "said no"),
    SuggestionState.RELEASED: C_("suggestion", "no answer in time"),
    SuggestionState.TAKEN: C_("suggestion", "somebody else was first"),
    SuggestionState.INTERVIEW: C_("suggestion", "getting to know each other"),
    SuggestionState.PROVISIONAL: C_("suggestion", "goal on the table"),
    SuggestionState.AGREED: C_("suggestion", "agreed"),
    SuggestionState.RUNNING: C_("suggestion", "under way"),
    SuggestionState.DATE_AGREED: C_("suggestion", "date agreed"),
    SuggestionState.DONE: C_("suggestion", "done"),
    SuggestionState.DROPPED: C_("suggestion", "ended early"),
}

_OVER = frozenset(
    {
        SuggestionState.NOT_NOW,
        SuggestionState.NO,
        SuggestionState.RELEASED,
        SuggestionState.TAKEN,
        SuggestionState.DONE,
        SuggestionState.DROPPED,
    }
)

TAKES_A_PLACE = (
    SuggestionState.YES,
    SuggestionState.INTERVIEW,
    SuggestionState.PROVISIONAL,
    SuggestionState.AGREED,
    SuggestionState.RUNNING,
    SuggestionState.DATE_AGREED,
)

_ALL_SIDES = frozenset({_C, _V, _O})
_ANYBODY = frozenset({_C, _V, _O, _B})

_BEGINNING: dict[tuple[SuggestionState, SuggestionState], frozenset[Party]] = {
    (SuggestionState.PROPOSED, SuggestionState.APPROVED): frozenset({_C}),
    (SuggestionState.APPROVED, SuggestionState.ASKED): frozenset({_C, _B}),
    (SuggestionState.APPROVED, SuggestionState.YES): frozenset({_V, _C}),
    (SuggestionState.ASKED, SuggestionState.YES): frozenset({_V, _C}),
    (SuggestionState.ASKED, SuggestionState.NOT_NOW): frozenset({_V, _C}),
    (SuggestionState.ASKED, SuggestionState.NO): frozenset({_V, _C}),
    (SuggestionState.ASKED, SuggestionState.RELEASED): frozenset({_C, _B}),
    (SuggestionState.ASKED, SuggestionState.TAKEN): frozenset({_B}),
    (SuggestionState.APPROVED, SuggestionState.TAKEN): frozenset({_B}),
    (SuggestionState.YES, SuggestionState.RELEASED): frozenset({_C, _B}),
    **{
        (state, SuggestionState.DROPPED): _ANYBODY
        for state in (SuggestionState.PROPOSED, SuggestionState.APPROVED, SuggestionState.ASKED)
    },
    (SuggestionState.YES, SuggestionState.DROPPED): _ANYBODY,
    **{
        (state, SuggestionState.PROPOSED): frozenset({_C, _V})
        for state in (SuggestionState.NOT_NOW, SuggestionState.RELEASED, SuggestionState.TAKEN)
    },
}
"""``APPROVED → YES`` is for a volunteer who came forward for the need and need not be asked again. Whoever
said "not now", did not answer or came second can be proposed once more; a no is final for that need."""

_PROJECT: dict[tuple[SuggestionState, SuggestionState], frozenset[Party]] = {
    (SuggestionState.YES, SuggestionState.INTERVIEW): frozenset({_O, _C}),
    (SuggestionState.INTERVIEW, SuggestionState.PROVISIONAL): frozenset({_C}),
    (SuggestionState.PROVISIONAL, SuggestionState.INTERVIEW): frozenset({_C}),
    (SuggestionState.PROVISIONAL, SuggestionState.AGREED): _ALL_SIDES,
    (SuggestionState.AGREED, SuggestionState.RUNNING): _ANYBODY,
    (SuggestionState.RUNNING, SuggestionState.DONE): _ALL_SIDES,
    **{
        (state, SuggestionState.DROPPED): _ANYBODY
        for state in (
            SuggestionState.INTERVIEW,
            SuggestionState.PROVISIONAL,
            SuggestionState.AGREED,
            SuggestionState.RUNNING,
        )
    },
}
_SMALL: dict[tuple[SuggestionState, SuggestionState], frozenset[Party]] = {
    (SuggestionState.YES, SuggestionState.DATE_AGREED): _ALL_SIDES,
    (SuggestionState.DATE_AGREED, SuggestionState.DONE): _ALL_SIDES,
    (SuggestionState.DATE_AGREED, SuggestionState.DROPPED): _ANYBODY,
}

SUGGESTION_MOVES = {False: {**_BEGINNING, **_PROJECT}, True: {**_BEGINNING, **_SMALL}}
"""Who may move a suggestion where, by whether it is small (help up to two hours)."""


class CannotMove(UserError):
    sentence = N_(
        "That is not possible at the moment: it is now “{state}”. "
        "Please open it again to see what can be done."
    )


def check_need_move(before: NeedState, after: NeedState, party: Party) -> None:
    """Raises `CannotMove` for every move that `NEED_MOVES` does not give this party."""
    if party not in NEED_MOVES.get((before, after), frozenset()):
        raise CannotMove(state=before.label)


def check_suggestion_move(
    before: SuggestionState, after: SuggestionState, party: Party, *, is_small: bool
) -> None:
    """Raises `CannotMove` for every move that `SUGGESTION_MOVES` does not give this party."""
    if party not in SUGGESTION_MOVES[is_small].get((before, after), frozenset()):
        raise CannotMove(state=before.label)


def need_state(suggestions: list[SuggestionState], people: int) -> NeedState:
    """The state of an open need that follows from its suggestions.

    It is done when as many ended well as it wanted people and nothing goes on; agreed or under way when
    everybody it wanted is found; in talks as long as somebody said yes.
    """
    going_on = [state for state in suggestions if state.takes_a_place]
    done = suggestions.count(SuggestionState.DONE)
    if not going_on:
        return NeedState.DONE if done >= people else NeedState.OPEN
    settled = (SuggestionState.AGREED, SuggestionState.DATE_AGREED, SuggestionState.RUNNING)
    if SuggestionState.RUNNING in going_on:
        return NeedState.RUNNING
    if done + sum(state in settled for state in going_on) >= people:
        return NeedState.AGREED
    return NeedState.IN_TALKS
