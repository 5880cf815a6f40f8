"""After the meetings: somebody who is afraid to speak posts a seed without a name, and it becomes a theme."""

from __future__ import annotations

import re

from simcord import ChannelHandle, InteractionResult

from bot.i18n import C_, Text, _
from bot.sandbox.ledger import Way
from bot.sandbox.scenes import Story, on
from bot.sandbox.simulation import Community
from bot.sandbox.stage import Stage, message_of
from bot.seeds.cards import TAGGED

KEY = re.compile(r"\d+(?:-[0-9A-Z]{4}){4}")
FORUM = _("Problem seeds")
TITLE_OF_SEED = _("The way home from school is dark")
SEED = Text(
    "{title}\n{text}",
    {
        "title": TITLE_OF_SEED,
        "text": _("In the evening there is no lamp behind the school. I am afraid there."),
    },
)
QUESTION = _("Thank you for writing. Which part of the way do you mean?")
ANSWER = _("From the north gate to the bridge.")


async def a_place_for_seeds(story: Story) -> None:
    stage, manager = story.stage, story.stage.cast.manager
    await stage.until(on(10, 2, 10))
    story.screen.step(
        stage.now,
        _("The hub opens a place for problem seeds"),
        _("A forum, chosen under /setup; the bot makes the tags and puts up a button."),
    )
    await choose_forum(stage, make_forum(stage.sim.community, stage.lang))
    story.shows(manager, most=8)


def make_forum(community: Community, lang: str) -> ChannelHandle:
    """The organiser makes a forum with the tags of a seed's states."""
    return community.create_forum(FORUM.to(lang), [state.label.to(lang) for state in TAGGED])


async def choose_forum(stage: Stage, forum: ChannelHandle) -> None:
    """The organiser chooses it under /setup and puts up the button."""
    manager = stage.cast.manager
    panel = await stage.command(manager, "setup")
    panel = await stage.press(manager, panel, _("More settings"))
    panel = await stage.press(manager, panel, _("Seeds"))
    await stage.choose(manager, panel, _("Channel for seeds"), forum)
    await stage.press(manager, panel, _("Put up the button"))


async def without_a_name(story: Story) -> None:
    stage = story.stage
    author = stage.cast.author
    story.screen.step(
        stage.now,
        _("Somebody posts a seed without a name"),
        _("One box is enough. Nothing is stored before the preview is confirmed, and never who it was."),
    )
    preview = await write_without_a_name(story)
    story.shows(author, most=10)
    shown = await stage.press(author, preview, _("Post this"))
    story.key = key_on(shown)
    story.shows(author, most=6)
    await stage.press(author, shown, _("I have noted it"))


async def asked_back(story: Story) -> None:
    stage, author = story.stage, story.stage.cast.author
    await stage.wait(minutes=91)
    story.screen.step(
        stage.now,
        _("The office asks back, and nobody knows whom"),
        _("It hears of the seed 10 to 90 minutes later at random; the author answers with the receipt key."),
    )
    story.screen.message(story.posted(Way.OFFICE), stage.sim.community.office.name or "", most=8)
    await ask_back(story)
    own = await open_with_key(story)
    story.shows(author, most=8)
    await answer_office(story, own)
    await stage.wait(minutes=91)


async def write_without_a_name(story: Story) -> InteractionResult:
    """The author fills the one box; the preview, before anything is stored."""
    stage, author = story.stage, story.stage.cast.author
    form = await stage.command(author, "seed post")
    return await stage.fill(author, form, text=SEED, title=Text(""), readers="everyone", name="hidden")


async def ask_back(story: Story) -> None:
    """The office asks, without knowing whom."""
    stage, staff = story.stage, story.stage.cast.staff
    form = await stage.press(staff, await _review(story), C_("button", "Ask before publishing"))
    await stage.fill(staff, form, reason=QUESTION)


async def open_with_key(story: Story) -> InteractionResult:
    """The author opens the seed with its key and reads what was asked."""
    stage, author = story.stage, story.stage.cast.author
    form = await stage.press(author, await stage.command(author, "seed mine"), _("Open with the key"))
    return await stage.fill(author, form, key=story.key)


async def answer_office(story: Story, own: InteractionResult) -> None:
    """The author answers on the screen that the key has opened."""
    stage, author = story.stage, story.stage.cast.author
    form = await stage.press(author, own, _("Write to the office"))
    await stage.fill(author, form, words=ANSWER)


async def supported(story: Story) -> None:
    stage, staff, people = story.stage, story.stage.cast.staff, story.stage.cast.people
    story.screen.step(
        stage.now,
        _("It is published, and people support it"),
        _("Only numbers are public. Whoever can help is known to the office first."),
    )
    panel = await _review(story)
    story.shows(staff, most=14)
    await stage.press(staff, panel, C_("button", "Publish"))
    await stage.wait(minutes=1)
    for person in people[:3]:
        await stage.press(person, stage.seed_post(), C_("button", "I feel that too"))
    form = await stage.press(people[4], stage.seed_post(), C_("button", "I can help"))
    await stage.fill(people[4], form, what=_("I know how the city pays for lamps."), named=True)
    await stage.wait(seconds=10)
    story.screen.message(story.posted(Way.THREAD), stage.words(FORUM), most=10)


async def becomes_a_theme(story: Story) -> None:
    stage, staff = story.stage, story.stage.cast.staff
    panel = await stage.command(staff, "seed show", seed="1")
    themes = await stage.press(staff, panel, _("Meetings and themes"))
    await stage.press(staff, themes, _("Propose as theme"))
    await stage.until(on(10, 29, 10))
    await stage.plan()
    story.screen.step(
        stage.now,
        _("The next meeting takes its theme from the seed"),
        _("The draft of the series offers what people brought; the card says which seed it came from."),
    )
    desk = await stage.command(staff, "desk")
    choice = await stage.press_line(staff, desk, _("Choose from the seeds"))
    await stage.choose(staff, choice, _("Choose from the seeds"), "1")
    await stage.press_line(staff, await stage.command(staff, "desk"), _("Announce as it is"))
    await stage.wait(minutes=1)
    story.screen.message(story.posted(Way.CHANNEL), stage.sim.community.announcements.name or "", most=14)
    await stage.wait(minutes=1)
    story.screen.message(story.posted(Way.THREAD), stage.words(FORUM), most=12)


async def _review(story: Story) -> InteractionResult:
    stage, staff = story.stage, story.stage.cast.staff
    return await stage.press(staff, stage.office_post(_("Look through it")), _("Look through it"))


def key_on(shown: InteractionResult) -> str:
    """The receipt key on this screen; LookupError if there is none."""
    found = KEY.search(message_of(shown).content)
    if found is None:
        raise LookupError("no receipt key was shown")
    return found[0]
