"""The switches of [More settings] about what stands beside the cards."""

from __future__ import annotations

from bot.i18n import _
from bot.members.rules import Community
from cogs.admin.more_forms import Keep
from cogs.admin.panels import ManagerButton
from cogs.shared.press import Press


def switches(press: Press, community: Community, keep: Keep) -> list[ManagerButton]:
    """One button for each; it says what a press will do."""

    async def mirror(press: Press) -> None:
        await keep(press, mirrors_events=not community.mirrors_events)

    async def crosspost(press: Press) -> None:
        await keep(press, crossposts=not community.crossposts)

    mirrors = _("Server events: switch off") if community.mirrors_events else _("Server events: switch on")
    publishes = _("Publishing: switch off") if community.crossposts else _("Publishing: switch on")
    return [
        ManagerButton(press.say(mirrors), mirror, updates=True),
        ManagerButton(press.say(publishes), crosspost, updates=True),
    ]
