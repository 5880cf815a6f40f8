"""The organisation's yes, the introduction, and the text for those who are introduced by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.db import Tx, tried_again
from bot.members.models import CommunityRow, MemberRow
from bot.outbox.notice import Delivery, Receipt, Room
from bot.probono import suggestion_kinds as kinds
from bot.probono.models import ProbonoSettingsRow, StepRow, SuggestionRow
from bot.probono.moving import Record, change, move, note
from bot.probono.recording import Told, record_of
from bot.probono.refusals import NotIntroducedYet, NotTheirTurn
from bot.probono.rules import Actor
from bot.probono.states import Party, SuggestionState
from bot.probono.suggestion_queries import find
from bot.probono.suggestion_texts import room_name
from bot.probono.suggestion_views import Suggestion
from bot.probono.telling import open_room, take_back, tell
from bot.probono.tools import ProbonoTools


@dataclass(frozen=True, slots=True)
class Contacts:
    """Both sides after both said yes, for the mail that the coordinator sends to both."""

    suggestion: Suggestion
    volunteer: str | None
    volunteer_mail: str | None
    organisation: str | None
    organisation_person: str | None
    organisation_contact: str | None
    coordinator: str | None
    community: str


class Introductions:
    """From the volunteer's yes to the moment in which both sides know each other."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    @tried_again
    async def meet(self, community_id: int, suggestion_id: int, who: Actor) -> Suggestion:
        """The organisation says yes too: both are introduced. Twice changes nothing.

        Raises `NotTheirTurn` for everybody else, and when there is nothing to answer.
        """
        return await self._decide(community_id, suggestion_id, meets=True, who=who)

    @tried_again
    async def decline(self, community_id: int, suggestion_id: int, who: Actor) -> Suggestion:
        """The organisation would rather not: the volunteer is told kindly, and the place is free again."""
        return await self._decide(community_id, suggestion_id, meets=False, who=who)

    @tried_again
    async def record(
        self, community_id: int, suggestion_id: int, staff: Actor, told: Told, *, meets: bool
    ) -> Suggestion:
        """The office writes down what an organisation without Discord said. Raises `CannotAskByHand`."""
        return await self._decide(community_id, suggestion_id, meets=meets, staff=staff, told=told)

    async def _decide(
        self,
        community_id: int,
        suggestion_id: int,
        *,
        meets: bool,
        who: Actor | None = None,
        staff: Actor | None = None,
        told: Told | None = None,
    ) -> Suggestion:
        tools, now = self._tools, self._tools.clock()
        async with tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            record = None
            if who is not None:
                check_organisation(suggestion, who)
            else:
                assert staff is not None
                assert told is not None
                record = await record_of(tools, tx, suggestion, Party.ORGANISATION, staff, told, now)
            if suggestion.is_introduced and meets:
                return suggestion
            if suggestion.state is not SuggestionState.YES or suggestion.is_introduced:
                raise NotTheirTurn
            if meets:
                await introduce(tools, tx, suggestion, now, record)
            else:
                await self._turn_down(tx, suggestion, now, record)
            return await find(tx, community_id, suggestion_id)

    async def _turn_down(self, tx: Tx, suggestion: Suggestion, now: datetime, record: Record | None) -> None:
        await move(tx, suggestion, SuggestionState.DROPPED, Party.ORGANISATION, now, record=record)
        await take_back(self._tools, tx, suggestion, now)
        await tell(self._tools, tx, suggestion, kinds.NOT_MEETING, Party.VOLUNTEER, now, once=suggestion.asks)

    async def contacts(self, community_id: int, suggestion_id: int) -> Contacts:
        """Names and addresses of both sides, for the coordinator's mail. Raises `NotIntroducedYet` before."""
        async with self._tools.db.reading() as tx:
            suggestion = await find(tx, community_id, suggestion_id)
            if not suggestion.is_introduced:
                raise NotIntroducedYet
            row = (
                await tx.execute(
                    select(CommunityRow.name, MemberRow.display_name)
                    .select_from(SuggestionRow)
                    .join(CommunityRow, CommunityRow.id == SuggestionRow.community_id)
                    .outerjoin(MemberRow, MemberRow.id == SuggestionRow.approved_by_id)
                    .where(SuggestionRow.id == suggestion_id)
                )
            ).one()
            return contacts_of(suggestion, row.display_name, row.name)

    async def is_written(self, community_id: int, suggestion_id: int) -> Suggestion:
        """The coordinator has introduced both by mail: the line leaves the desk. Twice changes nothing."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            if not suggestion.is_introduced:
                raise NotIntroducedYet
            if not await is_written(tx, suggestion_id):
                await note(tx, suggestion_id, suggestion.state, WRITTEN, Party.COORDINATOR, now)
                await change(tx, suggestion_id, now)
            return await find(tx, community_id, suggestion_id)

    # The private thread

    async def room(self, tx: Tx, subject: str) -> Room | None:
        """The private thread of a suggestion, for the outbox; None once it has ended."""
        row = (
            await tx.execute(
                select(
                    SuggestionRow.community_id,
                    SuggestionRow.thread_id,
                    SuggestionRow.approved_by_id,
                    CommunityRow.announce_channel_id,
                    ProbonoSettingsRow.thread_channel_id,
                )
                .join(CommunityRow, CommunityRow.id == SuggestionRow.community_id)
                .outerjoin(ProbonoSettingsRow, ProbonoSettingsRow.community_id == SuggestionRow.community_id)
                .where(SuggestionRow.id == int(subject.partition(":")[2]))
            )
        ).one_or_none()
        if row is None:
            return None
        suggestion = await find(tx, row.community_id, int(subject.partition(":")[2]))
        if not suggestion.is_introduced or suggestion.state.is_over:
            return None
        people = (suggestion.need.member_id, suggestion.offer.member_id, row.approved_by_id)
        return Room(
            channel_id=row.thread_channel_id or row.announce_channel_id,
            name=room_name(suggestion),
            member_ids=tuple(member_id for member_id in people if member_id is not None),
            thread_id=row.thread_id,
        )

    async def room_opened(self, tx: Tx, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
        """The outbox posted the introduction: remember where."""
        if receipt.thread_id is not None:
            await tx.execute(
                update(SuggestionRow)
                .where(SuggestionRow.id == delivery.args["suggestion_id"])
                .values(thread_id=receipt.thread_id)
            )


WRITTEN = "introduced_by_mail"


async def introduce(
    tools: ProbonoTools, tx: Tx, suggestion: Suggestion, now: datetime, record: Record | None = None
) -> None:
    """Both said yes: from here on each side may know who the other one is."""
    told = {"organisation_yes_at": now, "introduced_at": now, "answer_due_at": None}
    after = SuggestionState.YES if suggestion.is_small else SuggestionState.INTERVIEW
    if suggestion.is_small:
        await change(tx, suggestion.id, now, **told)
        await note(tx, suggestion.id, suggestion.state, "organisation_yes", Party.ORGANISATION, now, record)
    else:
        await move(tx, suggestion, SuggestionState.INTERVIEW, Party.ORGANISATION, now, record=record, **told)
    await note(tx, suggestion.id, after, "introduced", Party.BOT, now)
    await take_back(tools, tx, suggestion, now)
    if suggestion.both_have_accounts:
        await open_room(tools, tx, suggestion, now)


def contacts_of(suggestion: Suggestion, coordinator: str | None, community: str) -> Contacts:
    need, offer = suggestion.need, suggestion.offer
    return Contacts(
        suggestion=suggestion,
        volunteer=offer.organisation or offer.name,
        volunteer_mail=offer.mail_address,
        organisation=need.organisation,
        organisation_person=need.name,
        organisation_contact=need.mail_address or need.contact,
        coordinator=coordinator,
        community=community,
    )


def check_organisation(suggestion: Suggestion, who: Actor) -> None:
    """Raises `NotTheirTurn` for everybody but who asked for help."""
    if suggestion.need.user_id != who.user_id:
        raise NotTheirTurn


async def is_written(tx: Tx, suggestion_id: int) -> bool:
    """Whether the coordinator has introduced both by mail."""
    found = await tx.scalar(
        select(StepRow.id).where(StepRow.suggestion_id == suggestion_id, StepRow.step == WRITTEN).limit(1)
    )
    return found is not None
