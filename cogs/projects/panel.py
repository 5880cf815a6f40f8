"""The private list of projects, and the panel of one: what this reader can do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.i18n import C_, Text, _
from bot.projects.refusals import JoinFirst
from bot.projects.rules import ProjectState
from bot.projects.views import Panel, ProjectLine
from cogs.projects.card import project_embed
from cogs.projects.forms import FindingForm, actor, kept
from cogs.projects.views import JoinButton, LeaveButton, OfProject
from cogs.shared.controls import HubButton, HubView, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.paging import pages_of
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed


class OpenProjects(HubButton, template="project:0:list"):
    """[Projects] on the /home panel."""

    async def press(self, press: Press) -> None:
        await show_projects(press)


class OpenPanel(OfProject, HubButton, template="project:{project_id:d}:panel"):
    """[Open the project], also from the desk."""

    async def press(self, press: Press) -> None:
        await show_project(press, self.project_id)


class PeopleButton(OfProject, HubButton, template="project:{project_id:d}:people"):
    """[Who takes part]: for those who take part and the office."""

    async def press(self, press: Press) -> None:
        names = await press.hub.projects.room.people(press.community_id, self.project_id, actor(press))
        lines = [press.say(_("・{name}", name=name or _("(name unknown)"))) for name in names]
        embed = discord.Embed(
            title=press.say(C_("project", "Who takes part")), description=pages_of(lines, 100)[0]
        )
        await press.answer(embed=embed)


class FindingButton(OfProject, HubButton, template="project:{project_id:d}:finding"):
    """[Make a seed of a finding]."""

    opens_form = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.projects.room.panel(press.community_id, self.project_id, actor(press))
        project = panel.project
        if not panel.takes_part:
            raise JoinFirst
        if not project.seeds:  # all of them were withdrawn or deleted
            await press.answer(_("None of the seeds of this project can be read any more."))
            return

        async def plant(press: Press, typed: Typed) -> None:
            seed_id = await press.hub.projects.room.plant(
                press.community_id,
                self.project_id,
                int(typed["parent"]),
                actor(press),
                (typed["title"], typed["text"]),
            )
            await press.answer(
                _(
                    "Thank you. The finding is seed #{number}, linked to where it grew. "
                    "The office looks it through before it is published.",
                    number=seed_id,
                )
            )

        def form(press: Press, typed: Typed, then: Any) -> FindingForm:
            return FindingForm(press, project, typed, then)

        await press.open_form(form(press, {}, kept(plant, form)))


PANEL_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    OpenProjects,
    OpenPanel,
    PeopleButton,
    FindingButton,
)


async def show_projects(press: Press) -> None:
    """Every project, and a menu to open one; staff can start one from here."""
    found = await press.hub.projects.room.listing(press.community_id, is_staff=may(press, Right.STAFF))
    start: list[discord.ui.Item[Any]] = (
        [Door(press.say(_("Start a project")), "project:0:start")] if may(press, Right.STAFF) else []
    )
    if not found:
        nothing = _(
            "There is no project yet. Projects grow out of seeds: "
            "if one of them is close to your heart, please talk to the office."
        )
        await press.answer(nothing, view=HubView(*start) if start else None)
        return
    embed = discord.Embed(
        title=press.say(_("Projects")),
        description=pages_of([press.say(_line(line)) for line in found], 25)[0],
    )
    await press.answer(embed=embed, view=HubView(_ProjectMenu(press, found), *start))


def _line(line: ProjectLine) -> Text:
    return _("・{name} ({state})", name=line.name, state=line.state.label)


class _ProjectMenu(ViewSelect):
    def __init__(self, press: Press, found: Sequence[ProjectLine]) -> None:
        options = [discord.SelectOption(label=line.name, value=str(line.id)) for line in found]
        super().__init__(options, placeholder=press.say(_("Open a project")))

    async def press(self, press: Press) -> None:
        await show_project(press, int(self.values[0]))


async def show_project(press: Press, project_id: int, note: Text | None = None) -> None:
    """The panel in an answer of its own."""
    panel = await press.hub.projects.room.panel(press.community_id, project_id, actor(press))
    await press.answer(
        note, embed=project_embed(panel.project, press.lang), view=HubView(*panel_buttons(press, panel))
    )


async def update_project(press: Press, project_id: int, note: Text | None = None) -> None:
    """The panel in the place of the pressed one."""
    panel = await press.hub.projects.room.panel(press.community_id, project_id, actor(press))
    await press.update(
        note, embed=project_embed(panel.project, press.lang), view=HubView(*panel_buttons(press, panel))
    )


def panel_buttons(press: Press, panel: Panel) -> list[discord.ui.Item[Any]]:
    """What this reader can do; the use cases check it again."""
    made: list[discord.ui.Item[Any]] = [Door(press.say(_("Roadmap")), _id(panel, "roadmap"), row=0)]
    runs = panel.project.state is ProjectState.RUNNING
    if panel.role is not None:
        label = press.say(C_("project", "Who takes part"))
        made.append(PeopleButton(label, project_id=panel.project.id, row=0))
    if runs or panel.takes_part:
        made.append(_join_or_leave(press, panel))
    if panel.takes_part and panel.project.is_public:
        label = press.say(_("Make a seed of a finding"))
        made.append(FindingButton(label, project_id=panel.project.id, row=0))
    return [*made, *_lead(press, panel), *_office(press, panel)]


def _join_or_leave(press: Press, panel: Panel) -> HubButton:
    if panel.takes_part:
        return LeaveButton(press.say(C_("project button", "Leave")), project_id=panel.project.id, row=0)
    return JoinButton(press.say(C_("project button", "Join")), project_id=panel.project.id, row=0)


def _lead(press: Press, panel: Panel) -> list[discord.ui.Item[Any]]:
    """For the owner and the office, while it goes on."""
    state = panel.project.state
    if not panel.leads or state not in (ProjectState.PROPOSED, ProjectState.RUNNING):
        return []
    drop = Door(press.say(_("End the project early")), _id(panel, "drop"), row=1)
    if state is ProjectState.PROPOSED:
        return [drop]
    return [
        Door(press.say(_("Write the memo")), _id(panel, "memo"), row=1),
        Door(press.say(_("Finish the project")), _id(panel, "finish"), row=1),
        drop,
    ]


def _office(press: Press, panel: Panel) -> list[discord.ui.Item[Any]]:
    state = panel.project.state
    if not may(press, Right.STAFF) or state not in (ProjectState.PROPOSED, ProjectState.RUNNING):
        return []
    ask = _("Ask somebody else to take it on") if panel.project.has_owner else _("Ask somebody")
    made: list[discord.ui.Item[Any]] = [
        Door(press.say(ask), _id(panel, "ask"), row=2),
        Door(press.say(_("Add a seed")), _id(panel, "seed"), row=2),
    ]
    if len(panel.project.seeds) > 1:
        made.append(Door(press.say(_("Take a seed out")), _id(panel, "unseed"), row=2))
    return made


def _id(panel: Panel, what: str) -> str:
    return f"project:{panel.project.id}:{what}"
