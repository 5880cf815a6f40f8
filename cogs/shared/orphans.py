"""Presses that nothing listens to any more: buttons and forms from before a restart, or left for too long."""

from __future__ import annotations

from typing import Any

import discord

from bot.errors import N_, UserError
from cogs.shared.answers import FRAMED, answer_error
from cogs.shared.clip import clip

GIVEN_BACK = 800
"""Characters of an expired form; escaped they may double, and the sentence around them must fit too."""


class PanelExpired(UserError):
    sentence = N_("These buttons are too old to be used. Please open the panel or list again.")


class FormExpired(UserError):
    sentence = N_(
        "The bot was restarted while you were writing, so this form did not arrive. Please open it again. "
        "This is what you wrote:\n{written}"
    )


async def answer_orphan(interaction: discord.Interaction[Any]) -> None:
    """A press on buttons, or a form, that nothing here listens to any more (after a restart or some time).

    Call it for every interaction, after discord.py has dispatched it. What was written into a form is given
    back, so that nobody has to write it twice.
    """
    if FRAMED in interaction.extras:
        return
    if interaction.type is discord.InteractionType.component:
        await answer_error(interaction, PanelExpired(), "orphan")
    elif interaction.type is discord.InteractionType.modal_submit:
        await answer_error(interaction, FormExpired(written=_written(interaction)), "orphan")


def _written(interaction: discord.Interaction[Any]) -> str:
    def values(part: Any) -> list[str]:
        if isinstance(part, list):
            return [value for each in part for value in values(each)]
        own = [part["value"]] if isinstance(part.get("value"), str) else []
        return own + values(part.get("components", [])) + values(part.get("component", []))

    lines = values((interaction.data or {}).get("components", []))
    return clip("\n".join(line for line in lines if line), GIVEN_BACK)
