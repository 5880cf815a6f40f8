"""The panel of a series: its next sessions, and what can be done with it as a whole."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import Moment
from bot.i18n import Text, _
from bot.series.rules import SeriesState
from bot.series.service import Panel
from cogs.series.course_staff import course_panel_buttons
from cogs.series.forms import ExtraForm
from cogs.series.texts import panel_embed
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton, HubSelect, HubView, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed, kept_typed


class OpenSeries(HubButton, template="series:0:list"):
    """[Series] on the /home panel."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_series_list(press)


class _OfSeries:
    series_id: int
    right: ClassVar[Right] = Right.STAFF


class OpenOneButton(_OfSeries, HubButton, template="series:{series_id:d}:open"):
    updates = True

    async def press(self, press: Press) -> None:
        await show_panel(press, await press.hub.series.panel(press.community_id, self.series_id))


class SessionMenu(_OfSeries, HubSelect, template="series:{series_id:d}:session"):
    """Which session to look at."""

    updates = True

    async def press(self, press: Press) -> None:
        from cogs.series.session_views import show_session

        await show_session(press, int(self.chosen[0]))


class ExtraButton(_OfSeries, HubButton, template="series:{series_id:d}:extra"):
    """[Add a session]: an extraordinary one."""

    opens_form = True

    async def press(self, press: Press) -> None:
        async def add(press: Press, typed: Typed) -> None:
            await press.hub.sessions.add(press.community_id, self.series_id, typed["when"], typed["theme"])
            await show_panel(press, await press.hub.series.panel(press.community_id, self.series_id))

        await press.open_form(ExtraForm(press, {}, kept_typed(add, ExtraForm)))


class PauseButton(_OfSeries, HubButton, template="series:{series_id:d}:pause"):
    updates = True

    async def press(self, press: Press) -> None:
        await show_panel(press, await press.hub.series.pause(press.community_id, self.series_id))


class ResumeButton(_OfSeries, HubButton, template="series:{series_id:d}:resume"):
    updates = True

    async def press(self, press: Press) -> None:
        await show_panel(press, await press.hub.series.resume(press.community_id, self.series_id))


class EndButton(_OfSeries, HubButton, template="series:{series_id:d}:end"):
    """[End the series]: asks once, because its drafts go."""

    updates = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.series.panel(press.community_id, self.series_id)

        async def end(press: Press) -> None:
            needs_staff(press)
            await show_panel(press, await press.hub.series.end(press.community_id, self.series_id))

        question = _(
            "End “{title}”? Its drafts are deleted and nothing of it is drafted any more. "
            "What has been announced stays announced. This cannot be taken back.",
            title=panel.series.title,
        )
        await press.update(question, view=ConfirmView(press, _("End the series"), _("Go back"), end))


PANEL_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    OpenSeries,
    OpenOneButton,
    SessionMenu,
    ExtraButton,
    PauseButton,
    ResumeButton,
    EndButton,
)


async def show_series_list(press: Press) -> None:
    """Every series, and a menu to open one; a single one is opened at once."""
    found = await press.hub.series.listing(press.community_id)
    if not found:
        nothing = _(
            "There is no series yet. With the button below, a meeting that comes again is written only once."
        )
        await press.answer(nothing, view=HubView(Door(press.say(_("New series")), "series:0:new")))
    elif len(found) == 1:
        await show_panel(press, found[0])
    else:
        embed = discord.Embed(title=press.say(_("Series")))
        for panel in found[:25]:
            embed.add_field(name=panel.series.title, value=press.say(_next(panel)), inline=False)
        view = HubView(_SeriesMenu(press, found), Door(press.say(_("New series")), "series:0:new"))
        await press.answer(embed=embed, view=view)


class _SeriesMenu(ViewSelect):
    def __init__(self, press: Press, found: list[Panel]) -> None:
        options = [
            discord.SelectOption(label=panel.series.title, value=str(panel.series.id)) for panel in found
        ]
        super().__init__(options, placeholder=press.say(_("Open a series")), updates=True)

    async def press(self, press: Press) -> None:
        needs_staff(press)
        await show_panel(press, await press.hub.series.panel(press.community_id, int(self.values[0])))


def _next(panel: Panel) -> Text:
    if panel.series.state is SeriesState.ENDED:
        return _("This series has ended.")
    if not panel.sessions:
        return _("No session lies ahead.")
    first = panel.sessions[0]
    return _("Next: {moment} {title}", moment=Moment(first.starts_at, first.tz), title=first.title)


async def show_panel(press: Press, panel: Panel, note: Text | None = None) -> None:
    """In the place of the pressed panel: the series as it is now."""
    view = HubView(*_menu(press, panel), *_buttons(press, panel))
    await press.update(note, embed=panel_embed(press, panel), view=view)


def _menu(press: Press, panel: Panel) -> list[discord.ui.Item[Any]]:
    if not panel.sessions:
        return []
    options = [
        discord.SelectOption(
            label=session.title.to(press.lang),
            value=str(session.id),
            description=Moment(session.starts_at, session.tz).to(press.lang),
        )
        for session in panel.sessions
    ]
    placeholder = press.say(_("Choose a session: theme, skip, move, seats"))
    return [SessionMenu(options, placeholder=placeholder, series_id=panel.series.id, row=0)]


def _buttons(press: Press, panel: Panel) -> list[discord.ui.Item[Any]]:
    series_id, state = panel.series.id, panel.series.state
    new = Door(press.say(_("New series")), "series:0:new", row=2)
    if state is SeriesState.ENDED:
        return [new]
    turn = (
        PauseButton(press.say(_("Pause")), series_id=series_id, row=2)
        if state is SeriesState.ACTIVE
        else ResumeButton(press.say(_("Resume")), series_id=series_id, row=2)
    )
    ways: list[discord.ui.Item[Any]] = [
        Door(press.say(_("Change the series")), f"series:{series_id}:change", row=1),
        Door(press.say(_("Numbers, drafts and announcing")), f"series:{series_id}:ways", row=1),
    ]
    return [
        *(course_panel_buttons(press, panel) if panel.series.is_course else ways),
        ExtraButton(press.say(_("Add a session")), series_id=series_id, row=1),
        turn,
        EndButton(press.say(_("End the series")), series_id=series_id, row=2),
        new,
    ]
