"""At last: a group needs help with its accounts, somebody can give it, and the office introduces them."""

from __future__ import annotations

from simcord import InteractionResult, MemberActor

from bot.i18n import C_, Text, _
from bot.probono.templates import TEMPLATES
from bot.sandbox.ledger import Way
from bot.sandbox.scenes import Story, on

TEMPLATE = "accounts"
TITLE_OF_NEED = TEMPLATES[TEMPLATE].label
TROUBLE = Text(
    "{first}\n{second}",
    {
        "first": _("Our treasurer has left, and nobody here knows bookkeeping."),
        "second": _("We would like somebody to look through our accounts before the year is closed."),
    },
)
ORGANISATION = _("Minato Children's Kitchen")
ABOUT = _("Children and grown-ups eat together here, twice a month.")
BY_WHEN = _("By the end of December")
SKILLS = (
    _("I did the bookkeeping of a company for twenty years and can look through accounts."),
    _("I work for a tax accountant and can answer questions about bookkeeping."),
    _("I do the bookkeeping of our neighbourhood association."),
)
"""What the three volunteers write, in their order; the first two have more than an hour to give."""
HOURS = _("2 hours")


async def two_lines(story: Story) -> None:
    stage, cast = story.stage, story.stage.cast
    await stage.until(on(10, 30, 10))
    story.screen.step(
        stage.now,
        _("One sentence from a volunteer, two lines from a group that needs help"),
        _("Nothing else is asked of them; the bot proposes the skills, and the office fills in the rest."),
    )
    for person, sentence in zip(cast.volunteers, SKILLS, strict=True):
        await offers(story, person, sentence, has_time=person is not cast.volunteers[-1])
    story.shows(cast.volunteers[0], most=6)
    await ask_for_help(story)
    story.shows(cast.asking, most=6)


async def who_fits(story: Story) -> None:
    stage, staff = story.stage, story.stage.cast.staff
    await stage.until(on(10, 30, 11))
    story.screen.step(
        stage.now,
        _("The office fills in what is missing and sees who fits, and why"),
        _("At most three, in words and with reasons; nobody is asked before the office says so."),
    )
    await look_for_somebody(story)
    story.shows(staff, most=18)


async def asked_in_private(story: Story) -> None:
    stage, cast = story.stage, story.stage.cast
    first, second = cast.volunteers[:2]
    story.screen.step(
        stage.now,
        _("Two are asked in private, and the first yes counts"),
        _("A no would need no reason; until both sides have said yes, the group reads no name."),
    )
    await ask_two(story)
    story.shows(first, most=16)
    await say_yes(story)
    story.shows(second)
    story.shows(cast.asking)


async def introduced(story: Story) -> None:
    stage = story.stage
    story.screen.step(
        stage.now,
        _("Both have said yes: they are introduced"),
        _("A private thread of the two and the office; the bot goes on to remind, and thanks at the end."),
    )
    await agree(story)
    story.screen.message(story.posted(Way.ROOM), "")


async def ask_for_help(story: Story) -> None:
    """Two lines from the group, and nothing else."""
    stage, asking = story.stage, story.stage.cast.asking
    form = await stage.press(asking, await _panel(story, asking), _("We need help"))
    await stage.fill(
        asking,
        form,
        text=TROUBLE,
        needed_by=BY_WHEN,
        organisation=ORGANISATION,
        wants_call=False,
        contact=Text(""),
    )


async def look_for_somebody(story: Story) -> InteractionResult:
    """The office completes the request and has the bot look; the screen with the suggestions."""
    stage, staff = story.stage, story.stage.cast.staff
    panel = await stage.press_line(staff, await stage.command(staff, "desk"), C_("need", "Open the request"))
    templates = await stage.press(staff, panel, _("Use a template"))
    await stage.choose(staff, templates, _("Choose a template"), TEMPLATE)
    form = await stage.press(staff, panel, C_("need", "Organisation"))
    empty = Text("")
    await stage.fill(
        staff, form, organisation=ORGANISATION, about=ABOUT, hides=False, field=empty, size=empty
    )
    await stage.press(staff, panel, C_("need", "Ready"))
    await stage.press(staff, panel, C_("need", "Look for somebody"))
    return await stage.press(staff, panel, _("Look at the suggestions"))


async def ask_two(story: Story) -> None:
    """The office lets the first two be asked, and they are."""
    stage, cast, staff = story.stage, story.stage.cast, story.stage.cast.staff
    table = await stage.press_line(staff, await stage.command(staff, "desk"), _("Look at the suggestions"))
    for person in cast.volunteers[:2]:
        table = await _ask(story, table, person)
    await stage.wait(minutes=5)


async def say_yes(story: Story) -> None:
    """The first volunteer says yes in the direct message, and the group hears of it."""
    stage, first = story.stage, story.stage.cast.volunteers[0]
    await stage.press(first, stage.last_dm(first), C_("probono answer", "Yes, I can help"))
    await stage.wait(minutes=5)


async def agree(story: Story) -> None:
    """The group says yes too, and a private thread opens for the two and the office."""
    stage, asking = story.stage, story.stage.cast.asking
    await stage.press(asking, stage.last_dm(asking), _("Yes, please introduce us"))
    await stage.wait(minutes=5)


async def offers(story: Story, person: MemberActor, sentence: Text, *, has_time: bool) -> None:
    """One sentence; then the proposed skills are confirmed, and whoever has more time says so."""
    stage = story.stage
    form = await stage.press(person, await _panel(story, person), _("I can help"))
    offer = await stage.fill(person, form, text=sentence, small_only=False)
    if has_time:
        form = await stage.press(person, offer, C_("offer", "How much"))
        await stage.fill(person, form, hours=HOURS, capacity=Text("1"), rhythm="monthly")
    await stage.press(person, offer, _("That is right"))


async def _panel(story: Story, person: MemberActor) -> InteractionResult:
    home = await story.stage.command(person, "home")
    return await story.stage.press(person, home, _("Probono"))


async def _ask(story: Story, table: InteractionResult, person: MemberActor) -> InteractionResult:
    """Choose somebody on the table and ask; the table again, as it is then."""
    stage, staff = story.stage, story.stage.cast.staff
    menu = _("Ask somebody, or take them off the list")
    chosen = await stage.choose_named(staff, table, menu, story.name(person))
    await stage.press(staff, chosen, _("Ask this person"))
    return chosen
