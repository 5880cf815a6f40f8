"""Consent to mail: asked, given, ended, for this address and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.clock import Hands
from bot.db import Database, Tx
from bot.members import subscriptions
from bot.members.models import MemberRow
from bot.members.wish_rules import QuietHours, Topic, Via
from tests.bot.outbox.mail_stage import MailStage
from tests.bot.outbox.stage import HUB, START

DAY = timedelta(days=1)


@pytest.fixture
async def stage(database: Database) -> MailStage:
    stage = MailStage(database)
    await stage.found()
    return stage


async def is_mailable(stage: MailStage, member_id: int, hands: Hands | None = None) -> bool:
    async with stage.db.reading() as tx:
        found = await subscriptions.subscription_of(tx, member_id)
    return found is not None and found.is_mailable((hands or stage.clock)())


async def change(stage: MailStage, work) -> None:
    async with stage.db.transaction() as tx:
        await work(tx)


async def test_yes_counts_for_the_address_and_sets_the_ways_that_the_text_names(stage: MailStage) -> None:
    async def asked(tx: Tx) -> None:
        await subscriptions.set_way(tx, HUB, stage.anna, Topic.REMINDERS, Via.THREAD)
        await subscriptions.ask(tx, HUB, stage.anna, "discord", START)

    async def said_yes(tx: Tx) -> None:
        await subscriptions.confirm(tx, HUB, stage.anna, START + DAY, "anna@mail.example")

    await change(stage, asked)
    assert not await is_mailable(stage, stage.anna)
    await change(stage, said_yes)
    assert await is_mailable(stage, stage.anna)
    async with stage.db.reading() as tx:
        found = await subscriptions.subscription_of(tx, stage.anna)
        ways = await subscriptions.ways_of(tx, stage.anna)
    assert found is not None
    assert (found.address, found.asked_at, found.confirmed_at) == ("anna@mail.example", START, START + DAY)
    assert ways == {Topic.REMINDERS: Via.THREAD, Topic.CHANGES: Via.MAIL, Topic.NEW_EVENTS: Via.MAIL}


async def test_leaving_ends_it_at_once_and_gives_mail_up_for_every_topic(stage: MailStage) -> None:
    reader = await stage.reader(21)

    async def left(tx: Tx) -> None:
        await subscriptions.set_way(tx, HUB, reader, Topic.NEW_EVENTS, Via.MAIL)
        await subscriptions.set_way(tx, HUB, reader, Topic.DIGEST, Via.DM)
        assert await subscriptions.leave(tx, HUB, reader, START)
        assert not await subscriptions.leave(tx, HUB, reader, START)

    await change(stage, left)
    assert not await is_mailable(stage, reader)
    async with stage.db.reading() as tx:
        assert await subscriptions.ways_of(tx, reader) == {Topic.DIGEST: Via.DM}


async def test_a_dead_address_is_given_up_only_while_it_is_theirs(stage: MailStage) -> None:
    reader = await stage.reader(21)

    async def moved(tx: Tx) -> None:
        await tx.execute(
            update(MemberRow).where(MemberRow.id == reader).values(mail_address="new@mail.example")
        )
        await subscriptions.suppress(tx, reader, "21@mail.example", "smtp_5.1.1", START)

    await change(stage, moved)
    assert await is_mailable(stage, reader)
    await change(
        stage, lambda tx: subscriptions.suppress(tx, reader, "new@mail.example", "smtp_5.1.1", START)
    )
    assert not await is_mailable(stage, reader)


async def test_a_suspension_ends_by_itself(stage: MailStage) -> None:
    reader = await stage.reader(21)
    await change(stage, lambda tx: subscriptions.suspend(tx, reader, START + DAY))
    assert not await is_mailable(stage, reader)
    stage.later(days=1)
    assert await is_mailable(stage, reader)


async def test_wishes_are_what_everybody_gets_until_something_is_said(stage: MailStage) -> None:
    async with stage.db.reading() as tx:
        assert (await subscriptions.wishes_of(tx, stage.anna)).quiet == QuietHours()

    async def said(tx: Tx) -> None:
        await subscriptions.set_wishes(tx, HUB, stage.anna, quiet_from="23:00", quiet_until="06:00")
        await subscriptions.set_wishes(tx, HUB, stage.anna, leads_off=["week"], timezone="Europe/Berlin")

    await change(stage, said)
    async with stage.db.reading() as tx:
        wishes = await subscriptions.wishes_of(tx, stage.anna)
    assert (wishes.quiet.starts.hour, wishes.quiet.ends.hour) == (23, 6)
    assert (wishes.leads_off, wishes.timezone) == (frozenset({"week"}), "Europe/Berlin")
