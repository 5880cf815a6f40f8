"""[Choose from the seeds]: the theme of a session is the title of a seed that was proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import discord

from bot.clock import LocalDate
from bot.i18n import Text, _, _n
from bot.themes.choosing import Choice
from bot.themes.rules import Candidate
from cogs.shared import screens
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.themes.acts import StaffButton, StaffMenu

if TYPE_CHECKING:
    from bot.hub import Hub


class SeedsButton(HubButton, template="session:{session_id:d}:seeds"):
    session_id: int
    right: ClassVar[Right] = Right.STAFF

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.series_planner.community_of(self.session_id)

    async def press(self, press: Press) -> None:
        choice = await press.hub.theme_choices.offered(press.community_id, self.session_id)
        lines = [_says(choice)]
        if choice.chosen is not None:
            number, title = choice.chosen
            lines.append(_("Its theme is from seed #{number}: {title}", number=number, title=title))
        view = HubView()
        if choice.candidates:
            view.add_item(_menu(press, choice))
        if choice.chosen is not None:
            view.add_item(_letting_go(press, self.session_id))
        await press.answer("\n".join(press.say(line) for line in lines), view=view)


def _says(choice: Choice) -> Text:
    if not choice.candidates:
        return _("No seed is proposed as a theme now. [Meetings and themes] on the panel of a seed does it.")
    return _(
        "Which seed is the theme of “{title}”? Its title becomes the theme; you can still change the words.",
        title=choice.session.title,
    )


def _menu(press: Press, choice: Choice) -> StaffMenu:
    session_id = choice.session.id

    async def choose(press: Press) -> None:
        await press.hub.theme_choices.choose(press.community_id, session_id, int(menu.values[0]))
        draft = await press.hub.sessions.draft_of(press.community_id, session_id)
        if draft is not None:
            await screens.show(screens.DRAFT_PREVIEW, press, draft)
        else:
            await screens.show(screens.SESSION_PANEL, press, session_id)

    menu = StaffMenu(
        [
            discord.SelectOption(
                label=f"#{each.seed_id} {each.title}",
                value=str(each.seed_id),
                description=press.say(_support(each)),
            )
            for each in choice.candidates
        ],
        choose,
        placeholder=press.say(_("Choose from the seeds")),
        updates=True,
    )
    return menu


def _support(candidate: Candidate) -> Text:
    return _n(
        "{count} person supports it, proposed on {day}",
        "{count} people support it, proposed on {day}",
        count=candidate.people,
        day=LocalDate(candidate.proposed_on),
    )


def _letting_go(press: Press, session_id: int) -> StaffButton:
    async def let_go(press: Press) -> None:
        await press.hub.theme_choices.let_go(press.community_id, session_id)
        done = _("The theme is not linked to a seed any more. Its words stay; you can change them.")
        await screens.show(screens.SESSION_PANEL, press, session_id, done)

    return StaffButton(press.say(_("Not from this seed")), let_go, updates=True)
