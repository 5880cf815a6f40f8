"""A meeting as an entry among Discord's own events, from what everybody may see of it."""

from __future__ import annotations

from bot.events.rules import Event
from bot.i18n import _
from bot.mirrors.rules import Entry


def card_link(community_id: int, channel_id: int, message_id: int) -> str:
    """The address of a posted card, as Discord's [Copy Message Link] gives it."""
    return f"https://discord.com/channels/{community_id}/{channel_id}/{message_id}"


def entry_of(event: Event, channel_id: int, card_id: int, lang: str) -> Entry:
    """The entry in ``lang``; its last lines lead to the card. The online link is not in here."""
    link = card_link(event.community_id, channel_id, card_id)
    online = _("Online").to(lang) if event.online else ""
    return Entry(
        name=" ".join(event.title.split()),
        about=event.description,
        how_to_apply=_(
            "To apply, press a button on the announcement. [Interested] here is no application.\n{link}",
            link=link,
        ).to(lang),
        place=" ".join((event.venue or "").split()),
        and_online=f" / {online}" if event.venue and online else online,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        card_id=card_id,
    )
