"""After the month: the office makes the meeting a monthly one, and moves the next session to another date."""

from __future__ import annotations

from bot.i18n import Text, _, _n
from bot.sandbox.ledger import Way
from bot.sandbox.scenes import BOXES, Story, on

MONTHLY = _("Exchange meeting")
NEXT_MONTH = _("10/22 (Thu) 19:00-20:30 doors 18:30")
IN_THE_HALL = _("At the venue")


async def series(story: Story) -> None:
    stage, staff = story.stage, story.stage.cast.staff
    await stage.until(on(9, 18, 10))
    story.screen.step(
        stage.now,
        _("The next day the office makes it a monthly meeting: /series create"),
        _("One line says how often; the preview says which days that is, before anything is begun."),
    )
    begin = await stage.command(staff, "series create")
    form = await stage.press(staff, begin, _("Start from the last one"))
    preview = await stage.fill(
        staff,
        form,
        rule=_("Every month, third Thursday, 19:00-20:30 doors 18:30"),
        title=MONTHLY,
        venue=BOXES["venue"],
        description=_("What do you see in your street? Bring it along."),
    )
    story.shows(staff, most=14)
    await stage.press(staff, preview, _("Start this series"))


async def announced(story: Story) -> None:
    stage, staff, people = story.stage, story.stage.cast.staff, story.stage.cast.people
    await stage.until(on(9, 24, 9))
    await stage.plan()
    await stage.until(on(9, 28, 9))
    await stage.plan()
    story.screen.step(
        stage.now,
        _("Three weeks ahead the bot has drafted the next one"),
        _("On the desk: enter the theme, announce it as it is, or skip this month, one press each."),
    )
    desk = await stage.command(staff, "desk")
    story.shows(staff, most=8)
    await stage.press_line(staff, desk, _("Announce as it is"))
    await stage.wait(minutes=1)
    story.screen.message(story.posted(Way.CHANNEL), stage.sim.community.announcements.name or "")
    for person in people[:2]:
        await stage.press(person, stage.newest_card(), IN_THE_HALL)


async def another_date(story: Story) -> None:
    stage, staff, people = story.stage, story.stage.cast.staff, story.stage.cast.people
    await stage.until(on(10, 1, 11))
    story.screen.step(
        stage.now,
        _("The hall is taken on that day: the office moves the meeting by a week"),
        _("A preview says who will be told; they read old and new in one message, and reminders move along."),
    )
    title = await stage.title_of_the_next()
    panel = await stage.command(staff, "event edit", event=title)
    form = await stage.press(staff, panel, _("Change"))
    preview = await stage.fill(
        staff,
        form,
        title=title,
        when=NEXT_MONTH,
        venue=BOXES["venue"],
        description=_("What do you see in your street? Bring it along."),
    )
    story.shows(staff)
    await stage.press(staff, preview, _saves(len(people[:2])))
    await stage.wait(minutes=2)
    story.shows(people[0])


def _saves(count: int) -> Text:
    return _n("Save and tell {count} person", "Save and tell {count} people", count=count)
