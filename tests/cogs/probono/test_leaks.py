"""Before both said yes neither side learns who the other one is, whatever happens and whatever they press."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from simcord import MemberActor
from sqlalchemy import select

from bot.clock import Hands
from bot.outbox.models import DeliveryRow
from bot.probono.states import SuggestionState
from tests.cogs.probono.scenes import forge, ja, menus, need, offer, open_need
from tests.cogs.probono.stories import (
    DAY,
    ORGANISATION,
    VOLUNTEER,
    asked,
    door,
    in_dm,
    office,
    pass_days,
    tick,
)
from tests.kit.readers import EVERYBODY, Readers
from tests.kit.world import World

SECRET = "山吹町の小さな税理士事務所"
"""Stands in the offer's text and says who it is."""
HIDDEN = "ひみつ食堂"
"""The name of the organisation, which it hides; it stands in the first words of the need too."""
OTHER = "灰原 みのる"
"""Somebody else who is asked."""
SORRY = "申し訳ありません"
EVERY_DOOR = ("panel", "agree", "begin", "date", "finish", "milestones", "history", "mail", "goal",
              "record:volunteer", "again:yes", "office")  # fmt: skip


async def hidden_need(world: World, asker: MemberActor, number: int) -> None:
    """A need of an organisation that hides its name, for which somebody is looked for."""
    await need(
        world,
        asker,
        text=f"{HIDDEN}です。会計の締め方が分からず困っています。",
        organisation=HIDDEN,
        contact="090",
    )
    here = world.community.guild.id
    await open_need(world, number)
    shown = await world.hub.probono.needs.open(here, number, office(world))
    await world.hub.probono.need_edits.edit_organisation(
        *(here, number, office(world), shown.revision),
        organisation=HIDDEN,
        about=f"{HIDDEN}は月に2回、夕ごはんを出しています。",
        hides=True,
        field="子ども支援",
        size="10名ほど",
    )


async def press_everything(world: World, people: Iterable[MemberActor], suggestions: int, needs: int) -> None:
    """Each of them presses whatever there is; forms stay open, questions are not confirmed."""
    doors = ["suggestion:0:mine", "need:0:list", *(f"need:{number}:panel" for number in range(1, needs + 1))]
    doors += [f"suggestion:{number}:{what}" for number in range(1, suggestions + 1) for what in EVERY_DOOR]
    for start in range(0, len(doors), 25):
        board = await forge(world, *doors[start : start + 25])
        for person in people:
            for custom_id in doors[start : start + 25]:
                shown = await world.press(person, board, custom_id)
                assert shown.modal or SORRY not in world.read(shown), custom_id
                if custom_id == "need:0:list":
                    for menu in menus(shown):
                        await world.choose(person, shown, menu, "1")


class Scan:
    """Who must not read what, as long as nobody was introduced."""

    def __init__(self, world: World, readers: Readers, *sides: MemberActor) -> None:
        self.world, self.readers = world, readers
        self.volunteer, self.asker, self.other, self.stranger = sides

    def leaks(self) -> list[str]:
        of_volunteer = (VOLUNTEER, SECRET, str(self.volunteer.id))
        of_other = (OTHER, str(self.other.id))
        of_organisation = (HIDDEN, ORGANISATION, str(self.asker.id))
        leaked = self.readers.leaked
        return [
            *leaked(self.asker.id, *of_volunteer, *of_other),
            *leaked(self.volunteer.id, *of_organisation, *of_other),
            *leaked(self.other.id, *of_organisation, *of_volunteer),
            *leaked(self.stranger.id, *of_organisation, *of_volunteer, *of_other),
        ]


async def scanned(world: World) -> Scan:
    """The people, with their offers; the scan listens from the first press on."""
    await world.set_up()
    readers = Readers(world.env)
    sides = world.people(VOLUNTEER, ORGANISATION, OTHER, "通りがかり")
    await offer(world, sides[0], text=f"{SECRET}で経理をしています。帳簿の見方をお伝えできます。")
    return Scan(world, readers, *sides)


async def say(world: World, person: MemberActor, what: str) -> None:
    await world.press(person, world.dms(person)[-1], what)


async def sent_kinds(world: World) -> set[str]:
    """The kinds of notices that have gone out so far: the proof that they were scanned."""
    async with world.hub.db.reading() as tx:
        return set(await tx.scalars(select(DeliveryRow.kind).where(DeliveryRow.state == "sent")))


async def until_sent(world: World, hands: Hands, kind: str) -> None:
    """Days go by until the first notice of this kind has gone out; an answer is waited for a week at most."""
    for _day in range(7):
        if kind in await sent_kinds(world):
            return
        await pass_days(world, hands, 1)
    assert kind in await sent_kinds(world)


async def again(world: World, need_id: int, offer_id: int = 1) -> int:
    """The office puts the same person on the list once more and asks; the number of the suggestion."""
    here, staff = world.community.guild.id, office(world)
    found = await world.hub.probono.proposals.by_hand(here, need_id, offer_id, staff)
    await world.hub.probono.asks.ask(here, found.id, staff)
    return found.id


