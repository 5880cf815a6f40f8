"""Probono: two lines from an organisation, one sentence from a volunteer, and how they meet."""

from __future__ import annotations

from bot.i18n import C_, Text, _
from bot.sandbox.ledger import Way
from bot.sandbox.scenes import Story, on

NEED = _(
    "Our treasurer has left, and nobody here knows bookkeeping: the year has to be closed.\n"
    "We would like to know where to begin."
)
OFFER = _("I kept the books of a company for twenty years. I can help with bookkeeping and accounts.")
ORGANISATION = _("Minato Children's Kitchen")
ABOUT = _("Children and grown-ups eat together here, twice a month.")


async def two_lines(story: Story) -> None:
    stage = story.stage
    volunteer, asker = stage.cast.volunteer, stage.cast.asker
    await stage.until(on(11, 2, 10))
    story.screen.step(
        stage.now,
        _("Two lines from an organisation, one sentence from a volunteer"),
        _("Nothing else is asked of them; the bot proposes the skills, and the office fills in the rest."),
    )
    form = await stage.command(volunteer, "probono offer")
    mine = await stage.fill(volunteer, form, text=OFFER, small_only=False)
    form = await stage.press(volunteer, mine, C_("offer", "How much"))
    await stage.fill(volunteer, form, hours=Text("4"), capacity=Text("1"), rhythm="monthly")
    story.shows(volunteer, most=12)
    form = await stage.command(asker, "probono need")
    await stage.fill(
        asker, form, text=NEED, needed_by=_("By the end of March"), organisation=ORGANISATION,
        contact=Text(""), wants_call=False,
    )  # fmt: skip
    story.shows(asker, most=10)


async def suggested(story: Story) -> None:
    stage, staff = story.stage, story.stage.cast.staff
    await stage.until(on(11, 4, 11))
    story.screen.step(
        stage.now,
        _("The office fills in the rest and sees who fits, and why"),
        _("At most three, in words instead of a percentage; nobody is asked before the office says so."),
    )
    panel = await stage.press_line(staff, await stage.command(staff, "desk"), C_("need", "Open the request"))
    templates = await stage.press(staff, panel, _("Use a template"))
    panel = await stage.choose(staff, templates, _("Choose a template"), "accounts")
    form = await stage.press(staff, panel, C_("need", "Organisation"))
    panel = await stage.fill(
        staff, form, organisation=ORGANISATION, about=ABOUT, hides=False, field=Text(""), size=Text("")
    )
    panel = await stage.press(staff, panel, C_("need", "Ready"))
    panel = await stage.press(staff, panel, C_("need", "Look for somebody"))
    table = await stage.press(staff, panel, _("Look at the suggestions"))
    story.shows(staff, most=16)
    chosen = await stage.choose(staff, table, _("Ask somebody, or take them off the list"), "1")
    await stage.press(staff, chosen, _("Ask this person"))


async def a_yes(story: Story) -> None:
    stage = story.stage
    volunteer = stage.cast.volunteer
    await stage.wait(minutes=3)
    story.screen.step(
        stage.now,
        _("The volunteer is asked in private, and says yes"),
        _("One press, without a reason; until both have said yes, the organisation reads no name."),
    )
    ask = stage.last_dm(volunteer)
    story.shows(volunteer, most=18)
    await stage.press(volunteer, ask, C_("probono answer", "Yes, I can help"))
    story.shows(volunteer, most=6)
    await stage.wait(minutes=3)
    story.shows(stage.cast.asker, most=14)


async def introduced(story: Story) -> None:
    stage, asker = story.stage, story.stage.cast.asker
    story.screen.step(
        stage.now,
        _("Both said yes: they are introduced"),
        _("A private thread of the two and the office; from here the bot reminds, and thanks at the end."),
    )
    await stage.press(asker, stage.last_dm(asker), _("Yes, please introduce us"))
    await stage.wait(minutes=3)
    story.screen.message(story.posted(Way.ROOM), stage.words(_("Private thread")), most=12)
