"""Discord's answer to "how many people hold each role", which SimCord does not have.

``GET /guilds/{guild.id}/roles/member-counts`` (Discord's documentation, "Get Guild Role Member Counts"):
role ids with their numbers, without @everyone.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from simcord.http.router import RequestContext, route

PATH = "/guilds/{guild_id}/roles/member-counts"


@cache
def answer() -> None:
    """From now on every simulated Discord of this process answers it; once is enough."""
    route("GET", PATH)(_counts)


def _counts(request: RequestContext) -> dict[str, int]:
    guild = request.backend.get_guild(request.int_arg("guild_id"))
    held = Counter(role_id for member in guild.members.values() for role_id in member.role_ids)
    return {str(role_id): held[role_id] for role_id in guild.roles if role_id != guild.id}
