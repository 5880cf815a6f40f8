"""The month, second half: seats become free, somebody cannot be written to, the day comes."""

from __future__ import annotations

from simcord import MemberActor

from bot.i18n import _
from bot.sandbox.ledger import Way
from bot.sandbox.scenes import ONLINE_BUTTON, TITLE, Story, on
from bot.sandbox.signs import Sign


async def week_ahead(story: Story) -> None:
    stage = story.stage
    await stage.until(on(9, 10, 12))
    story.screen.step(
        stage.now,
        _("One week ahead, those with a seat are asked"),
        _("People wait, so the reminder is a question; new direct messages leave slowly, as Discord wants."),
    )
    await stage.wait(minutes=10)
    told = story.telling(Sign.WEEK)
    story.screen.result(_("{count} people were asked by direct message.", count=len(told)))
    story.shows(_first_to_leave(story))


async def give_up(story: Story) -> None:
    stage, leaving, next_one = story.stage, _first_to_leave(story), story.line[1]
    await stage.until(on(9, 10, 12, 30))
    story.screen.step(
        stage.now,
        _("{name} cannot come after all", name=story.name(leaving)),
        _("The press works in the direct message too; the first in line gets the seat in the same moment."),
    )
    asked = await stage.press(leaving, stage.last_dm(leaving), _("Can't come / withdraw"))
    story.shows(leaving)
    await stage.press(leaving, asked, _("Give the seat"))
    await stage.wait(minutes=1)
    story.shows(next_one)


async def closed_dm(story: Story) -> None:
    stage, next_one, staff = story.stage, story.line[2], story.stage.cast.staff
    leaving = story.telling(Sign.SEATED)[-1]
    await stage.until(on(9, 12, 9))
    stage.close_dms(next_one)
    story.screen.step(
        stage.now,
        _("Another seat becomes free, but {name} accepts no direct messages", name=story.name(next_one)),
        _("A notice that reaches nobody does not vanish: the office is told, the person at the next press."),
    )
    asked = await stage.press(leaving, stage.card(), _("Can't come / withdraw"))
    await stage.press(leaving, asked, _("Give the seat"))
    await stage.wait(minutes=15)
    story.screen.message(story.posted(Way.OFFICE), stage.sim.community.office.name or "")
    await stage.command(staff, "outbox")
    story.shows(staff)


async def next_press(story: Story) -> None:
    stage, person = story.stage, story.line[2]
    await stage.until(on(9, 13, 21))
    story.screen.step(
        stage.now,
        _("{name} presses “Details and link” the next day", name=story.name(person)),
        _("The notice that found no way is shown here, once and to this person only."),
    )
    await stage.press(person, stage.card(), _("Details and link"))
    story.shows(person)


async def monday(story: Story) -> None:
    stage, person, staff = story.stage, story.stage.cast.later[1], story.stage.cast.staff
    await stage.until(on(9, 13, 22))
    form = await stage.press(person, stage.card(), _("Ask the office"))
    await stage.fill(person, form, question=_("May I bring my baby?"), name="shown")
    await stage.plan()
    await stage.until(on(9, 14, 9))
    story.screen.step(
        stage.now,
        _("Monday, nine o'clock: the office's desk"),
        _("Everything that waits, once a week, each with its button; here a question asked on Sunday night."),
    )
    story.screen.message(story.posted(Way.OFFICE), stage.sim.community.office.name or "")
    desk = stage.sim.community.office.history(viewer=staff)[-1]
    first = _("{number}. {label}", number=1, label=_("Write an answer"))
    form = await stage.press(staff, desk, first)
    await stage.fill(
        staff, form, answer=_("You are welcome, both of you. There is a quiet room beside the hall.")
    )
    await stage.wait(minutes=1)
    story.shows(person)


async def nudge(story: Story) -> None:
    stage, person = story.stage, story.stage.cast.later[1]
    await stage.until(on(9, 15, 18, 10))
    story.screen.step(
        stage.now,
        _("Two days before, who was unsure is asked once"),
        _("One question with the seats that are left, answered where it stands."),
    )
    story.shows(person)
    await stage.press(person, stage.last_dm(person), ONLINE_BUTTON)
    story.screen.result(_("{name} comes online.", name=story.name(person)))


async def day_before(story: Story) -> None:
    stage, person = story.stage, story.line[2]
    await stage.until(on(9, 16, 18))
    story.screen.step(
        stage.now,
        _("The evening before: everybody who comes is reminded, once"),
        _("Reminders go to those who come, with what they need; the thread gets one post without names."),
    )
    await stage.wait(minutes=10)
    story.screen.result(
        _("{count} people were reminded by direct message.", count=len(story.telling(Sign.EVE)))
    )
    story.screen.message(story.posted(Way.THREAD), "")
    await stage.until(on(9, 16, 20))
    await stage.press(person, stage.card(), _("Details and link"))


async def the_day(story: Story) -> None:
    stage, person, online = story.stage, story.line[2], story.stage.cast.for_online[0]
    await stage.until(on(9, 17, 16, 30))
    await stage.press(person, stage.card(), _("Details and link"))
    await stage.until(on(9, 17, 18, 46))
    story.screen.step(
        stage.now,
        _("The day: three hours before in the hall, 15 minutes before online"),
        _("The link is one press away exactly when it is needed, and no phone shows it to bystanders."),
    )
    story.shows(online)
    await stage.press(online, stage.last_dm(online), _("Show the link"))
    story.shows(online)


async def the_list(story: Story) -> None:
    stage, staff = story.stage, story.stage.cast.staff
    await stage.until(on(9, 17, 19, 1))
    story.screen.step(
        stage.now,
        _("The meeting begins; the office opens the list of those who come"),
        _("Names are for the office only, as chosen for this meeting; the public card shows counts."),
    )
    await stage.command(staff, "event show", event=stage.words(TITLE))
    story.shows(staff, most=8)


def _first_to_leave(story: Story) -> MemberActor:
    return story.telling(Sign.SEATED)[11]