async def test_what_both_sides_read_until_both_said_yes(world: World, hands: Hands) -> None:
    """The short way; the other tests of this file go through everything that can happen."""
    scan = await scanned(world)
    volunteer, asker = scan.volunteer, scan.asker
    await hidden_need(world, asker, 1)
    await asked(world)
    await tick(world, hands)
    assert "子ども支援" in "\n".join(world.read_dms(volunteer))
    answered = await world.press(volunteer, world.dms(volunteer)[-1], "suggestion:1:answer:yes")
    await in_dm(volunteer, answered, "suggestion:1:panel")
    await tick(world, hands)
    await press_everything(world, (volunteer, asker, scan.stranger), 1, 1)
    assert not scan.leaks()
    await say(world, asker, "suggestion:1:meet")
    await tick(world, hands)
    for word in (VOLUNTEER, SECRET, HIDDEN, ORGANISATION, str(volunteer.id), str(asker.id)):
        assert any(word in text for text in scan.readers.said()[EVERYBODY]), f"{word} would not be found"


@pytest.mark.long
async def test_silence_refusals_and_a_yes_that_is_turned_down(world: World, hands: Hands) -> None:
    scan = await scanned(world)
    volunteer, asker = scan.volunteer, scan.asker
    await hidden_need(world, asker, 1)
    await asked(world)
    await tick(world, hands)
    await press_everything(world, (volunteer, asker, scan.stranger), 1, 1)
    assert not scan.leaks()

    await until_sent(world, hands, "probono.looking_on")
    assert "子ども支援" in "\n".join(world.read_dms(volunteer))
    kinds = await sent_kinds(world)
    assert {"probono.ask", "probono.ask_reminder", "probono.released", "probono.looking_on"} <= kinds
    await press_everything(world, (volunteer, asker), 1, 1)
    assert not scan.leaks()

    hands.move(31 * DAY)
    await again(world, 1)
    await tick(world, hands)
    await say(world, volunteer, "suggestion:1:answer:not_now")
    hands.move(31 * DAY)
    await again(world, 1)
    await tick(world, hands)
    await say(world, volunteer, "suggestion:1:answer:yes")
    await until_sent(world, hands, "probono.found_reminder")
    await press_everything(world, (volunteer, asker, scan.stranger), 1, 1)
    await door(world, asker, "suggestion:1:decline")
    await tick(world, hands)
    await press_everything(world, (volunteer, asker), 1, 1)
    assert {"probono.found", "probono.found_reminder", "probono.not_meeting"} <= await sent_kinds(world)
    assert not scan.leaks()


@pytest.mark.long
async def test_ends_and_somebody_who_was_faster_and_the_scan_bites(world: World, hands: Hands) -> None:
    scan = await scanned(world)
    volunteer, asker, other = scan.volunteer, scan.asker, scan.other
    here, staff, hub = world.community.guild.id, office(world), world.hub.probono
    for number in (1, 2, 3, 4):
        await hidden_need(world, asker, number)

    # comes forward, and the organisation is silent
    await door(world, volunteer, "need:1:volunteer")
    await asked(world, 1, 1)
    await tick(world, hands)
    await until_sent(world, hands, "probono.looking_on")
    assert "probono.released" in await sent_kinds(world)
    assert not scan.leaks()

    # says yes and goes back, then again and the office ends it
    second = await again(world, 2)
    await tick(world, hands)
    await say(world, volunteer, f"suggestion:{second}:answer:yes")
    await tick(world, hands)
    await hub.ends.drop(here, second, staff)
    hands.move(31 * DAY)
    third = await again(world, 3)
    await tick(world, hands)
    await say(world, volunteer, f"suggestion:{third}:answer:yes")
    await tick(world, hands)
    question = await door(world, volunteer, f"suggestion:{third}:drop")
    await world.press(volunteer, question, ja("Yes, end it"))
    await tick(world, hands)
    assert "probono.ended" in await sent_kinds(world)
    await press_everything(world, (volunteer, asker, scan.stranger), 3, 4)
    assert not scan.leaks()

    # two are asked, the other one is faster; then the scan finds what is allowed
    await offer(world, other)
    hands.move(31 * DAY)
    mine, theirs = await again(world, 4), await again(world, 4, 2)
    await tick(world, hands)
    await say(world, other, f"suggestion:{theirs}:answer:yes")
    await tick(world, hands)
    assert "probono.taken" in await sent_kinds(world)
    await press_everything(world, (volunteer, asker, other, scan.stranger), theirs, 4)
    assert not scan.leaks()
    await say(world, asker, f"suggestion:{theirs}:meet")
    await tick(world, hands)
    told = scan.readers.said()[EVERYBODY]
    for word in (OTHER, HIDDEN, ORGANISATION, str(other.id), str(asker.id)):
        assert any(word in text for text in told), f"the scan would not find {word}"
    await door(world, asker, f"suggestion:{theirs}:panel")
    assert scan.readers.leaked(asker.id, OTHER), "private answers are read too"
    assert not scan.readers.leaked(asker.id, VOLUNTEER, SECRET, str(volunteer.id))
    assert not scan.readers.leaked(other.id, VOLUNTEER, SECRET, str(volunteer.id))
    found, _party = await hub.looking.one(here, mine, staff)
    assert found.state is SuggestionState.TAKEN
