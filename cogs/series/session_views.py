"""What staff press on one session: on the desk, in the staff channel, and on its own panel.

[Enter the theme], [Announce as it is] and [Skip this month] answer anew, so that the desk stays where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import discord

from bot.i18n import Text, _
from bot.series.rules import Session, SessionState, when_text
from cogs.series.forms import MoveForm, PlacesForm, ThemeForm
from cogs.series.texts import session_embed
from cogs.shared import screens
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed, kept_typed

if TYPE_CHECKING:
    from bot.hub import Hub


class _OfSession:
    session_id: int
    right: ClassVar[Right] = Right.STAFF

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.series_planner.community_of(self.session_id)


class ThemeButton(_OfSession, HubButton, template="session:{session_id:d}:theme"):
    """[Enter the theme]: one box, then the preview of the draft, where it can be announced."""

    opens_form = True

    async def press(self, press: Press) -> None:
        session = await press.hub.sessions.show(press.community_id, self.session_id)

        async def keep(press: Press, typed: Typed) -> None:
            await press.hub.sessions.set_theme(press.community_id, self.session_id, typed["theme"])
            draft = await press.hub.sessions.draft_of(press.community_id, self.session_id)
            if draft is not None:
                await screens.show(screens.DRAFT_PREVIEW, press, draft)
            else:
                await show_session(press, self.session_id)

        then = kept_typed(keep, lambda press, typed, then: ThemeForm(press, typed["theme"], then))
        await press.open_form(ThemeForm(press, session.theme or "", then))


class AnnounceButton(_OfSession, HubButton, template="session:{session_id:d}:announce"):
    """[Announce as it is]: the draft becomes an event at once; one that cannot be read is shown instead."""

    async def press(self, press: Press) -> None:
        draft = await press.hub.sessions.draft_of(press.community_id, self.session_id)
        if draft is None:
            await show_session(press, self.session_id)
        elif draft.problem is not None:
            await screens.show(screens.DRAFT_PREVIEW, press, draft)
        else:
            event = await press.hub.events.announce(press.community_id, draft.id)
            await screens.show(screens.EVENT_ANNOUNCED, press, event)


class SkipButton(_OfSession, HubButton, template="session:{session_id:d}:skip"):
    """[Skip this month]: nobody is told anything; it can be taken back."""

    async def press(self, press: Press) -> None:
        session = await press.hub.sessions.skip(press.community_id, self.session_id)
        done = _("“{title}” is left out. Its number goes to the next one.", title=session.title)
        await show_session(press, self.session_id, note=done)


class RestoreButton(_OfSession, HubButton, template="session:{session_id:d}:restore"):
    updates = True

    async def press(self, press: Press) -> None:
        await press.hub.sessions.restore(press.community_id, self.session_id)
        await show_session(press, self.session_id)


class MoveButton(_OfSession, HubButton, template="session:{session_id:d}:move"):
    opens_form = True

    async def press(self, press: Press) -> None:
        session = await press.hub.sessions.show(press.community_id, self.session_id)
        when = when_text(session.starts_at, session.ends_at, session.doors_at, session.tz, press.lang)

        async def keep(press: Press, typed: Typed) -> None:
            await press.hub.sessions.move(press.community_id, self.session_id, typed["when"])
            await show_session(press, self.session_id)

        then = kept_typed(keep, lambda press, typed, then: MoveForm(press, typed["when"], then))
        await press.open_form(MoveForm(press, when, then))


class PlacesButton(_OfSession, HubButton, template="session:{session_id:d}:places"):
    """[Place and seats]: own seats, only the hall, or only online, for this session alone."""

    opens_form = True

    async def press(self, press: Press) -> None:
        form = await press.hub.sessions.template(press.community_id, self.session_id)

        async def keep(press: Press, typed: Typed) -> None:
            await press.hub.sessions.set_places(press.community_id, self.session_id, **typed)
            await show_session(press, self.session_id)

        typed = {"venue": form.venue, "online": form.online}
        await press.open_form(PlacesForm(press, typed, kept_typed(keep, PlacesForm)))


SESSION_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    ThemeButton,
    AnnounceButton,
    SkipButton,
    RestoreButton,
    MoveButton,
    PlacesButton,
)


async def show_session(press: Press, session_id: int, note: Text | None = None) -> None:
    """In the place of the pressed panel: one session, with what can be done now."""
    session = await press.hub.sessions.show(press.community_id, session_id)
    form = await press.hub.sessions.template(press.community_id, session_id)
    choice = await press.hub.theme_choices.offered(press.community_id, session_id)
    embed = session_embed(press, session, form.venue, form.online, seed=choice.chosen)
    view = HubView(*_buttons(press, session, with_seeds=choice.is_offered))
    await press.update(note, embed=embed, view=view)


def _buttons(press: Press, session: Session, *, with_seeds: bool) -> list[discord.ui.Item[Any]]:
    series = Door(press.say(_("Open the series")), f"series:{session.series_id}:open", row=2)
    session_id = session.id
    if session.state is SessionState.ANNOUNCED or session.starts_at <= press.hub.clock():
        is_ahead = session.starts_at > press.hub.clock()
        event = f"event:{session.event_id}:{'edit' if is_ahead else 'details'}"
        return (
            [Door(press.say(_("Look at the event")), event, row=1), series] if session.event_id else [series]
        )
    following = Door(press.say(_("Change this and all following")), f"session:{session_id}:following", row=2)
    if session.state is SessionState.SKIPPED:
        restore = RestoreButton(press.say(_("Let it take place")), session_id=session_id, row=1)
        return [restore, following, series]
    items: list[discord.ui.Item[Any]] = [
        ThemeButton(
            press.say(_("Enter the theme")),
            style=discord.ButtonStyle.primary,
            session_id=session_id,
            row=0,
        )
    ]
    if with_seeds:
        items.append(Door(press.say(_("Choose from the seeds")), f"session:{session_id}:seeds", row=0))
    if session.draft_id is not None:
        style = discord.ButtonStyle.success
        announce = press.say(_("Announce as it is"))
        items += [
            AnnounceButton(announce, style=style, session_id=session_id, row=0),
            Door(press.say(_("Open the draft")), f"draft:{session.draft_id}:open", row=0),
        ]
    return [
        *items,
        SkipButton(press.say(_("Skip this month")), session_id=session_id, row=1),
        MoveButton(press.say(_("Move")), session_id=session_id, row=1),
        PlacesButton(press.say(_("Place and seats")), session_id=session_id, row=1),
        following,
        series,
    ]
