"""Use cases of staff with what people answered by mail: read, accept as it stands, set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import N_, UserError
from bot.events.by_mail import confirm_seats, event_of
from bot.events.on_behalf import Account, Act, OnBehalf, Placed, WhenFull, check_offered
from bot.events.places import keep_answer
from bot.events.roster import person_of
from bot.events.rules import Choice, Event, NamesShown, NoSuchEvent, Place
from bot.events.standing import find_event, standing
from bot.events.views import event_view
from bot.mailing import answers, senders
from bot.mailing.answers import End, MailAnswer, ReturnedTotals
from bot.members import subscriptions
from bot.members.service import Members
from bot.outbox.service import Outbox

YES = "yes"


class NoWordToAccept(UserError):
    sentence = N_(
        "This reply holds no single word that could be accepted. Please choose what it means, "
        "or set it aside."
    )


class NoMeetingMeant(UserError):
    sentence = N_(
        "It is not known which event this reply means. Please sign the person up at the event itself, "
        "and then set the reply aside."
    )


class NothingToConfirm(UserError):
    sentence = N_(
        "Nobody has been asked for consent here, or it was given already. Please set the reply aside."
    )


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """An answer with the meeting it means, None where none is known."""

    answer: MailAnswer
    event: Event | None


@dataclass(frozen=True, slots=True)
class MailAnswerList:
    """One page of what waits, oldest first, and how mail stands here. ``page`` counts from 1."""

    answers: tuple[ListedAnswer, ...]
    count: int
    page: int
    pages: int
    totals: ReturnedTotals


@dataclass(frozen=True, slots=True)
class Accepted:
    """``placed``: what the meeting says now; None where consent was confirmed or nothing had to change."""

    answer: MailAnswer
    choice: str
    placed: Placed | None


class MailAnswers:
    """Of two who press at once the first one counts, and the second reads so."""

    def __init__(
        self, db: Database, clock: Clock, members: Members, on_behalf: OnBehalf, outbox: Outbox
    ) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._on_behalf = on_behalf
        self._outbox = outbox

    async def listing(self, community_id: int, page: int = 1, *, size: int = 4) -> MailAnswerList:
        """One page of the answers that wait."""
        async with self._db.reading() as tx:
            count = await answers.count_waiting(tx, community_id)
            pages = max(1, -(-count // size))
            page = min(max(page, 1), pages)
            found = await answers.waiting(tx, community_id, limit=size, offset=(page - 1) * size)
            listed = [await _listed(tx, community_id, each) for each in found]
            totals = await answers.totals(tx, community_id, self._clock())
        return MailAnswerList(tuple(listed), count, page, pages, totals)

    async def returned_totals(self, community_id: int) -> ReturnedTotals:
        """How mail stands here: people by their consent, and what came back in 30 days."""
        async with self._db.reading() as tx:
            return await answers.totals(tx, community_id, self._clock())

    async def accept(
        self, community_id: int, actor: Account, answer_id: int, choice: str | None = None
    ) -> Accepted:
        """Do what the answer says; ``choice``: what staff read in an unclear one.

        Where all seats are taken, the person joins the waiting list. Raises `NoSuchMailAnswer`,
        `MailAnswerIsDone`, `NoWordToAccept`, `NoMeetingMeant`, `NothingToConfirm`, or what the meeting says.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            answer = await answers.locked(tx, community_id, answer_id)
            meant = answer.choice or choice
            if meant is None:
                raise NoWordToAccept
            if meant == YES:
                await _confirm(tx, community_id, answer, now)
                await confirm_seats(self._outbox, tx, community_id, answer.member_id, now)
                placed = None
            else:
                placed = await self._place(tx, community_id, actor, answer, Choice(meant), now)
            await self._end(tx, community_id, actor, answer_id, End.ACCEPTED, now)
            return Accepted(answer, meant, placed)

    async def set_aside(self, community_id: int, actor: Account, answer_id: int) -> MailAnswer:
        """Nothing comes of it, and nobody is told. Raises `NoSuchMailAnswer` or `MailAnswerIsDone`."""
        now = self._clock()
        async with self._db.transaction() as tx:
            answer = await answers.locked(tx, community_id, answer_id)
            await self._end(tx, community_id, actor, answer_id, End.SET_ASIDE, now)
            return answer

    async def _end(
        self, tx: Tx, community_id: int, actor: Account, answer_id: int, how: End, now: datetime
    ) -> None:
        by = await self._members.ensure(tx, community_id, actor.discord_user_id, actor.display_name)
        await answers.end(tx, answer_id, how, by.id, now)

    async def _place(
        self, tx: Tx, community_id: int, actor: Account, answer: MailAnswer, choice: Choice, now: datetime
    ) -> Placed | None:
        meant = (await _listed(tx, community_id, answer)).event
        if meant is None:
            raise NoMeetingMeant
        event = await self._on_behalf.open_in(tx, community_id, meant.id, now)
        mine = (await standing(tx, event, answer.member_id)).mine
        has_place = any(place is not Place.CANCELLED for place in mine.values())
        if choice.mode is None:
            if has_place:
                return await self._on_behalf.take_back_in(
                    tx, event, actor, answer.member_id, Act.REMOVED, now
                )
            await keep_answer(tx, meant.id, answer.member_id, choice, now)
            return None
        check_offered(event, choice.mode)
        party = (await person_of(tx, event, answer.member_id)).party if has_place else 1
        return await self._on_behalf.place_in(
            tx,
            event,
            actor,
            answer.member_id,
            choice.mode,
            Act.MOVED if has_place else Act.ADDED,
            party=party,
            when_full=WhenFull.QUEUE,
            now=now,
        )


async def _confirm(tx: Tx, community_id: int, answer: MailAnswer, now: datetime) -> None:
    """The consent of somebody whom staff know to have written it."""
    who = await senders.member(tx, community_id, answer.member_id)
    if who is None or who.has_account or who.consent != "asked":
        raise NothingToConfirm
    await subscriptions.confirm(tx, community_id, answer.member_id, now)


async def _listed(tx: Tx, community_id: int, answer: MailAnswer) -> ListedAnswer:
    """With the meeting as the office may know it: a rehearsal is none, and some show names to nobody."""
    event_id = event_of(answer.subject)
    if event_id is None:
        return ListedAnswer(answer, None)
    try:
        locked = await find_event(tx, community_id, event_id)
    except NoSuchEvent:
        return ListedAnswer(answer, None)
    event = event_view(locked, (await standing(tx, locked, None)).seats)
    if event.is_rehearsal:
        return ListedAnswer(answer, None)
    shown = replace(answer, name=None) if event.names_shown is NamesShown.NOBODY else answer
    return ListedAnswer(shown, event)
