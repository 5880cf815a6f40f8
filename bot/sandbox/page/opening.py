"""What has happened before the page opens: a hub of one day, made by pressing what its people would press."""

from __future__ import annotations

import io
import re

from rich.console import Console

from bot.i18n import C_, Raw, Text, _
from bot.sandbox import scenes, scenes_probono
from bot.sandbox.page.town import Town
from bot.sandbox.people import NAMES
from bot.sandbox.scenes import BOXES, ONLINE_BUTTON, TITLE, TOKYO, Story, on
from bot.sandbox.scenes_seeds import choose_forum
from bot.sandbox.screen import WIDTH, Screen
from bot.sandbox.signs import Reader

OPENS = on(9, 8, 10)
SEATS = 6
HALL = _("Minato Civic Centre, 3rd floor, room A / 6 seats")
SEATED = slice(1, SEATS)
"""Those of the cast who have a seat in the hall before the page opens: all but one seat."""
ONLINE, UNSURE, AUTHOR, SUPPORTER, MAIL_READER = 6, 7, 13, 14, 2
DIGITS = re.compile(r"\b\d{6}\b")
OPEN_SEED = Text(
    "{title}\n{text}",
    {
        "title": _("Our hall's meeting room stays empty before noon"),
        "text": _("Could young parents use it on weekdays?"),
    },
)


def quiet_story(town: Town) -> Story:
    """The tour's scenes can be played in the town; what they print is read by nobody."""
    stage = town.stage
    screen = Screen(Console(file=io.StringIO(), width=WIDTH), town.lang, TOKYO, town.cast.names)
    return Story(stage, screen, Reader(town.lang, stage.words(TITLE)))


async def open_hub(town: Town) -> None:
    """From an empty server to a hub in which there is something to press."""
    story, stage = quiet_story(town), town.stage
    await scenes.set_up(story)
    await _records(town)
    await choose_forum(stage, town.forum)
    await scenes.announce(story, BOXES | {"venue": HALL})
    await stage.until(on(9, 7, 14))
    await _answers(town)
    await _by_mail(town)
    await _seed(town)
    for person, sentence in zip(town.cast.volunteers, scenes_probono.SKILLS, strict=True):
        is_last = person is town.cast.volunteers[-1]
        await scenes_probono.offers(story, person, sentence, has_time=not is_last)
    await stage.until(OPENS)
    town.reading.catch_up(town.sim.env.backend)


async def _records(town: Town) -> None:
    stage, manager = town.stage, town.cast.manager
    panel = await stage.press(manager, await stage.command(manager, "setup"), _("More settings"))
    panel = await stage.press(manager, panel, _("Channel for records"))
    await stage.choose(manager, panel, _("Channel for records of events"), town.archive)


async def _answers(town: Town) -> None:
    """All seats but one are taken; one comes online, one does not know yet."""
    stage, people = town.stage, town.cast.people
    for person in people[SEATED]:
        await stage.press(person, stage.card(), _("At the venue"))
    await stage.press(people[ONLINE], stage.card(), ONLINE_BUTTON)
    await stage.press(people[UNSURE], stage.card(), _("Not sure yet"))
    await stage.wait(seconds=10)


async def _by_mail(town: Town) -> None:
    """Somebody wants mail too, and confirms the address with the number from the first one."""
    stage, person = town.stage, town.cast.people[MAIL_READER]
    form = await stage.command(person, "mail subscribe")
    address = mail_address(town.cast.name(person.id))
    shown = await stage.fill(person, form, address=Text("{address}", {"address": Raw(address)}))
    await stage.wait(seconds=10)
    found = DIGITS.search(town.post.mails[-1].text)
    if found is None:
        raise LookupError("no number came by mail")
    form = await stage.press(person, shown, _("Enter the number"))
    await stage.fill(person, form, number=Text("{number}", {"number": Raw(found[0])}))


def mail_address(name: str) -> str:
    """An address for one of the invented people, in Latin letters whatever the language of the page."""
    latin = next(latin for pair in NAMES for latin in pair[1:] if name in pair)
    family, _space, given = latin.lower().partition(" ")
    return f"{given}.{family}@mail.example"


async def _seed(town: Town) -> None:
    """A seed with a name is posted, published and supported."""
    stage, people, staff = town.stage, town.cast.people, town.cast.staff
    author = people[AUTHOR]
    form = await stage.command(author, "seed post")
    preview = await stage.fill(author, form, text=OPEN_SEED, title=Text(""), readers="everyone", name="shown")
    await stage.press(author, preview, _("Post this"))
    await stage.wait(minutes=91)
    panel = await stage.press(staff, stage.office_post(_("Look through it")), _("Look through it"))
    await stage.press(staff, panel, C_("button", "Publish"))
    await stage.wait(minutes=1)
    await stage.press(people[SUPPORTER], stage.seed_post(), C_("button", "I feel that too"))
    await stage.wait(seconds=10)
