"""What staff read about a meeting that is being written: where it will go, who is rung, what was typed."""

from __future__ import annotations

import discord

from bot.clock import Moment
from bot.events.drafts import Draft
from bot.events.form import EventForm, EventPlan
from bot.events.rules import Event, Ring
from bot.i18n import Raw, Text, _
from bot.members.rules import Community
from cogs.shared.press import Press

ZERO_WIDTH = "\u200b"
BOXES: tuple[tuple[str, Text], ...] = (
    ("title", _("Title")),
    ("when", _("Date and time")),
    ("venue", _("Venue and its seats")),
    ("online", _("Online link and its seats")),
    ("description", _("Description")),
    ("room", _("How to find the room")),
    ("contact", _("Contact on the day")),
    ("co_hosts", _("Co-hosts")),
    ("fee", _("Fee")),
    ("deadline", _("Deadline (empty: until it starts)")),
)
"""The boxes in which people type, by the names of `EventForm`."""


def typed_text(press: Press, form: EventForm) -> discord.Embed:
    """Everything that was typed, in boxes that can be copied as they are."""
    typed = form.to_dict()
    parts = [f"**{press.say(label)}**\n{_as_typed(typed[name])}" for name, label in BOXES if typed[name]]
    return discord.Embed(description="\n".join(parts) or None, title=press.say(_("What you typed")))


def _as_typed(text: str) -> str:
    """A block that shows text as it is; three backticks inside would end it."""
    return f"```\n{text.replace('```', '`' + ZERO_WIDTH + '``')}\n```"


def destination(draft: Draft) -> Text:
    """Where it will be posted and whose phone rings."""
    community = draft.community
    if draft.is_rehearsal:
        place = _channel(community.staff_channel_id)
        return _("A rehearsal: posts to {place} (staff only) and rings nobody.", place=place)
    place = _channel(community.announce_channel_id)
    ring = rings(draft)
    if ring is Ring.HERE:
        return _("Posts to {place} and rings everybody who is online there (@here).", place=place)
    if ring is Ring.ROLE:
        return _("Posts to {place} and rings {role}.", place=place, role=Raw(f"<@&{community.ring_role_id}>"))
    return _("Posts to {place} and rings nobody.", place=place)


def leaving_lines(draft: Draft) -> list[Text]:
    """Whether it is announced by itself, and when."""
    if draft.announce_at is None:
        return []
    moment = Moment(draft.announce_at, draft.community.tz)
    return [_("It is announced by itself on {moment}, unless you announce it earlier.", moment=moment)]


def private_lines(plan: EventPlan) -> list[Text]:
    """What is not on the card, so that it can be checked before the card is posted."""
    lines = []
    if plan.is_sensitive:
        lines.append(_("Sensitive event: direct messages do not say what they are about until opened."))
    if plan.online_link:
        lines.append(_("Only for those who take part online: {link}", link=plan.online_link))
    if plan.room:
        lines.append(_("Only for those who have a seat: {words}", words=plan.room))
    if plan.contact:
        lines.append(_("Only for those who have a seat: {words}", words=plan.contact))
    return lines


def _channel(channel_id: int | None) -> Raw:
    return Raw(f"<#{channel_id}>")


def ring_options(press: Press, draft: Draft) -> list[discord.SelectOption]:
    """Who may be rung, with the present choice marked."""
    labels = {
        Ring.NOBODY: _("Ring nobody"),
        Ring.ROLE: _("Ring the role chosen in the settings"),
        Ring.HERE: _("Ring @here (everybody who is online)"),
    }
    hints = {} if draft.community.ring_role_id else {Ring.ROLE: press.say(_("No role is chosen yet"))}
    chosen = rings(draft)
    return [
        discord.SelectOption(
            label=press.say(label), value=ring.value, description=hints.get(ring), default=ring is chosen
        )
        for ring, label in labels.items()
    ]


def rings(draft: Draft) -> Ring:
    """Whose phone will ring: nobody's while the role that was chosen for it is not there."""
    ring = draft.plan.ring if draft.plan else Ring.NOBODY
    return Ring.NOBODY if ring is Ring.ROLE and draft.community.ring_role_id is None else ring


def announced_words(event: Event, community: Community) -> Text:
    """Said once the card is on its way."""
    place = community.staff_channel_id if event.is_rehearsal else community.announce_channel_id
    return _(
        "Announced: “{title}”. Its card appears in {place} in a few seconds. "
        "If it does not, /outbox says why.",
        title=event.title,
        place=_channel(place),
    )
