"""A press of somebody who wants to stay unknown leaves no trace of them, not even where it breaks."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import Hands
from bot.hub import Hub
from bot.i18n import _
from bot.outbox.notice import Notice
from cogs.shared.controls import HubButton
from cogs.shared.press import Press
from tests.cogs.shared.stage import Stage, read, stage

PLANTED = "くすのき planted words"


class OpenButton(HubButton, template="openprobe:{how}"):
    how: str

    async def press(self, press: Press) -> None:
        if self.how == "boom":
            try:
                raise ValueError(PLANTED)
            except ValueError as inner:
                raise RuntimeError(f"{PLANTED} {press.user_id}") from inner
        await press.answer(_("Done."))


class HiddenButton(OpenButton, template="hiddenprobe:{how}"):
    is_anonymous = True


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, OpenButton, HiddenButton, cogs=[]) as made:
        await made.set_up()
        yield made


async def pressed(here: Stage, control: type[OpenButton], how: str) -> str:
    return read(await here.press(here.person, control("押す", how=how)))


async def test_what_waits_for_this_person_is_not_shown_and_nothing_is_noted(here: Stage) -> None:
    here.hub.outbox.waiting[7] = Notice(_("Something from before."))
    assert "Something from before" not in await pressed(here, HiddenButton, "ok")
    assert here.hub.outbox.waiting, "it was neither shown nor marked"
    await pressed(here, OpenButton, "ok")
    assert not here.hub.outbox.waiting, "at another press it is"


@pytest.mark.parametrize(("control", "says"), [(OpenButton, True), (HiddenButton, False)])
async def test_the_log_of_a_fault_holds_no_message_and_no_id(
    here: Stage, caplog: pytest.LogCaptureFixture, control: type[OpenButton], says: bool
) -> None:
    with caplog.at_level(logging.DEBUG, "cogs"):
        answer = await pressed(here, control, "boom")
    logged = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "RuntimeError" in logged
    assert "ValueError" in logged
    assert "test_anonymous.py" in logged, "where it broke"
    assert (PLANTED in logged, str(here.person.id) in logged) == (says, says), "the scanner finds them"
    [(_community, reference, where)] = here.hub.faults
    assert reference in answer
    assert where == control.__name__


async def test_a_broken_report_says_nothing_either(here: Stage, caplog: pytest.LogCaptureFixture) -> None:
    here.hub.reporting_fails = True
    await pressed(here, HiddenButton, "boom")
    logged = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "could not be reported" in logged
    assert PLANTED not in logged
    await pressed(here, OpenButton, "boom")
    assert PLANTED in "\n".join(logging.Formatter().format(record) for record in caplog.records)


async def test_staff_hear_of_it_later_and_no_row_is_planned_until_then(hub: Hub, hands: Hands) -> None:
    await hub.communities.set_up(1, name="x", announce_channel_id=2, staff_channel_id=3, staff_role_id=4)
    hands.move(timedelta(hours=3, minutes=17))
    await hub.report_fault(1, "AAAAAA", "Probe", is_anonymous=True)
    await hub.report_fault(1, "BBBBBB", "Probe")
    async with hub.db.reading() as tx:
        found = await tx.execute(text("SELECT subject, due_at, created_at FROM deliveries ORDER BY id"))
        [open_] = [(row.subject, str(row.due_at), str(row.created_at)) for row in found]
        hidden = (await tx.execute(text("SELECT subject, due_at FROM held_posts"))).one()
    assert open_ == ("fault:BBBBBB", "2026-11-02 03:17:00.000000", "2026-11-02 03:17:00.000000")
    assert hidden[0] == "fault:AAAAAA"
    assert "2026-11-02 03:27" <= str(hidden[1]) <= "2026-11-02 04:47:00.000000"
