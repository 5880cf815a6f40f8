"""The record of a meeting as staff see it: what is written, what is missing, and the buttons for it."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.i18n import Raw, Text, _, _n
from bot.records.rules import EventRecord
from bot.records.service import RecordPanel
from cogs.records.card import record_embed
from cogs.records.downloads import ListButton
from cogs.records.feedback import ReadFeedback
from cogs.records.forms import RecordForm, typed_for
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class _OfRecord(HubButton):
    event_id: int
    right: ClassVar[Right] = Right.STAFF


class WriteButton(_OfRecord, template="record:{event_id:d}:write"):
    """[Write the record] and [Change the record]: the same form, filled with what is known."""

    opens_form = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.records.panel(press.community_id, self.event_id)
        typed = typed_for(panel.draft, press.lang)
        await press.open_form(RecordForm(press, panel.event.id, panel.event.title, typed, say_published))


class PanelButton(_OfRecord, template="record:{event_id:d}:panel"):
    """[Open the record]."""

    async def press(self, press: Press) -> None:
        await show_record(press, self.event_id)


class NoArticleButton(_OfRecord, template="record:{event_id:d}:noarticle"):
    """[No article will come]: the desk stops asking for one."""

    async def press(self, press: Press) -> None:
        event = await press.hub.records.no_article(press.community_id, self.event_id)
        await press.answer(
            _("Noted: no article about “{title}” will come. The desk no longer asks.", title=event.title)
        )


class PostAgainButton(_OfRecord, template="record:{event_id:d}:post_again"):
    """[Post the record again] where its post is gone or never came."""

    async def press(self, press: Press) -> None:
        event = await press.hub.records.post_again(press.community_id, self.event_id)
        await press.answer(_("The record of “{title}” is being posted.", title=event.title))


RECORD_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    WriteButton,
    PanelButton,
    NoArticleButton,
    PostAgainButton,
)


async def show_record(press: Press, event_id: int) -> None:
    """The record as it is published, or that there is none; how many stayed away is a number for staff."""
    panel = await press.hub.records.panel(press.community_id, event_id)
    lines = [] if panel.record else [_("“{title}” has no record yet.", title=panel.event.title)]
    lines += _people_lines(panel)
    await _say(press, panel, lines)


async def say_published(press: Press, panel: RecordPanel) -> None:
    """After the form: where it stands now."""
    community = press.community
    lines = [_("Published: the record of “{title}”.", title=panel.event.title)]
    if panel.has_archive:
        lines.append(_("It stands in {channel}.", channel=Raw(f"<#{community.archive_channel_id}>")))
    else:
        lines.append(
            _(
                "It stands in the thread of the event, because no channel for records is chosen. "
                "Somebody with “Manage Server” can choose one with /setup under “More settings”."
            )
        )
    lines.append(_("Everybody who checked in gets one message of thanks, with the link and two questions."))
    await _say(press, panel, lines)


def _people_lines(panel: RecordPanel) -> list[Text]:
    count = panel.count.total
    if not count:
        return [_("Nobody was checked in and no heads were counted.")]
    lines = [_n("Noted as there: {count} person", "Noted as there: {count} people", count=count)]
    if panel.missing:
        lines.append(
            _n(
                "With a seat, but not there: {count} (only the office sees this number)",
                "With a seat, but not there: {count} (only the office sees this number)",
                count=panel.missing,
            )
        )
    return lines


async def _say(press: Press, panel: RecordPanel, lines: list[Text]) -> None:
    record = panel.record
    await press.answer(
        "\n".join(press.say(line) for line in lines),
        embeds=[record_embed(record, press.lang)] if record else [],
        view=HubView(*_buttons(press, panel.event.id, record)),
    )


def _buttons(press: Press, event_id: int, record: EventRecord | None) -> list[HubButton]:
    write = _("Change the record") if record else _("Write the record")
    items: list[HubButton] = [
        WriteButton(press.say(write), style=discord.ButtonStyle.primary, event_id=event_id)
    ]
    if record and not record.article_urls and not record.no_article:
        items.append(NoArticleButton(press.say(_("No article will come")), event_id=event_id))
    if record:
        items.append(ReadFeedback(press.say(_("Read the feedback")), event_id=event_id))
    return [*items, ListButton(press.say(_("Participants as a file")), event_id=event_id)]
