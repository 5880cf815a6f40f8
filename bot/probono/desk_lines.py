"""What suggestions leave for the office: people to ask, calls to make, silences, whom to recruit.

Lines with the title of a need stand under ``/desk`` only: what is posted cannot be taken back when somebody
wishes to be forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.clock import shorten
from bot.db import Tx
from bot.desk.lines import DeskLine, LineSource
from bot.i18n import _, _n, joined
from bot.members.rules import Community
from bot.outbox.notice import Action
from bot.probono.asking import SILENCE
from bot.probono.introducing import is_written
from bot.probono.lexicon import Lexicon
from bot.probono.proposing import places_left
from bot.probono.queries import needs_in, offers_in
from bot.probono.states import NeedState, OfferState, Party, SuggestionState
from bot.probono.suggestion_queries import in_community
from bot.probono.suggestion_views import Suggestion
from bot.probono.views import Need

MINUTES_TO_LOOK = 10
"""To look through some proposals and ask."""
MINUTES_TO_CALL = 10
MINUTES_TO_WRITE = 5
MINUTES_TO_RECRUIT = 15
TITLE_SHOWN = 30
MOST_SKILLS = 5
_LOOKING = (NeedState.OPEN, NeedState.IN_TALKS, NeedState.AGREED, NeedState.RUNNING)
_GOING_ON = tuple(state for state in SuggestionState if not state.is_over)


def lines(lexicon: Lexicon) -> LineSource:
    """The lines around suggestions of one community."""

    async def made(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
        needs = await needs_in(tx, community.id, _LOOKING)
        everything = await in_community(tx, community.id, (*_GOING_ON, SuggestionState.DONE))
        found: list[DeskLine] = []
        for need in needs:
            found += _of_need(need, [each for each in everything if each.need.id == need.id])
        for each in everything:
            found += _of_suggestion(each, now)
            if each.is_introduced and not each.both_have_accounts and not await is_written(tx, each.id):
                found.append(_introduce(each))
        return [*found, *await _recruit(tx, lexicon, community.id, needs)]

    return made


def _of_need(need: Need, around: list[Suggestion]) -> Iterator[DeskLine]:
    """What can be done next for a need that still looks for people and about which nobody is thinking."""
    if not places_left(need, around):
        return
    waiting = [each for each in around if each.state is SuggestionState.PROPOSED]
    forward = sum(each.came_forward for each in waiting)
    title = shorten(need.title, TITLE_SHOWN)
    look = Action("need", need.id, "table", _("Look at the suggestions"), "primary")
    opened = need.opened_at or need.changed_at
    if forward:
        what = _n(
            "“{title}”: {count} person came forward. Please look and decide",
            "“{title}”: {count} people came forward. Please look and decide",
            title=title,
            count=forward,
        )
        yield DeskLine("probono_forward", what, MINUTES_TO_LOOK, opened, look, is_private=True)
    elif any(each.state is SuggestionState.ASKED for each in around):
        return
    elif waiting:
        what = _n(
            "“{title}”: {count} person could be asked",
            "“{title}”: {count} people could be asked",
            title=title,
            count=len(waiting),
        )
        yield DeskLine(
            "probono_ask", what, MINUTES_TO_LOOK, opened + timedelta(days=3), look, is_private=True
        )
    else:
        what = _("“{title}”: nobody fits at the moment. Please think of somebody, or look again", title=title)
        yield DeskLine(
            "probono_nobody", what, MINUTES_TO_RECRUIT, opened + timedelta(days=7), look, is_private=True
        )


def _of_suggestion(it: Suggestion, now: datetime) -> Iterator[DeskLine]:
    title = shorten(it.need.title, TITLE_SHOWN)
    panel = Action("suggestion", it.id, "panel", _("Open it"), "primary")
    if it.state is SuggestionState.ASKED and not it.offer.has_account:
        what = _(
            "“{title}”: please ask the volunteer, who has no Discord, and write down the answer", title=title
        )
        yield DeskLine("probono_call", what, MINUTES_TO_CALL, it.answer_due_at, panel, is_private=True)
    if it.state is SuggestionState.YES and not it.is_introduced and not it.need.has_account:
        what = _(
            "“{title}”: somebody said yes. Please ask the "
            "organisation, which has no Discord, and write it down",
            title=title,
        )
        yield DeskLine("probono_call", what, MINUTES_TO_CALL, it.answer_due_at, panel, is_private=True)
    if it.state is SuggestionState.PROVISIONAL and _who_agrees_by_hand(it):
        what = _("“{title}”: please ask whether the goal is right, and write it down", title=title)
        yield DeskLine(
            "probono_call", what, MINUTES_TO_CALL, it.changed_at + timedelta(days=3), panel, is_private=True
        )
    silent_since = max(it.changed_at, it.renewed_at or it.changed_at)
    if it.state.takes_a_place and it.is_introduced and silent_since + SILENCE <= now:
        yield DeskLine(
            "probono_silence",
            _("“{title}”: nothing new for two weeks. Please ask, let it go on, or end it", title=title),
            MINUTES_TO_CALL,
            silent_since + SILENCE,
            panel,
            others=(Action("suggestion", it.id, "renew", _("Let it go on")),),
            is_private=True,
        )


def _who_agrees_by_hand(it: Suggestion) -> list[Party]:
    """The sides without Discord that have not agreed yet."""
    agreed = {
        Party.VOLUNTEER: it.volunteer_agreed_at,
        Party.ORGANISATION: it.organisation_agreed_at,
    }
    return [party for party, at in agreed.items() if at is None and it.side_member(party) is None]


def _introduce(it: Suggestion) -> DeskLine:
    return DeskLine(
        "probono_introduce",
        _(
            "“{title}”: both said yes. Please introduce them by mail",
            title=shorten(it.need.title, TITLE_SHOWN),
        ),
        MINUTES_TO_WRITE,
        it.introduced_at,
        Action("suggestion", it.id, "mail", _("The text for the mail"), "primary"),
        is_private=True,
    )


async def _recruit(tx: Tx, lexicon: Lexicon, community_id: int, needs: Sequence[Need]) -> list[DeskLine]:
    """Skills that open needs ask for and no offer has: whom to look for at the next meeting."""
    if not needs:
        return []
    offered = {
        skill for offer in await offers_in(tx, community_id, (OfferState.OPEN,)) for skill in offer.skills
    }
    wanted = Counter(skill for need in needs for skill in need.skills if skill not in offered)
    if not wanted:
        return []
    taxonomy = await lexicon.of(tx, community_id)
    names = [
        taxonomy.skills[skill].label
        for skill, _count in wanted.most_common(MOST_SKILLS)
        if skill in taxonomy.skills
    ]
    return [
        DeskLine(
            "probono_recruit",
            _("Asked for and not offered by anybody: {skills}. Whom do you know?", skills=joined(*names)),
            MINUTES_TO_RECRUIT,
            action=Action("probono", 0, "plan", _("All open needs")),
        )
    ]
