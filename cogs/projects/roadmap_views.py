"""The roadmap, privately: one milestone with its versions and comments, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.clock import LocalDate, Moment
from bot.i18n import C_, Text, _
from bot.projects.rules import MilestoneState, ProjectState, check_leads, check_takes_part
from bot.projects.views import Comment, MilestonePanel, Version
from cogs.projects.card import milestone_line
from cogs.projects.forms import CommentForm, MilestoneForm, actor, kept
from cogs.projects.views import OfProject
from cogs.shared import limits
from cogs.shared.controls import HubButton, HubSelect, HubView
from cogs.shared.doors import Door
from cogs.shared.paging import pages_of
from cogs.shared.press import Press
from cogs.shared.renderers import escape
from cogs.shared.staff_form import Typed

if TYPE_CHECKING:
    from bot.hub import Hub


class _OfMilestone:
    """A control that names a milestone, and through it the community."""

    milestone_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.projects.roadmaps.community_of(self.milestone_id)


class RoadmapButton(OfProject, HubButton, template="project:{project_id:d}:roadmap"):
    """[Roadmap], on the card too."""

    updates = True

    async def press(self, press: Press) -> None:
        await show_roadmap(press, self.project_id)


class MilestoneMenu(OfProject, HubSelect, template="project:{project_id:d}:milestone"):
    updates = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.projects.roadmaps.panel(press.community_id, int(self.chosen[0]), actor(press))
        await _show(press, panel)


class AddButton(OfProject, HubButton, template="project:{project_id:d}:add"):
    """[Add a milestone]."""

    opens_form = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.projects.room.panel(press.community_id, self.project_id, actor(press))
        check_leads(panel.role)

        async def add(press: Press, typed: Typed) -> None:
            await press.hub.projects.roadmaps.add(
                press.community_id, self.project_id, actor(press), typed["title"], typed["day"]
            )
            await show_roadmap(press, self.project_id)

        await press.open_form(MilestoneForm(press, {}, kept(add, MilestoneForm)))


class EditButton(_OfMilestone, HubButton, template="milestone:{milestone_id:d}:edit"):
    opens_form = True

    async def press(self, press: Press) -> None:
        roadmaps = press.hub.projects.roadmaps
        panel = await roadmaps.panel(press.community_id, self.milestone_id, actor(press))
        check_leads(panel.role)
        before = panel.milestone

        async def edit(press: Press, typed: Typed) -> None:
            await _show(
                press,
                await roadmaps.edit(
                    press.community_id, self.milestone_id, actor(press), typed["title"], typed["day"]
                ),
            )

        filled = {"title": before.title, "day": before.due_on.isoformat() if before.due_on else ""}
        await press.open_form(MilestoneForm(press, filled, kept(edit, MilestoneForm)))


class MarkButton(_OfMilestone, HubButton, template="milestone:{milestone_id:d}:mark_{state}"):
    """[Done], [Dropped], [Open again]."""

    state: str
    updates = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.projects.roadmaps.mark(
            press.community_id, self.milestone_id, actor(press), MilestoneState(self.state)
        )
        await _show(press, panel)


class CommentButton(_OfMilestone, HubButton, template="milestone:{milestone_id:d}:comment"):
    opens_form = True

    async def press(self, press: Press) -> None:
        roadmaps = press.hub.projects.roadmaps
        check_takes_part((await roadmaps.panel(press.community_id, self.milestone_id, actor(press))).role)

        async def say(press: Press, typed: Typed) -> None:
            panel = await roadmaps.comment(press.community_id, self.milestone_id, actor(press), typed["text"])
            await _show(press, panel)

        await press.open_form(CommentForm(press, {}, kept(say, CommentForm)))


ROADMAP_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    RoadmapButton,
    MilestoneMenu,
    AddButton,
    EditButton,
    MarkButton,
    CommentButton,
)


async def show_roadmap(press: Press, project_id: int) -> None:
    """In the place of the pressed panel, or in an answer of its own under a card."""
    panel = await press.hub.projects.room.panel(press.community_id, project_id, actor(press))
    project = panel.project
    lines = [press.say(milestone_line(milestone)) for milestone in project.milestones]
    embed = discord.Embed(
        title=press.say(_("Roadmap: {name}", name=project.name)),
        description="\n".join(lines) or press.say(_("There is no milestone yet.")),
    )
    items: list[discord.ui.Item[Any]] = []
    if project.milestones:
        options = [
            discord.SelectOption(label=milestone.title, value=str(milestone.id))
            for milestone in project.milestones
        ]
        placeholder = press.say(_("Open a milestone: versions and comments"))
        items.append(MilestoneMenu(options, placeholder=placeholder, project_id=project_id, row=0))
    if panel.leads and project.state is ProjectState.RUNNING:
        items.append(AddButton(press.say(_("Add a milestone")), project_id=project_id, row=1))
    items.append(Door(press.say(_("Open the project")), f"project:{project_id}:panel", row=1))
    await press.update(embed=limits.fit_embed(embed), view=HubView(*items))


async def _show(press: Press, panel: MilestonePanel) -> None:
    embed = discord.Embed(title=escape(panel.milestone.title))
    embed.add_field(
        name=press.say(C_("milestone", "State")), value=press.say(panel.milestone.state.label), inline=True
    )
    if panel.milestone.due_on is not None:
        day = LocalDate(panel.milestone.due_on).to(press.lang)
        embed.add_field(name=press.say(C_("milestone", "Until when")), value=day, inline=True)
    versions = [press.say(_version_line(panel, version)) for version in panel.versions]
    embed.add_field(name=press.say(_("Versions")), value="\n".join(versions), inline=False)
    if panel.comments:
        said = [press.say(_comment_line(panel, comment)) for comment in panel.comments]
        embed.description = pages_of(said)[-1]
    await press.update(embed=limits.fit_embed(embed), view=HubView(*_buttons(press, panel)))


def _version_line(panel: MilestonePanel, version: Version) -> Text:
    who = (
        _("{role} ({name})", role=version.role.label, name=version.author)
        if version.author
        else version.role.label
    )
    day = LocalDate(version.due_on) if version.due_on else _("no date")
    return _(
        "{number}. {title} ({day}, {state}) {moment}, {who}",
        number=version.number,
        title=version.title,
        day=day,
        state=version.state.label,
        moment=Moment(version.written_at, panel.project.tz),
        who=who,
    )


def _comment_line(panel: MilestonePanel, comment: Comment) -> Text:
    return _(
        "**{name}** {moment}\n{text}",
        name=comment.author or _("(name unknown)"),
        moment=Moment(comment.written_at, panel.project.tz),
        text=comment.text,
    )


def _buttons(press: Press, panel: MilestonePanel) -> list[discord.ui.Item[Any]]:
    milestone_id, items = panel.milestone.id, list[discord.ui.Item[Any]]()
    if panel.project.state is ProjectState.RUNNING:
        if panel.leads:
            items.append(EditButton(press.say(_("Change the milestone")), milestone_id=milestone_id))
            items += [
                MarkButton(press.say(label), milestone_id=milestone_id, state=state.value)
                for state, label in _MARKS.items()
                if state is not panel.milestone.state
            ]
        if panel.role is not None:
            items.append(CommentButton(press.say(_("Comment")), milestone_id=milestone_id))
    return [*items, Door(press.say(_("Back to the roadmap")), f"project:{panel.project.id}:roadmap")]


_MARKS = {
    MilestoneState.DONE: C_("milestone button", "It is done"),
    MilestoneState.DROPPED: C_("milestone button", "Drop it"),
    MilestoneState.OPEN: C_("milestone button", "Open it again"),
}
