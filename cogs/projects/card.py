"""The public card of a project. Pure: a frozen view in, a message out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from bot.clock import Day, LocalDate, shorten
from bot.i18n import C_, Joined, Raw, Text, _, _n
from bot.outbox.notice import Notice
from bot.projects.rules import MilestoneState, ProjectState, sectors_text
from bot.projects.views import Milestone, Project
from cogs.projects.views import card_buttons
from cogs.shared import limits
from cogs.shared.controls import HubView
from cogs.shared.renderers import MessageParts, escape, headline, register

RUNNING_COLOUR = 0x2F855A
DONE_COLOUR = 0x7A7A7A
MILESTONES_SHOWN = 8
MEMO_SHOWN = 250
"""Characters of each half; the whole memo stands in the thread."""
MARKS = {MilestoneState.OPEN: "・", MilestoneState.DONE: "✓ ", MilestoneState.DROPPED: "× "}


def register_layouts() -> None:
    """Let the courier post projects."""
    register("project_card", _render)


def _render(notice: Notice, *, lang: str, timezone: str, community_name: str | None = None) -> MessageParts:
    project: Project = notice.facts
    return MessageParts(
        content=headline(notice.subject, lang, community_name),
        embed=project_embed(project, lang),
        view=HubView(*card_buttons(project, lang), timeout=None),
    )


def project_embed(project: Project, lang: str) -> discord.Embed:
    """Everything that everybody may know of a project; who takes part is a number."""
    goes_on = project.state in (ProjectState.PROPOSED, ProjectState.RUNNING)
    embed = discord.Embed(
        title=escape(project.name),
        description=escape(project.purpose),
        colour=RUNNING_COLOUR if goes_on else DONE_COLOUR,
    )
    for name, lines in _facts(project):
        value = "\n".join(line.to(lang, escape) for line in lines)
        embed.add_field(name=name.to(lang), value=value, inline=False)
    return limits.fit_embed(embed)


def _facts(project: Project) -> Iterator[tuple[Text, Sequence[Text | Joined]]]:
    if project.outcome is not None:
        yield C_("project", "What came of it"), [_("{text}", text=project.outcome)]
    if project.links:
        yield C_("project", "Links"), [_("{text}", text=Raw(link)) for link in project.links]
    if project.reason is not None:
        yield C_("project", "Why it ended early"), [_("{text}", text=project.reason)]
    if project.ended_at is not None:
        yield C_("project", "Ended on"), [_("{text}", text=Day(project.ended_at, project.tz))]
    yield C_("project", "Owner"), [_owner(project)]
    if project.is_public:
        people = _n("{count} person takes part", "{count} people take part", count=project.people)
        yield C_("project", "Who takes part"), [people, sectors_text(project.sectors)]
    if project.seeds:
        yield (
            C_("project", "Seeds"),
            [_("・#{number} {title}", number=seed.id, title=seed.title) for seed in project.seeds],
        )
    if project.milestones:
        yield C_("project", "Roadmap"), _roadmap(project)
    if project.last_memo is not None:
        memo = project.last_memo
        yield (
            C_("project", "Last memo"),
            [
                _(
                    "{day}: {happened}",
                    day=Day(memo.written_at, project.tz),
                    happened=shorten(memo.happened, MEMO_SHOWN),
                ),
                _("→ Next: {next_steps}", next_steps=shorten(memo.next_steps, MEMO_SHOWN)),
            ],
        )


def _roadmap(project: Project) -> list[Text]:
    """All of it while it is short, then what lies ahead; the rest is counted."""
    shown = list(project.milestones)
    if len(shown) > MILESTONES_SHOWN:
        shown = [each for each in shown if each.state is MilestoneState.OPEN][:MILESTONES_SHOWN]
    lines = [milestone_line(milestone) for milestone in shown]
    if rest := len(project.milestones) - len(shown):
        lines.append(_n("and {count} more under “Roadmap”", "and {count} more under “Roadmap”", count=rest))
    return lines


def _owner(project: Project) -> Text:
    if not project.is_public:
        return _("Nobody yet: the project begins when somebody says yes")
    if not project.has_owner:
        return _("The office is looking for somebody to take over")
    return _("{name}", name=project.owner or _("(name unknown)"))


def milestone_line(milestone: Milestone) -> Text:
    """``✓ 2026年12月17日 Title``; without a date only the title."""
    mark = MARKS[milestone.state]
    if milestone.due_on is None:
        return _("{mark}{title}", mark=Raw(mark), title=milestone.title)
    return _("{mark}{day} {title}", mark=Raw(mark), day=LocalDate(milestone.due_on), title=milestone.title)
