"""What staff press while a series is being written. It is a row, so all of it works after a restart."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.events.form import EventForm
from bot.i18n import _, text_of
from bot.series.previewing import Preview
from bot.series.rules import SeriesState
from bot.series.service import Panel
from cogs.series.course_staff import course_draft_buttons
from cogs.series.forms import TEMPLATE, SeriesForm, WaysForm, boxes_of
from cogs.series.panel import show_panel
from cogs.series.texts import preview_embed
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed, kept_typed


class _OfSeries:
    series_id: int
    right: ClassVar[Right] = Right.STAFF


class StartButton(_OfSeries, HubButton, template="series:{series_id:d}:start"):
    """From now on the bot lays out its sessions and drafts them."""

    updates = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.series.start(press.community_id, self.series_id)
        ordinary = _(
            "The series is started. Its sessions are drafted by themselves and stand on the desk then."
        )
        course = _(
            "The course is laid out; nobody is told yet. Look at each session in the menu, then press "
            "“Announce the course”."
        )
        done = course if panel.series.is_course else ordinary
        await show_panel(press, panel, note=done)


class RewriteButton(_OfSeries, HubButton, template="series:{series_id:d}:rewrite"):
    """[Change] and [Fix it]: the form again, filled with what was typed."""

    opens_form = True

    async def press(self, press: Press) -> None:
        shown = await press.hub.series.preview(press.community_id, self.series_id)
        series = shown.series
        typed = {"rule": series.rule, "title": series.title, **boxes_of(series.form)}

        async def keep(press: Press, typed: Typed) -> None:
            changed = await press.hub.series.rewrite(
                press.community_id,
                self.series_id,
                title=typed["title"],
                rule=typed["rule"],
                boxes={name: typed[name] for name in TEMPLATE},
            )
            await show_preview(press, changed)

        await press.open_form(SeriesForm(press, typed, keep))


class WaysButton(_OfSeries, HubButton, template="series:{series_id:d}:ways"):
    """[Numbers, drafts and announcing], before and after the start."""

    opens_form = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.series.panel(press.community_id, self.series_id)

        async def keep(press: Press, typed: Typed) -> None:
            series = await press.hub.series.set_ways(press.community_id, self.series_id, **typed)
            if series.state is SeriesState.DRAFT:
                await show_preview(press, await press.hub.series.preview(press.community_id, self.series_id))
            else:
                await show_panel(press, await press.hub.series.panel(press.community_id, self.series_id))

        then = kept_typed(keep, WaysForm)
        await press.open_form(WaysForm(press, _ways_of(press, panel), then))


class DiscardButton(_OfSeries, HubButton, template="series:{series_id:d}:discard"):
    updates = True

    async def press(self, press: Press) -> None:
        await press.hub.series.discard(press.community_id, self.series_id)
        await press.update(_("Nothing was started, and what you had written was deleted."))


DRAFT_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    StartButton,
    RewriteButton,
    WaysButton,
    DiscardButton,
)


def _ways_of(press: Press, panel: Panel) -> dict[str, str]:
    series = panel.series
    return {
        "number": str(panel.next_number or ""),
        "days": str(series.draft_days or ""),
        "announcing": series.announce.text.to(press.lang) if series.announce else "",
    }


async def open_new(press: Press, form: EventForm) -> None:
    """The empty or prefilled form of a new series."""

    async def write(press: Press, typed: Typed) -> None:
        started = EventForm.from_dict({**form.to_dict(), **{name: typed[name] for name in TEMPLATE}})
        shown = await press.hub.series.write(
            press.community_id,
            press.user_id,
            press.display_name,
            title=typed["title"],
            rule=typed["rule"],
            form=started,
        )
        await show_preview(press, shown)

    await press.open_form(SeriesForm(press, {"title": form.title, **boxes_of(form)}, write))


async def show_preview(press: Press, shown: Preview) -> None:
    """What it would be, with [Start this series]; or what cannot be read, with [Fix it]."""
    series_id = shown.series.id
    stop = DiscardButton(press.say(_("Stop")), series_id=series_id)
    if shown.problem is not None:
        fix = RewriteButton(press.say(_("Fix it")), style=discord.ButtonStyle.primary, series_id=series_id)
        kept = _("Everything you typed is kept. Press “Fix it” and correct only that.")
        words = f"{press.say(text_of(shown.problem))}\n{press.say(kept)}"
        course = course_draft_buttons(press, shown.series) if shown.series.is_course else []
        await press.update(words, view=HubView(fix, *course, stop))
        return
    start = StartButton(
        press.say(_("Start this series")), style=discord.ButtonStyle.success, series_id=series_id
    )
    numbers = WaysButton(press.say(_("Numbers, drafts and announcing")), series_id=series_id)
    ways = [] if shown.series.is_course else [numbers]
    await press.update(
        _("Preview: only you can see this."),
        embed=preview_embed(press, shown),
        view=HubView(
            start,
            RewriteButton(press.say(_("Change")), series_id=series_id),
            *ways,
            *course_draft_buttons(press, shown.series),
            stop,
        ),
    )
