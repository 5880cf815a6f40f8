"""The six steps of the guided tour: from one press to the office's desk."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

from simcord import MemberActor

from bot.i18n import C_, _
from bot.sandbox import scenes_probono, scenes_seeds
from bot.sandbox.page.guide import Seen, Step, answer_id
from bot.sandbox.page.opening import MAIL_READER, ONLINE
from bot.sandbox.page.town import Town
from bot.sandbox.scenes import Story, on
from bot.sandbox.stage import BOX_SECONDS, PRESS_SECONDS

FIRST, GIVES_UP, CLOSED, WAITS = 0, 1, 3, 9
"""Who of the cast presses first, gives the seat up, takes no direct messages, and waits for a seat."""
EVE = on(9, 16, 18, 5)
THE_DAY = on(9, 17, 10)
A_WHILE = timedelta(minutes=91)
"""The office hears of an anonymous seed 10 to 90 minutes later."""


async def _come(town: Town, _story: Story) -> Seen:
    stage, person = town.stage, town.cast.people[FIRST]
    began = perf_counter()
    answer = await stage.press(person, stage.card(), _("At the venue"))
    seconds = perf_counter() - began
    result = _(
        "Answered after {seconds} s, for {name} alone. The link for online is shown only to those who come "
        "online: be {other} and press [Details and link].",
        seconds=f"{seconds:.1f}",
        name=_name(town, person),
        other=_name(town, town.cast.people[ONLINE]),
    )
    return Seen(result, person, town.sim.community.announcements, answer_id(answer))


async def _give_up(town: Town, _story: Story) -> Seen:
    stage, waiting, leaving = town.stage, town.cast.people[WAITS], town.cast.people[GIVES_UP]
    await stage.press(waiting, stage.card(), _("At the venue"))
    asked = await stage.press(leaving, stage.card(), _("Can't come / withdraw"))
    await stage.press(leaving, asked, _("Give the seat"))
    await stage.wait(minutes=1)
    result = _(
        "The hall was full, and {waiting} was first in line. {leaving} withdrew, the seat went over in the "
        "same moment, and this message left by itself.",
        waiting=_name(town, waiting),
        leaving=_name(town, leaving),
    )
    return Seen(result, waiting, waiting.user.dm_channel, stage.last_dm(waiting).id)


async def _day_before(town: Town, _story: Story) -> Seen:
    closed, by_mail = town.cast.people[CLOSED], town.cast.people[MAIL_READER]
    for person in (closed, by_mail):
        town.sets_dms(person, closed=True)
    await town.passing.to(EVE)
    shown = await town.stage.press(closed, town.stage.card(), _("Details and link"))
    result = _(
        "{closed} accepts no direct messages: the notice is read here at the next press. {mailed} accepts "
        "none either, and has a mail in the mail box. Everybody else has a direct message.",
        closed=_name(town, closed),
        mailed=_name(town, by_mail),
    )
    return Seen(result, closed, town.sim.community.announcements, answer_id(shown))


async def _no_name(town: Town, story: Story) -> Seen:
    stage, author, staff = town.stage, town.cast.author, town.cast.staff
    preview = await scenes_seeds.write_without_a_name(story)
    kept = await stage.press(author, preview, _("Post this"))
    story.key = scenes_seeds.key_on(kept)
    await stage.press(author, kept, _("I have noted it"))
    await town.passing.to(town.passing.now + A_WHILE)
    await scenes_seeds.ask_back(story)
    await scenes_seeds.answer_office(story, await scenes_seeds.open_with_key(story))
    await town.passing.to(town.passing.now + A_WHILE)
    panel = await stage.press(staff, stage.office_post(_("Look through it")), _("Look through it"))
    result = _(
        "This is the office's screen: question and answer, and no name anywhere. Whoever wrote it answered "
        "with the receipt key that only they have."
    )
    return Seen(result, staff, town.sim.community.office, answer_id(panel))


async def _introduce(town: Town, story: Story) -> Seen:
    await town.passing.to(max(THE_DAY, town.passing.now))
    await scenes_probono.ask_for_help(story)
    await town.stage.wait(minutes=1)
    await scenes_probono.look_for_somebody(story)
    await scenes_probono.ask_two(story)
    await scenes_probono.say_yes(story)
    await scenes_probono.agree(story)
    first = town.cast.volunteers[0]
    room = [each for each in town.sim.community.announcements.threads if _is_in(town, first, each.id)][-1]
    result = _(
        "Two were asked in private, {name} said yes, and so did the group. Only now do they read each "
        "other's names, in a thread of their own. The office's screen with the reasons is in its channel.",
        name=_name(town, first),
    )
    return Seen(result, first, room)


async def _desk(town: Town, _story: Story) -> Seen:
    staff, effort = town.cast.staff, town.stage.effort
    desk = await town.stage.command(staff, "desk")
    result = _(
        "All of this was about {minutes} minutes of staff work, setting up the hub included: {presses} "
        "presses at {press_seconds} s and {boxes} boxes at {box_seconds} s (the seconds are our assumption). "
        "The rest of the page is yours: be anybody and press anything.",
        minutes=f"{effort.minutes:.0f}",
        presses=effort.presses,
        press_seconds=PRESS_SECONDS,
        boxes=effort.boxes,
        box_seconds=BOX_SECONDS,
    )
    return Seen(result, staff, town.sim.community.office, answer_id(desk))


def _name(town: Town, person: MemberActor) -> str:
    return town.cast.name(person.id)


def _is_in(town: Town, person: MemberActor, thread_id: int) -> bool:
    return person.id in town.sim.env.backend.get_channel(thread_id).thread_members


STEPS: tuple[Step, ...] = (
    Step(
        _("Somebody wants to come"),
        _("One press is an application, and the answer is private: nobody has to write in front of others."),
        C_("tour", "Press [At the venue]"),
        _come,
    ),
    Step(
        _("The hall is full, and somebody cannot come after all"),
        _("Whoever waits gets the seat in the order they came; the office does nothing for it."),
        C_("tour", "Let somebody wait and somebody withdraw"),
        _give_up,
    ),
    Step(
        _("The evening before"),
        _("Everybody who comes is reminded once, and whoever cannot be written to is not forgotten."),
        C_("tour", "Move the clock to the day before"),
        _day_before,
    ),
    Step(
        _("Somebody is afraid to speak"),
        _("A seed without a name stays without a name on the office's screen too, and can be talked about."),
        C_("tour", "Post a seed without a name"),
        _no_name,
    ),
    Step(
        _("A group needs help with its accounts"),
        _("Two lines are enough: the bot says who fits and why; names are told only after both said yes."),
        C_("tour", "Write the two lines"),
        _introduce,
    ),
    Step(
        _("The office's desk"),
        _("Whatever waits for the office this week is one list, each line with its button."),
        C_("tour", "Open the desk"),
        _desk,
    ),
)
