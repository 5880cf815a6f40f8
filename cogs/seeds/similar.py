"""Seeds that say something similar, before a new one is posted."""

from __future__ import annotations

from bot.i18n import _
from bot.seeds.rules import SupportKind
from bot.seeds.seed import Written, title_of
from cogs.shared.controls import OnPress
from cogs.shared.press import Press


async def similar_seeds(press: Press, written: Written):  # noqa: ANN201
    """Up to five, the most similar first; none is a reason not to post."""
    title = title_of(written.title, written.text)
    return await press.hub.seed_search.similar(press.community_id, title, written.text)


def support_similar(seed_id: int) -> OnPress:
    """[Same as #n: support that one]: one press of [I feel that too]; what was written is dropped."""

    async def support(press: Press) -> None:
        supported = await press.hub.seeds.supporters.support(
            press.community_id, seed_id, press.user_id, press.display_name, SupportKind.ME_TOO
        )
        await press.update(
            _(
                "Thank you: your support of #{number} “{title}” is counted. What you wrote was not stored.",
                number=supported.seed.id,
                title=supported.seed.title or "",
            )
        )

    return support
