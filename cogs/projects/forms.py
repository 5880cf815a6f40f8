"""The forms of projects. A refusal is told with [Correct it], which opens the form as it was filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import discord

from bot.errors import UserError
from bot.i18n import C_, _, text_of
from bot.links import URL_LENGTH
from bot.projects.rules import (
    COMMENT_LENGTH,
    MEMO_LENGTH,
    MOST_LINKS,
    NAME_LENGTH,
    OUTCOME_LENGTH,
    PURPOSE_LENGTH,
    STEP_LENGTH,
)
from bot.projects.views import Actor, Project
from bot.seeds.rules import TEXT_LENGTH, TITLE_LENGTH
from cogs.shared.controls import HubView, ViewButton
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed

if TYPE_CHECKING:
    from bot.hub import Hub


def actor(press: Press) -> Actor:
    """Who presses, with the rights of this moment."""
    return Actor(press.user_id, press.display_name, may(press, Right.STAFF))


class ProjectForm(StaffForm):
    """A form for whoever the use case lets; works in direct messages too, and leaves those as they are."""

    right: ClassVar[Right] = Right.MEMBER

    def __init__(self, press: Press, title: Any, then: Then) -> None:
        super().__init__(press, title, then)
        self._community_id = press.community_id

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id


class _Correct(ViewButton):
    """[Correct it], which knows its community in a direct message too."""

    def __init__(self, press: Press, again: Callable[[Press], Any]) -> None:
        self._community_id = press.community_id
        super().__init__(
            press.say(_("Correct it")), again, style=discord.ButtonStyle.primary, opens_form=True
        )

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id


def kept(then: Then, form: Callable[[Press, Typed, Then], StaffForm]) -> Then:
    """``then``, but what was typed is not lost by a refusal."""

    async def do(press: Press, typed: Typed) -> None:
        async def again(press: Press) -> None:
            await press.open_form(form(press, typed, do))

        try:
            await then(press, typed)
        except UserError as no:
            await press.update(text_of(no), view=HubView(_Correct(press, again)))

    return do


class StartForm(StaffForm):
    """Name, purpose, first step; the owner is chosen afterwards."""

    updates = False

    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Start a project"), then)
        self.box("name", _("Name of the project"), typed.get("name", ""), NAME_LENGTH, required=True)
        self.box(
            "purpose",
            _("What for, in a few sentences"),
            typed.get("purpose", ""),
            PURPOSE_LENGTH,
            required=True,
            paragraph=True,
        )
        self.box(
            "first_step",
            _("The first step"),
            typed.get("first_step", ""),
            STEP_LENGTH,
            hint=_("Something small that can be done within a month"),
            required=True,
        )


class MemoForm(ProjectForm):
    updates = False

    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Write the memo"), then)
        for name, label in (
            ("happened", C_("memo form", "What happened")),
            ("next_steps", C_("memo form", "What comes next")),
        ):
            self.box(name, label, typed.get(name, ""), MEMO_LENGTH, required=True, paragraph=True)


class MilestoneForm(ProjectForm):
    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Milestone"), then)
        self.box("title", _("What shall be reached"), typed.get("title", ""), STEP_LENGTH, required=True)
        self.box("day", _("Until when"), typed.get("day", ""), 40, hint=_("12/17 (empty: no date yet)"))


class CommentForm(ProjectForm):
    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Comment"), then)
        self.box(
            "text",
            _("For those who take part and the office"),
            typed.get("text", ""),
            COMMENT_LENGTH,
            required=True,
            paragraph=True,
        )


class FinishForm(ProjectForm):
    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Finish the project"), then)
        self.box(
            "outcome",
            _("What came of it (everybody reads this)"),
            typed.get("outcome", ""),
            OUTCOME_LENGTH,
            required=True,
            paragraph=True,
        )
        self.box(
            "links",
            _("Links, one per line (up to {most})", most=MOST_LINKS),
            typed.get("links", ""),
            (URL_LENGTH + 1) * MOST_LINKS,
            paragraph=True,
        )


class DropForm(ProjectForm):
    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("End the project early"), then)
        self.box(
            "reason",
            _("Why it ends early (it stands on the card)"),
            typed.get("reason", ""),
            OUTCOME_LENGTH,
            required=True,
            paragraph=True,
        )


class FindingForm(ProjectForm):
    """What was found out, and under which seed of the project it belongs."""

    updates = False

    def __init__(self, press: Press, project: Project, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Make a seed of a finding"), then)
        self.box("title", _("Title"), typed.get("title", ""), TITLE_LENGTH, required=True)
        self.box(
            "text",
            _("What you found out"),
            typed.get("text", ""),
            TEXT_LENGTH,
            required=True,
            paragraph=True,
        )
        chosen = typed.get("parent") or str(project.seeds[0].id)
        self._parent = discord.ui.Select[Any](
            custom_id="parent",
            options=[
                discord.SelectOption(
                    label=f"#{seed.id} {seed.title}"[:100],
                    value=str(seed.id),
                    default=str(seed.id) == chosen,
                )
                for seed in project.seeds
            ],
        )
        self.add_item(discord.ui.Label(text=press.say(_("It grew out of")), component=self._parent))
        self.add_item(
            discord.ui.TextDisplay(
                press.say(
                    _(
                        "Your name stands beside it: only those who take part can write here, so leaving it "
                        "out would hide nobody. Without a name, please post a seed in the usual way."
                    )
                )
            )
        )

    def chosen(self) -> Typed:
        return {"parent": self._parent.values[0]}
