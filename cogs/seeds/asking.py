"""A question to the office without a name: the same key, the same way back, read by the office only."""

from __future__ import annotations

from bot.errors import UserError
from bot.i18n import Text, _, text_of
from bot.seeds.posting import question_of
from cogs.seeds.keys import reached, show_key
from cogs.seeds.posting import help_lines
from cogs.shared.press import Press


async def ask_without_name(press: Press, text: str) -> None:
    """Store the question and show its key; a refusal gives the words back."""
    try:
        seed, key = await press.hub.seeds.posting.post_anonymous(
            press.community_id, press.user_id, question_of(text)
        )
    except UserError as no:
        lines = [text_of(no), Text(""), _("You had written: {typed}", typed=text)]
        await press.answer("\n".join(press.say(line) for line in lines))
        return
    await show_key(press, key, reached(seed), await help_lines(press, text))
