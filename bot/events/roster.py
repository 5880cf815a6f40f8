"""Who has applied for a meeting, as staff may see it, and every step of every place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import aliased

from bot.db import AnyRow, Database, Tx
from bot.events.models import AnswerRow, RsvpHistoryRow, RsvpRow
from bot.events.places import Cause
from bot.events.rules import Event, Mode, MyPlace, NamesShown, Place
from bot.events.standing import LockedEvent, find_event, standing
from bot.events.terms import NobodyThere
from bot.events.views import event_view
from bot.members.models import MailSubscriptionRow, MemberRow


class MailStanding(StrEnum):
    """How it stands with the mail of somebody without Discord."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    LEFT = "left"
    SUPPRESSED = "suppressed"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a place, first come first; ``name`` is None where names are shown to nobody.

    ``party``: the seats for them and their companions. ``has_account``: they have Discord, so that they can
    be told by the bot. The notes are for the office alone. ``mail``: None without a mail address, and for
    those who have Discord.
    """

    member_id: int
    name: str | None
    has_account: bool
    places: tuple[MyPlace, ...]
    party: int
    access_needs: str | None
    door_name: str | None
    affiliation: str | None
    mail: MailStanding | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """A meeting and everybody with a place in it."""

    event: Event
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one person's place; ``actor`` is the member of staff who did it for them."""

    happened_at: datetime
    name: str | None
    mode: Mode
    before: Place | None
    after: Place
    cause: Cause
    seats: int | None
    actor: str | None


class Rosters:
    """What staff look at."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def people(self, community_id: int, event_id: int) -> Roster:
        """Everybody with a place. Raises `NoSuchEvent`."""
        async with self._db.reading() as tx:
            event = await find_event(tx, community_id, event_id)
            view = event_view(event, (await standing(tx, event, None)).seats)
            rows = (await tx.execute(_places().where(RsvpRow.event_id == event_id))).all()
            return Roster(view, tuple(_people(event, rows)))

    async def history(self, community_id: int, event_id: int) -> tuple[Event, tuple[Step, ...]]:
        """Every step of every place, the newest first. Raises `NoSuchEvent`."""
        actor = aliased(MemberRow)
        query = (
            select(RsvpHistoryRow.__table__, MemberRow.display_name, actor.display_name.label("actor"))
            .join(MemberRow, MemberRow.id == RsvpHistoryRow.member_id)
            .outerjoin(actor, actor.id == RsvpHistoryRow.actor_id)
            .where(RsvpHistoryRow.event_id == event_id)
            .order_by(RsvpHistoryRow.id.desc())
        )
        async with self._db.reading() as tx:
            event = await find_event(tx, community_id, event_id)
            view = event_view(event, (await standing(tx, event, None)).seats)
            rows = (await tx.execute(query)).all()
        hidden = view.names_shown is NamesShown.NOBODY
        return view, tuple(
            Step(
                happened_at=row.happened_at,
                name=None if hidden else row.display_name,
                mode=Mode(row.mode),
                before=Place(row.before) if row.before else None,
                after=Place(row.after),
                cause=Cause(row.cause),
                seats=row.seats,
                actor=row.actor,
            )
            for row in rows
        )


async def person_of(tx: Tx, event: LockedEvent, member_id: int) -> Person:
    """One person with a place in the meeting; `NobodyThere` for all others."""
    query = _places().where(RsvpRow.event_id == event.row.id, RsvpRow.member_id == member_id)
    people = _people(event, (await tx.execute(query)).all())
    if not people:
        raise NobodyThere
    return people[0]


def _places() -> Select[*tuple[Any, ...]]:
    mine = (AnswerRow.event_id == RsvpRow.event_id) & (AnswerRow.member_id == RsvpRow.member_id)
    order = case(
        (RsvpRow.place == Place.REQUESTED.value, 0), (RsvpRow.place == Place.CONFIRMED.value, 1), else_=2
    )
    return (
        select(
            MemberRow.id,
            MemberRow.display_name,
            MemberRow.discord_user_id,
            RsvpRow.mode,
            RsvpRow.place,
            RsvpRow.seats,
            AnswerRow.access_needs,
            AnswerRow.door_name,
            AnswerRow.affiliation,
            MemberRow.mail_address,
            MailSubscriptionRow.state.label("mail_state"),
        )
        .join(MemberRow, MemberRow.id == RsvpRow.member_id)
        .outerjoin(AnswerRow, mine)
        .outerjoin(MailSubscriptionRow, MailSubscriptionRow.member_id == MemberRow.id)
        .where(RsvpRow.place != Place.CANCELLED.value)
        .order_by(order, RsvpRow.mode.desc(), RsvpRow.ticket)
    )


def _people(event: LockedEvent, rows: Sequence[AnyRow]) -> list[Person]:
    hidden = event.row.names_shown == NamesShown.NOBODY.value
    places: dict[int, list[MyPlace]] = {}
    first: dict[int, AnyRow] = {}
    for row in rows:
        first.setdefault(row.id, row)
        places.setdefault(row.id, []).append(MyPlace(Mode(row.mode), Place(row.place), seats=row.seats))
    return [
        Person(
            member_id=member_id,
            name=None if hidden else row.display_name,
            has_account=row.discord_user_id is not None,
            places=tuple(places[member_id]),
            party=row.seats,
            access_needs=row.access_needs,
            door_name=None if hidden else row.door_name,
            affiliation=None if hidden else row.affiliation,
            mail=_mail(row),
        )
        for member_id, row in first.items()
    ]


def _mail(row: AnyRow) -> MailStanding | None:
    if row.discord_user_id is not None or row.mail_address is None:
        return None
    return MailStanding(row.mail_state) if row.mail_state else MailStanding.NOT_ASKED
