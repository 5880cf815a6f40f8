"""The month, first half: the server is set up, a meeting is announced, 26 people answer at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from simcord import MemberActor

from bot.events.rules import Welcome
from bot.i18n import C_, Raw, Text, _
from bot.sandbox.ledger import Heard, Way
from bot.sandbox.screen import Screen
from bot.sandbox.signs import Reader, Sign
from bot.sandbox.stage import Stage

TOKYO = ZoneInfo("Asia/Tokyo")
CAPACITY = 20
LINK = "https://meet.example/j/minato-exchange-0917"
TITLE = _("September exchange meeting")
BOXES: dict[str, Text] = {
    "title": TITLE,
    "when": _("9/17 (Thu) 19:00-20:30 doors 18:30"),
    "venue": _("Minato Civic Centre, 3rd floor, room A / 20 seats"),
    "online": _("{link} / 80 seats", link=Raw(LINK)),
    "description": _("This month: who looks after the elderly next door? Bring what you see every day."),
}
ONLINE_BUTTON = C_("button", "Online")


def on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A wall time of the tour's community."""
    return datetime.combine(datetime(2026, month, day), time(hour, minute), TOKYO)  # noqa: DTZ001


OPENING = on(9, 1, 10)


@dataclass
class Story:
    """Where the tour stands: the stage, the screen, and what one has to remember of the people."""

    stage: Stage
    screen: Screen
    reader: Reader
    line: dict[int, MemberActor] = field(default_factory=dict)
    key: str = ""

    def name(self, person: MemberActor) -> str:
        return self.stage.cast.name(person.id)

    def shows(self, person: MemberActor, heard: Heard | None = None, *, most: int = 12) -> None:
        """Put what this person read last (or ``heard``) on the screen."""
        self.screen.message(heard or self.stage.last_heard(person), self.name(person), most=most)

    def posted(self, way: Way) -> Heard:
        """The newest post of that way; in public the newest with buttons (a thread's birth is a post too)."""
        posts = [heard for heard in self.stage.ledger if heard.way is way]
        return [heard for heard in posts if heard.buttons or not way.is_public][-1]

    def telling(self, sign: Sign) -> list[MemberActor]:
        """Those who were told this, in the order of their names."""
        return [person for person in self.stage.cast.people if self.was_told(person, sign)]

    def was_told(self, person: MemberActor, sign: Sign) -> bool:
        return any(self.reader.says(heard, sign) for heard in self.stage.ledger.read_by(person.id))


async def set_up(story: Story) -> None:
    stage, manager = story.stage, story.stage.cast.manager
    story.screen.step(
        stage.now,
        _("The organiser sets the server up: /setup"),
        _("Three choices are enough, and whatever permission is missing is named with its switch."),
    )
    panel = await stage.command(manager, "setup")
    community = stage.sim.community
    await stage.choose(manager, panel, _("Where announcements go"), community.announcements)
    await stage.choose(manager, panel, _("Staff channel"), community.office)
    await stage.choose(manager, panel, _("Staff role"), community.staff_role)
    await stage.press(manager, panel, _("Start with this"))
    story.shows(manager, most=6)
    if stage.lang != "ja":
        await stage.press(manager, panel, _("More settings"))
        await stage.choose(manager, panel, _("Language of announcements"), stage.lang)


async def announce(story: Story, boxes: Mapping[str, Text] = BOXES) -> None:
    stage, staff = story.stage, story.stage.cast.staff
    await stage.wait(minutes=5)
    story.screen.step(
        stage.now,
        _("The office announces a meeting, in the hall and online"),
        _("One form, dates as people write them; the link is typed into the form and stays secret."),
    )
    form = await stage.command(staff, "event create")
    preview = await stage.fill(staff, form, **boxes)
    welcome = await stage.press(staff, preview, _("How to feel welcome"))
    ticks = [Welcome.LISTENING.value, Welcome.CAMERA_OFF.value]
    await stage.fill(staff, welcome, welcome=ticks, names_shown="office")
    await stage.press(staff, preview, _("Announce this"))
    await stage.wait(seconds=10)
    story.screen.message(
        story.posted(Way.CHANNEL), story.stage.sim.community.announcements.name or "", most=20
    )


async def burst(story: Story) -> None:
    stage, cast = story.stage, story.stage.cast
    await stage.until(on(9, 1, 20))
    story.screen.step(
        stage.now,
        _("26 people press in the same instant"),
        _("The hall has 20 seats: nobody is told “you are in” and then turned away."),
    )
    presses = [(person, _("At the venue")) for person in cast.for_venue]
    presses += [(person, ONLINE_BUTTON) for person in cast.for_online]
    await stage.all_press(presses, stage.card())
    for person in cast.for_venue:
        number = story.reader.waiting_number(stage.last_heard(person))
        if number is not None:
            story.line[number] = person
    seated, online = story.telling(Sign.SEATED), story.telling(Sign.ONLINE)
    story.screen.result(
        _(
            "{seated} have a seat in the hall, {waiting} wait in order, {online} come online.",
            seated=len(seated),
            waiting=len(story.line),
            online=len(online),
        )
    )
    story.shows(story.line[1])
    story.shows(online[0])
    await stage.wait(seconds=10)


async def restart(story: Story) -> None:
    stage = story.stage
    by_venue, unsure, online, away = stage.cast.later
    await stage.until(on(9, 2, 9))
    story.screen.step(
        stage.now,
        _("The bot is restarted, then four more people answer"),
        _("Buttons posted before the restart still work, and the waiting list keeps its order."),
    )
    await stage.restart()
    await stage.press(by_venue, stage.card(), _("At the venue"))
    number = story.reader.waiting_number(stage.last_heard(by_venue))
    if number is not None:
        story.line[number] = by_venue
    await stage.press(unsure, stage.card(), _("Not sure yet"))
    await stage.command(online, "rsvp", event=stage.words(TITLE), choice="online")
    await stage.press(away, stage.card(), _("Can't come / withdraw"))
    story.screen.result(
        _(
            "{name} came after the others and is number {number} in the line.",
            name=story.name(by_venue),
            number=number,
        )
    )
    story.shows(unsure)
