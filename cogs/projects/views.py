"""What stands on the public card and in direct messages: join, leave, take it on or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.i18n import C_, Text, _
from bot.projects.rules import ProjectState
from bot.projects.views import Project
from cogs.projects.forms import actor
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.press import Press
from cogs.shared.sectors import sector_select

if TYPE_CHECKING:
    from bot.hub import Hub


class OfProject:
    """A control that names a project, and through it the community: it works in direct messages too."""

    project_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.projects.room.community_of(self.project_id)


class JoinButton(OfProject, HubButton, template="project:{project_id:d}:join"):
    async def press(self, press: Press) -> None:
        panel = await press.hub.projects.room.join(press.community_id, self.project_id, actor(press))
        lines: list[Text] = [
            _("You take part in “{name}”.", name=panel.project.name),
            _(
                "The card shows how many people and which sectors take part, not who. "
                "Your name is seen by those who take part and by the office."
            ),
        ]
        doors: list[discord.ui.Item[Any]] = [_panel_door(press, self.project_id)]
        if press.member is None or press.member.sector is None:
            lines.append(_("If you like, tell us your sector: it is counted on the card, without your name."))
            doors.append(sector_select(press))
        await press.answer("\n".join(press.say(line) for line in lines), view=HubView(*doors))


class LeaveButton(OfProject, HubButton, template="project:{project_id:d}:leave"):
    async def press(self, press: Press) -> None:
        panel = await press.hub.projects.room.leave(press.community_id, self.project_id, actor(press))
        await press.answer(
            _("You do not take part in “{name}”. You can join again at any time.", name=panel.project.name)
        )


class AcceptButton(OfProject, HubButton, template="project:{project_id:d}:accept"):
    """[I take it on]: the question said that the name stands on the card."""

    async def press(self, press: Press) -> None:
        project = await press.hub.projects.owners.accept(press.community_id, self.project_id, actor(press))
        lines: list[Text] = [
            _("Thank you. You are the owner of “{name}” now.", name=project.name),
            _(
                "Its card is in the server, with your name on it. There you add milestones and write memos; "
                "if you need help or cannot go on, press “Ask the office”."
            ),
        ]
        await press.answer(
            "\n".join(press.say(line) for line in lines),
            view=HubView(_panel_door(press, self.project_id)),
        )


class DeclineButton(OfProject, HubButton, template="project:{project_id:d}:decline"):
    async def press(self, press: Press) -> None:
        project = await press.hub.projects.owners.decline(press.community_id, self.project_id, actor(press))
        await press.answer(
            _(
                "Thank you for answering. The office knows that “{name}” does not fit for you now; "
                "nobody else is told.",
                name=project.name,
            )
        )


CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    JoinButton,
    LeaveButton,
    AcceptButton,
    DeclineButton,
)


def _panel_door(press: Press, project_id: int) -> Door:
    return Door(press.say(_("Open the project")), f"project:{project_id}:panel")


def card_buttons(project: Project, lang: str) -> list[discord.ui.Item[Any]]:
    """Under the card; what ended takes nobody any more."""
    roadmap = Door(_("Roadmap").to(lang), f"project:{project.id}:roadmap")
    office = Door(_("Ask the office").to(lang), "ask:0:open")
    if project.state is not ProjectState.RUNNING:
        return [roadmap, office]
    join = JoinButton(
        C_("project button", "Join").to(lang), style=discord.ButtonStyle.primary, project_id=project.id
    )
    leave = LeaveButton(C_("project button", "Leave").to(lang), project_id=project.id)
    return [join, leave, roadmap, office]
