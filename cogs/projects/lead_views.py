"""What the owner and the office press: the memo, the end. The use cases say no to everybody else."""

from __future__ import annotations

from typing import Any

import discord

from bot.i18n import _
from cogs.projects.forms import DropForm, FinishForm, MemoForm, actor, kept
from cogs.projects.panel import update_project
from cogs.projects.views import OfProject
from cogs.shared.controls import HubButton
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed


class MemoButton(OfProject, HubButton, template="project:{project_id:d}:memo"):
    """[Write the memo], from the direct message too."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await press.hub.projects.memos.check(press.community_id, self.project_id, actor(press))

        async def write(press: Press, typed: Typed) -> None:
            project = await press.hub.projects.memos.write(
                press.community_id, self.project_id, actor(press), typed["happened"], typed["next_steps"]
            )
            await press.answer(
                _("Thank you. The memo is posted under the card of “{name}”.", name=project.name)
            )

        await press.open_form(MemoForm(press, {}, kept(write, MemoForm)))


class FinishButton(OfProject, HubButton, template="project:{project_id:d}:finish"):
    opens_form = True

    async def press(self, press: Press) -> None:
        await press.hub.projects.memos.check(press.community_id, self.project_id, actor(press))

        async def finish(press: Press, typed: Typed) -> None:
            await press.hub.projects.endings.finish(
                press.community_id, self.project_id, actor(press), typed["outcome"], typed["links"]
            )
            note = _("The project is finished. What came of it stands on its card. Congratulations!")
            await update_project(press, self.project_id, note)

        await press.open_form(FinishForm(press, {}, kept(finish, FinishForm)))


class DropButton(OfProject, HubButton, template="project:{project_id:d}:drop"):
    opens_form = True

    async def press(self, press: Press) -> None:
        await press.hub.projects.endings.check(press.community_id, self.project_id, actor(press))

        async def drop(press: Press, typed: Typed) -> None:
            await press.hub.projects.endings.drop(
                press.community_id, self.project_id, actor(press), typed["reason"]
            )
            await update_project(press, self.project_id, _("The project has ended."))

        await press.open_form(DropForm(press, {}, kept(drop, DropForm)))


LEAD_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (MemoButton, FinishButton, DropButton)
