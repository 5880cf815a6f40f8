"""Time on the page: what falls due is done when it is due, mail and the calendar included, and nothing twice."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from bot.sandbox import scenes
from bot.sandbox.page.opening import _by_mail, mail_address
from bot.sandbox.page.town import Town
from bot.sandbox.scenes import on
from tests.bot.sandbox.page.conftest import Visitor

VENUE = "会場で参加する"


def reminders(town: Town, visitor: Visitor) -> list[str]:
    conversation = visitor.at(visitor.person.user.dm_channel)
    return [str(message["body"]) for message in conversation.messages()]


async def test_a_press_costs_ten_seconds_and_the_card_follows(town: Town, member: Visitor):
    before = town.passing.now
    await member.presses(VENUE)
    assert town.passing.now - before == timedelta(seconds=10)
    card = next(message for message in member.messages() if message["embeds"])
    assert "定員 6人・申し込み 1人" in str(card["embeds"])


async def test_a_reminder_comes_once_at_its_time(town: Town, member: Visitor):
    await member.presses(VENUE)
    await town.passes(lambda: town.passing.to(on(9, 10, 11, 59)))
    assert reminders(town, member) == []
    await town.passes(lambda: town.passing.to(on(9, 10, 12, 1)))
    assert len(reminders(town, member)) == 1
    await town.passes(lambda: town.passing.to(on(9, 11, 12)))
    assert len(reminders(town, member)) == 1


async def test_an_announcement_leaves_at_its_minute(town: Town, staff: Visitor):
    stage = town.stage
    asked = await stage.command(staff.person, "event create")
    form = await stage.press(staff.person, asked, scenes._("Write a new one"))
    boxes = scenes.BOXES | {"when": scenes.Text("9/20 14:00")}
    preview = await stage.fill(staff.person, form, **boxes)
    form = await stage.press(staff.person, preview, scenes._("Announce later"))
    name = next(
        part["component"]["custom_id"] for part in (form.modal or {})["components"] if "component" in part
    )
    await stage.fill(staff.person, form, **{name: scenes.Text("9/8 9:10")})
    await town.passes(town.passing.work)
    assert on(9, 8, 9, 10) in [line.due_at for line in town.passing.outlook]
    cards = len([each for each in staff.messages() if each["embeds"]])
    await town.passes(lambda: town.passing.to(on(9, 8, 9, 9)))
    assert len([each for each in staff.messages() if each["embeds"]]) == cards
    await town.passes(lambda: town.passing.to(on(9, 8, 9, 30)))
    shown = [each["time"] for each in staff.messages() if each["embeds"]]
    assert (len(shown), shown[-1]) == (cards + 1, "09:10")


async def test_mail_waits_for_its_server_and_comes_once(town: Town):
    reader = Visitor(town, town.cast.people[2])
    await reader.presses(VENUE)
    await _by_mail(town)
    town.sets_dms(reader.person, closed=True)
    assert len(town.post.mails) == 1
    await town.post.fail()
    await town.passes(lambda: town.passing.to(on(9, 10, 12, 30)))
    assert len(town.post.mails) == 1
    await town.post.recover()
    await town.passes(lambda: town.passing.to(on(9, 10, 18)))
    assert [mail.recipients for mail in town.post.mails[1:]] == [
        (mail_address(town.cast.name(reader.person.id)),)
    ]
    await town.passes(lambda: town.passing.to(on(9, 11, 12)))
    assert len(town.post.mails) == 2


async def test_the_bot_starts_again_and_loses_nothing(town: Town, member: Visitor):
    await member.presses(VENUE)
    await town.deed(town.sim.restart)
    await town.rest()
    await town.passes(lambda: town.passing.to(on(9, 10, 12, 1)))
    assert len(reminders(town, member)) == 1
    await member.presses("行けません・取り消す")


async def test_a_fault_while_time_passes_is_said_and_the_page_goes_on(town: Town, member: Visitor):
    async def looks() -> None:
        """Somebody does something that the bot need not answer."""

    async with town.sim.hub.db.transaction() as tx:
        await tx.execute(text("ALTER TABLE deliveries RENAME TO deliveries_away"))
    await town.deed(looks)
    await town.rest()
    trouble = member.sees()["trouble"]
    assert trouble
    async with town.sim.hub.db.transaction() as tx:
        await tx.execute(text("ALTER TABLE deliveries_away RENAME TO deliveries"))
    await town.deed(looks)
    await town.rest()
    assert member.sees()["trouble"] is None
